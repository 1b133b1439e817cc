import type { Mesh } from "../glb/mesh.ts";
import { cross, dot, minus, unit, type Vector } from "./camera.ts";
import { DepthRaster } from "./depth-raster.ts";

/** Towards the sun. */
export const SUN = unit([0.55, 0.85, 0.45]);
const SIDE = 1_024;
/** In pixels: where a shadow is looked for, so that its edges are soft. */
const AROUND = [0, 0, 1.5, 0, -1.5, 0, 0, 1.5, 0, -1.5] as const;

/** A mesh as the sun sees it: what is nearest there is in its light, all else in the shadow. */
export class SunView {
  readonly #right = unit(cross(SUN, [0, 1, 0]));
  readonly #up = cross(this.#right, SUN);
  readonly #middle: Vector;
  readonly #radius: number;
  readonly #raster = new DepthRaster(SIDE, SIDE);

  constructor({ positions, triangles }: Mesh, middle: Vector, radius: number) {
    this.#middle = middle;
    this.#radius = radius;
    const corner = (i: number): Vector => {
      const at = 3 * triangles[i]!;
      return this.#place([positions[at]!, positions[at + 1]!, positions[at + 2]!]);
    };
    for (let at = 0; at < triangles.length; at += 3)
      this.#raster.draw(at / 3, corner(at), corner(at + 1), corner(at + 2));
  }

  #place(point: Vector): Vector {
    const from = minus(point, this.#middle);
    const scale = SIDE / (2.1 * this.#radius);
    return [
      SIDE / 2 + dot(from, this.#right) * scale,
      SIDE / 2 + dot(from, this.#up) * scale,
      dot(from, SUN),
    ];
  }

  /** From 0, in the shadow, to 1. */
  lights(point: Vector): number {
    const [x, y, near] = this.#place(point);
    // A surface is not to shade itself.
    const limit = near + 0.012 * this.#radius;
    let lit = 0;
    for (let i = 0; i < AROUND.length; i += 2) {
      const px = Math.floor(x + AROUND[i]!);
      const py = Math.floor(y + AROUND[i + 1]!);
      const outside = px < 0 || py < 0 || px >= SIDE || py >= SIDE;
      if (outside || this.#raster.nearness[py * SIDE + px]! <= limit) lit++;
    }
    return (2 * lit) / AROUND.length;
  }
}
