import type { CrossSection, Manifold, ManifoldToplevel } from "manifold-3d";
import type { Mesh } from "../glb/mesh.ts";

export type Colour = readonly [number, number, number];
export type Point = readonly [number, number];
type Range = readonly [number, number];

/** Builds solids with the geometry kernel; all of them are freed together. Metres, Y up. */
export class Workbench {
  readonly #kernel: ManifoldToplevel;
  readonly #made: { delete(): void }[] = [];
  readonly #groups = new Map<string, { readonly colour: Colour; readonly solids: Manifold[] }>();

  /** In (0, 1]: how round round things are, and how much ornament there is. */
  readonly detail: number;

  constructor(kernel: ManifoldToplevel, detail = 1) {
    this.#kernel = kernel;
    this.detail = detail;
  }

  #sides(sides: number): number {
    return sides <= 8 ? sides : Math.max(8, Math.round(sides * this.detail));
  }

  #keep<T extends { delete(): void }>(made: T): T {
    this.#made.push(made);
    return made;
  }

  box([x0, x1]: Range, [y0, y1]: Range, [z0, z1]: Range): Manifold {
    const cube = this.#keep(this.#kernel.Manifold.cube([x1 - x0, y1 - y0, z1 - z0]));
    return this.#keep(cube.translate([x0, y0, z0]));
  }

  /** A box with its long edges cut off: what a plane leaves of a beam. */
  beam([x0, x1]: Range, [y0, y1]: Range, [z0, z1]: Range, bevel: number): Manifold {
    const b = Math.min(bevel, (y1 - y0) / 3, (z1 - z0) / 3);
    const outline: Point[] = [
      [z0 + b, y0],
      [z1 - b, y0],
      [z1, y0 + b],
      [z1, y1 - b],
      [z1 - b, y1],
      [z0 + b, y1],
      [z0, y1 - b],
      [z0, y0 + b],
    ];
    return this.alongX(outline, [x0, x1]);
  }

  /** Around the vertical through (x, z). */
  pillar(
    [x, z]: Point,
    [y0, y1]: Range,
    radius: number,
    { top = radius, sides = 24 } = {},
  ): Manifold {
    const raw = this.#keep(
      this.#kernel.Manifold.cylinder(y1 - y0, radius, top, this.#sides(sides)),
    );
    // Four and eight sides stand square to the axes.
    const square = sides <= 8 ? this.turn(raw, [0, 0, 180 / sides]) : raw;
    return this.move(this.turn(square, [-90, 0, 0]), [x, y0, z]);
  }

  ball(
    [x, y, z]: readonly [number, number, number],
    radius: readonly [number, number, number],
    sides = 12,
  ): Manifold {
    const raw = this.#keep(this.#kernel.Manifold.sphere(1, this.#sides(sides)));
    return this.move(this.#keep(raw.scale([...radius])), [x, y, z]);
  }

  /** An outline of x and y, drawn along z. */
  alongZ(outline: readonly Point[], [z0, z1]: Range): Manifold {
    const raw = this.#keep(this.#kernel.Manifold.extrude(this.#section(outline), z1 - z0));
    return this.move(raw, [0, 0, z0]);
  }

  /** An outline of z and y, drawn along x. */
  alongX(outline: readonly Point[], [x0, x1]: Range): Manifold {
    const raw = this.#keep(
      this.#kernel.Manifold.extrude(
        this.#section(outline.map(([z, y]): Point => [-z, y])),
        x1 - x0,
      ),
    );
    return this.move(this.turn(raw, [0, 90, 0]), [x0, 0, 0]);
  }

  /** An outline of x and z, drawn upwards. */
  upwards(outline: readonly Point[], [y0, y1]: Range): Manifold {
    const raw = this.#keep(
      this.#kernel.Manifold.extrude(
        this.#section(outline.map(([x, z]): Point => [x, -z])),
        y1 - y0,
      ),
    );
    return this.move(this.turn(raw, [-90, 0, 0]), [0, y0, 0]);
  }

  /** Outline of distance from the vertical and height, turned around it. */
  turned(outline: readonly Point[], sides = 32): Manifold {
    const raw = this.#keep(
      this.#kernel.Manifold.revolve(this.#section(outline), this.#sides(sides)),
    );
    return this.turn(raw, [-90, 0, 0]);
  }

  #section(outline: readonly Point[]): CrossSection {
    // The rule that takes any winding: outlines come from both sides.
    return this.#keep(
      new this.#kernel.CrossSection([outline.map(([a, b]): [number, number] => [a, b])], "NonZero"),
    );
  }

  move(solid: Manifold, by: readonly [number, number, number]): Manifold {
    return this.#keep(solid.translate([...by]));
  }
  /** Degrees around x, then y, then z. */
  turn(solid: Manifold, by: readonly [number, number, number]): Manifold {
    return this.#keep(solid.rotate([...by]));
  }
  hull(...solids: readonly Manifold[]): Manifold {
    return this.#keep(this.#kernel.Manifold.hull([...solids]));
  }
  union(...solids: readonly Manifold[]): Manifold {
    return this.#keep(this.#kernel.Manifold.union([...solids]));
  }
  minus(solid: Manifold, ...others: readonly Manifold[]): Manifold {
    return this.#keep(this.#kernel.Manifold.difference([solid, ...others]));
  }
  common(...solids: readonly Manifold[]): Manifold {
    return this.#keep(this.#kernel.Manifold.intersection([...solids]));
  }

  /** Puts solids into the model. */
  add(colour: Colour, ...solids: readonly Manifold[]): void {
    const key = colour.join();
    const group = this.#groups.get(key) ?? { colour, solids: [] };
    this.#groups.set(key, group);
    group.solids.push(...solids);
  }

  /** All that was added as one solid; standing on the ground, in the middle. */
  finish(): Mesh {
    const byId = new Map<number, Colour>();
    const groups = [...this.#groups.values()].map(({ colour, solids }) => {
      const one = this.#keep(this.union(...solids).asOriginal());
      byId.set(one.originalID(), colour);
      return one;
    });
    const whole = this.#filled(this.union(...groups));
    const { min, max } = whole.boundingBox();
    const placed = this.move(whole, [-(min[0] + max[0]) / 2, -min[1], -(min[2] + max[2]) / 2]);
    const { vertProperties, triVerts, runIndex, runOriginalID, numProp } = placed.getMesh();
    const positions = new Float32Array((3 * vertProperties.length) / numProp);
    for (let vertex = 0; vertex < positions.length / 3; vertex++)
      positions.set(vertProperties.subarray(numProp * vertex, numProp * vertex + 3), 3 * vertex);
    const colours = new Uint8Array(triVerts.length);
    for (let run = 0; run < runOriginalID.length; run++) {
      const colour = byId.get(runOriginalID[run]!) ?? [128, 128, 128];
      for (let at = runIndex[run]!; at < runIndex[run + 1]!; at += 3) colours.set(colour, at);
    }
    return { positions, triangles: Uint32Array.from(triVerts), colours };
  }

  /** Without the hollows that parts leave between them, which nobody would ever see. */
  #filled(solid: Manifold): Manifold {
    const shells = solid.decompose().map((shell) => this.#keep(shell));
    const outer = shells.filter((shell) => shell.volume() > 0);
    return outer.length === shells.length ? solid : this.union(...outer);
  }

  free(): void {
    for (const made of this.#made.splice(0)) made.delete();
  }
}
