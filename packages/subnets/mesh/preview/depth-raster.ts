import type { Vector } from "./camera.ts";

/** Which face is nearest at each pixel, and how near. Pixels from the top left. */
export class DepthRaster {
  readonly width: number;
  readonly height: number;
  /** 1 ÷ distance with perspective, or minus the distance without; larger is nearer. */
  readonly nearness: Float32Array;
  readonly face: Int32Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.nearness = new Float32Array(width * height).fill(Number.NEGATIVE_INFINITY);
    this.face = new Int32Array(width * height).fill(-1);
  }

  /** Corners as pixel x, pixel y and nearness, which is straight across the picture. */
  draw(face: number, a: Vector, b: Vector, c: Vector): void {
    const double = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    if (double === 0) return;
    const left = Math.max(0, Math.ceil(Math.min(a[0], b[0], c[0]) - 0.5));
    const right = Math.min(this.width - 1, Math.floor(Math.max(a[0], b[0], c[0]) - 0.5));
    const top = Math.max(0, Math.ceil(Math.min(a[1], b[1], c[1]) - 0.5));
    const bottom = Math.min(this.height - 1, Math.floor(Math.max(a[1], b[1], c[1]) - 0.5));
    for (let y = top; y <= bottom; y++)
      for (let x = left; x <= right; x++) {
        const [px, py] = [x + 0.5, y + 0.5];
        const wa = ((c[0] - b[0]) * (py - b[1]) - (c[1] - b[1]) * (px - b[0])) / double;
        const wb = ((a[0] - c[0]) * (py - c[1]) - (a[1] - c[1]) * (px - c[0])) / double;
        const wc = 1 - wa - wb;
        if (wa < 0 || wb < 0 || wc < 0) continue;
        const near = wa * a[2] + wb * b[2] + wc * c[2];
        const at = y * this.width + x;
        if (near <= this.nearness[at]!) continue;
        this.nearness[at] = near;
        this.face[at] = face;
      }
  }
}
