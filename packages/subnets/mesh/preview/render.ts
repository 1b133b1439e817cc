import { boundsOf, extentOf, type Mesh } from "../glb/mesh.ts";
import { linearOf, srgbByte } from "../glb/srgb.ts";
import { Camera, cross, dot, minus, unit, type Vector } from "./camera.ts";
import { DepthRaster } from "./depth-raster.ts";
import { pngOf } from "./png.ts";
import { SUN, SunView } from "./sun-view.ts";

export interface PreviewOptions {
  readonly width?: number;
  readonly height?: number;
  /** Degrees: from the right, from above. */
  readonly yaw?: number;
  readonly pitch?: number;
}

const SUN_LIGHT: Vector = [1.05, 0.98, 0.86];
const SKY_LIGHT: Vector = [0.42, 0.48, 0.56];
const GROUND_LIGHT: Vector = [0.2, 0.18, 0.16];
const GROUND: Vector = [0.5, 0.52, 0.5];
/** Pictures are drawn so much larger and then made smaller. */
const FINER = 2;
/** Light in so many steps: the darkest bytes of sRGB are a three-thousandth apart. */
const LEVELS = 8_192;
const BYTES = Uint8Array.from({ length: LEVELS + 1 }, (_, level) => srgbByte(level / LEVELS));
/** Share of the picture that the model may fill. */
const FILL = 0.86;

/** A picture of a mesh on the ground in the sun, as PNG. Most of its time goes with the number of pixels. */
export function previewPng(mesh: Mesh, options: PreviewOptions = {}): Uint8Array {
  const { width = 640, height = 480, yaw = 32, pitch = 20 } = options;
  const scene = new Scene(mesh, { yaw, pitch });
  return pngOf(scene.pixels(width, height), width, height);
}

/** Where the camera's plane lies in the picture. */
interface Frame {
  readonly wide: number;
  readonly high: number;
  /** Pixels for one unit of the camera's plane. */
  readonly scale: number;
  /** The pixel of the plane's middle. */
  readonly left: number;
  readonly top: number;
}

class Scene {
  readonly #mesh: Mesh;
  readonly #faces: number;
  readonly #middle: Vector;
  readonly #radius: number;
  readonly #low: number;
  readonly #camera: Camera;
  readonly #sun: SunView;

  constructor(mesh: Mesh, view: { readonly yaw: number; readonly pitch: number }) {
    this.#mesh = mesh;
    this.#faces = mesh.triangles.length / 3;
    const { low, high } = boundsOf(mesh.positions);
    const half = (axis: 0 | 1 | 2): number => (low[axis] + high[axis]) / 2;
    this.#middle = [half(0), half(1), half(2)];
    this.#radius = Math.hypot(...extentOf({ low, high })) / 2;
    this.#low = low[1];
    this.#camera = new Camera(this.#middle, this.#radius, view);
    this.#sun = new SunView(mesh, this.#middle, this.#radius);
  }

