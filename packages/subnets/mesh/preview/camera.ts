export type Vector = readonly [number, number, number];

export const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
export function unit(a: Vector): Vector {
  const length = Math.sqrt(dot(a, a)) || 1;
  return [a[0] / length, a[1] / length, a[2] / length];
}

/** Looks from a direction at the middle of a ball, from where all of the ball is in view. */
export class Camera {
  readonly #right: Vector;
  readonly #up: Vector;
  readonly #forward: Vector;
  readonly #eye: Vector;
  readonly #focal: number;

  constructor(
    middle: Vector,
    radius: number,
    {
      yaw,
      pitch,
      view = 34,
    }: {
      readonly yaw: number;
      readonly pitch: number;
      /** Degrees across the shorter side. */
      readonly view?: number;
    },
  ) {
    const [y, p] = [(yaw * Math.PI) / 180, (pitch * Math.PI) / 180];
    const back: Vector = [Math.sin(y) * Math.cos(p), Math.sin(p), Math.cos(y) * Math.cos(p)];
    const half = (view * Math.PI) / 360;
    const distance = radius / Math.sin(half);
    this.#eye = [
      middle[0] + distance * back[0],
      middle[1] + distance * back[1],
      middle[2] + distance * back[2],
    ];
    this.#forward = [-back[0], -back[1], -back[2]];
    this.#right = unit(cross(this.#forward, [0, 1, 0]));
    this.#up = cross(this.#right, this.#forward);
    this.#focal = 1 / Math.tan(half);
  }

  /** Right and up in units of half the shorter side, and the distance along the view. */
  project(point: Vector): Vector {
    const from = minus(point, this.#eye);
    const depth = dot(from, this.#forward);
    const scale = this.#focal / Math.max(1e-6, depth);
    return [dot(from, this.#right) * scale, dot(from, this.#up) * scale, depth];
  }

  /** The point that `project` puts there. */
  unproject(right: number, up: number, depth: number): Vector {
    const [r, u] = [(right * depth) / this.#focal, (up * depth) / this.#focal];
    const at = (axis: 0 | 1 | 2): number =>
      this.#eye[axis] + depth * this.#forward[axis] + r * this.#right[axis] + u * this.#up[axis];
    return [at(0), at(1), at(2)];
  }
}
