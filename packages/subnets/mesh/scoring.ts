import type { Judged } from "@ganglion/sdk";
import type { Mesh } from "./glb/mesh.ts";
import { type Checks, examine } from "./solid/examine.ts";
import { Measured, measure } from "./solid/measure.ts";
import type { Clause } from "./tasks/clause.ts";

/** How well one clause is met. */
export interface Met {
  readonly what: string;
  /** In (0, 1]. */
  readonly satisfaction: number;
  readonly measured: number;
}

export interface JudgedMesh extends Judged {
  readonly data: { readonly checks: Checks; readonly clauses?: readonly Met[] };
}

/** A clause that is not met at all doesn't wipe out the rest, though nearly. */
const LEAST = 0.02;

/** Full marks up to `good`, the least from `bad` on, straight in between. */
const falling = (value: number, good: number, bad: number): number =>
  Math.max(LEAST, Math.min(1, (bad - value) / (bad - good)));

/** From 0 to 1: how well a measurement meets a clause. */
export function satisfaction(clause: Clause, measured: number): number {
  const relative = (wanted: number) => Math.abs(measured - wanted) / wanted;
  switch (clause.kind) {
    case "size":
    case "cut":
      return falling(relative(clause.metres), 0.03, 0.4);
    case "slab":
      return clause.top === undefined
        ? falling(relative(clause.thickness!), 0.15, 1)
        : falling(relative(clause.top), 0.03, 0.3);
    case "pieces":
    case "holes":
    case "genus":
    case "steps":
      return Math.max(LEAST, 0.35 ** Math.abs(measured - clause.count));
    case "colour":
      return Math.max(LEAST, Math.min(1, measured / clause.share));
    case "filled":
      return falling(measured, clause.atMost, 2 * clause.atMost);
    case "shape":
      return falling(-measured, -0.85, -0.5);
  }
}

/** Integrity gates, then the geometric mean of how well the clauses are met. Depends on mesh and clauses alone. */
export async function judgeMesh(mesh: Mesh, clauses: readonly Clause[]): Promise<JudgedMesh> {
  const examined = await examine(mesh);
  const { checks } = examined;
  if (!examined.ok) return { score: 0, reason: examined.reason, data: { checks } };
  const solid = new Measured(examined.welded, checks);
  const met = clauses.map((clause): Met => {
    const measured = measure(solid, clause);
    return {
      what: clause.what,
      measured: Math.round(measured * 1e4) / 1e4,
      satisfaction: satisfaction(clause, measured),
    };
  });
  const logs = met.reduce((sum, each) => sum + Math.log(each.satisfaction), 0);
  // Everything is to hang together.
  const whole = Math.max(LEAST, 0.35 ** (checks.components - 1));
  const score = Math.exp((logs + Math.log(whole)) / (met.length + 1));
  const worst = [...met].sort((a, b) => a.satisfaction - b.satisfaction)[0];
  const reason =
    whole < 1 && whole <= (worst?.satisfaction ?? 1)
      ? "separate_parts"
      : worst && worst.satisfaction < 0.999
        ? `wrong_${worst.what}`
        : "correct";
  return { score, reason, data: { checks, clauses: met } };
}

/** A free prompt has no hidden truth: only integrity can be judged, and the reason says so. */
export async function judgeFree(mesh: Mesh): Promise<JudgedMesh> {
  const examined = await examine(mesh);
  const { checks } = examined;
  return examined.ok
    ? { score: 1, reason: "integrity_only", data: { checks } }
    : { score: 0, reason: examined.reason, data: { checks } };
}