  /** Three bytes each, rows from the top. */
  pixels(width: number, height: number): Uint8Array {
    const frame = this.#frame(width * FINER, height * FINER);
    const raster = this.#rasterised(frame);
    const shades = this.#shades();
    const light = new Float32Array(3 * frame.wide * frame.high);
    for (let y = 0, at = 0; y < frame.high; y++) {
      const sky = skyAt(y / frame.high);
      for (let x = 0; x < frame.wide; x++, at++) {
        const face = raster.face[at]!;
        if (face < 0) {
          light[3 * at] = sky[0];
          light[3 * at + 1] = sky[1];
          light[3 * at + 2] = sky[2];
          continue;
        }
        const point = this.#camera.unproject(
          (x + 0.5 - frame.left) / frame.scale,
          (frame.top - y - 0.5) / frame.scale,
          1 / raster.nearness[at]!,
        );
        const lit = this.#sun.lights(point);
        if (face < this.#faces) {
          for (let i = 0; i < 3; i++)
            light[3 * at + i] = shades[6 * face + i]! + shades[6 * face + 3 + i]! * lit;
          continue;
        }
        const far = Math.hypot(point[0] - this.#middle[0], point[2] - this.#middle[2]);
        const fade = Math.max(0, Math.min(1, far / (2 * this.#radius) - 0.1));
        const ground = (0.35 + 0.65 * lit) * (1 - fade);
        for (let i = 0; i < 3; i++) light[3 * at + i] = GROUND[i]! * ground + sky[i]! * fade;
      }
    }
    return smaller(light, width, height);
  }

  /** Puts what there is into the middle of the picture, as large as it may be. */
  #frame(wide: number, high: number): Frame {
    const { positions } = this.#mesh;
    let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let at = 0; at < positions.length; at += 3) {
      const [x, y] = this.#camera.project([positions[at]!, positions[at + 1]!, positions[at + 2]!]);
      left = Math.min(left, x);
      right = Math.max(right, x);
      bottom = Math.min(bottom, y);
      top = Math.max(top, y);
    }
    const scale = FILL * Math.min(wide / (right - left), high / (top - bottom));
    return {
      wide,
      high,
      scale,
      left: wide / 2 - (scale * (left + right)) / 2,
      top: high / 2 + (scale * (bottom + top)) / 2,
    };
  }

  #rasterised(frame: Frame): DepthRaster {
    const raster = new DepthRaster(frame.wide, frame.high);
    const place = (point: Vector): Vector => {
      const [x, y, depth] = this.#camera.project(point);
      return [frame.left + x * frame.scale, frame.top - y * frame.scale, 1 / depth];
    };
    for (let face = 0; face < this.#faces; face++) {
      const [a, b, c] = cornersOf(this.#mesh, face);
      raster.draw(face, place(a), place(b), place(c));
    }
    // The ground in small squares, so that those behind the camera can be left out.
    const reach = 2.6 * this.#radius;
    const tiles = 24;
    const corner = (i: number, j: number): Vector => [
      this.#middle[0] - reach + (2 * reach * i) / tiles,
      this.#low,
      this.#middle[2] - reach + (2 * reach * j) / tiles,
    ];
    for (let i = 0; i < tiles; i++)
      for (let j = 0; j < tiles; j++) {
        const quad = [corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)];
        if (quad.some((point) => this.#camera.project(point)[2] < 0.05 * reach)) continue;
        const [a, b, c, d] = quad.map(place) as [Vector, Vector, Vector, Vector];
        raster.draw(this.#faces, a, b, c);
        raster.draw(this.#faces, a, c, d);
      }
    return raster;
  }

  /** Of each face the light that is always there, then what the sun adds: six numbers. */
  #shades(): Float32Array {
    const shades = new Float32Array(6 * this.#faces);
    for (let face = 0; face < this.#faces; face++) {
      const [a, b, c] = cornersOf(this.#mesh, face);
      const normal = unit(cross(minus(b, a), minus(c, a)));
      const facing = Math.max(0, dot(normal, SUN));
      const up = (normal[1] + 1) / 2;
      // What is near the ground sees less of the sky.
      const height = ((a[1] + b[1] + c[1]) / 3 - this.#low) / (2 * this.#radius);
      const open = 0.75 + 0.25 * Math.min(1, 3 * height);
      for (let i = 0; i < 3; i++) {
        const colour = linearOf(this.#mesh.colours[3 * face + i]!);
        const around = SKY_LIGHT[i]! * up + GROUND_LIGHT[i]! * (1 - up);
        shades[6 * face + i] = colour * open * around;
        shades[6 * face + 3 + i] = colour * SUN_LIGHT[i]! * facing;
      }
    }
    return shades;
  }
}

function cornersOf({ positions, triangles }: Mesh, face: number): [Vector, Vector, Vector] {
  const corner = (i: number): Vector => {
    const at = 3 * triangles[3 * face + i]!;
    return [positions[at]!, positions[at + 1]!, positions[at + 2]!];
  };
  return [corner(0), corner(1), corner(2)];
}

const skyAt = (down: number): Vector => [
  0.56 + 0.26 * down,
  0.68 + 0.17 * down,
  0.84 + 0.06 * down,
];

function smaller(light: Float32Array, width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(3 * width * height);
  const wide = width * FINER;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let i = 0; i < 3; i++) {
        let sum = 0;
        for (let dy = 0; dy < FINER; dy++)
          for (let dx = 0; dx < FINER; dx++)
            sum += light[3 * ((y * FINER + dy) * wide + x * FINER + dx) + i]!;
        const level = Math.round((LEVELS * sum) / FINER ** 2);
        pixels[3 * (y * width + x) + i] = BYTES[Math.min(LEVELS, Math.max(0, level))]!;
      }
  return pixels;
}
