import type { Mesh } from "../glb/mesh.ts";
import { manifoldKernel } from "../solid/manifold.ts";
import type { Grade } from "./grades.ts";
import { FURNITURE } from "./objects/furniture.ts";
import { OUTDOORS } from "./objects/outdoors.ts";
import { type Builder, planOf } from "./objects/plan.ts";
import { THINGS } from "./objects/things.ts";
import { woodenBridge } from "./objects/wooden-bridge.ts";
import { readPrompt, type Wish } from "./read-prompt.ts";
import { Style } from "./style.ts";
import { Workbench } from "./workbench.ts";

export interface BuildOptions {
  readonly grade: Grade;
  /** Names the way of building: what a prompt leaves open, each style decides in its own way. */
  readonly style: string;
  readonly maxFaces: number;
}

const BUILDERS: Readonly<Record<string, Builder>> = { ...FURNITURE, ...OUTDOORS, ...THINGS };

function builderFor(thing: string, { words, counts }: Wish): Builder | undefined {
  if (thing !== "bridge") return BUILDERS[thing];
  const wooden = ["wooden", "wood", "timber", "oak", "plank", "planks"].some((each) =>
    words.has(each),
  );
  // Arches that are counted are of stone, whatever their colour.
  return wooden && !counts.has("arch") && !words.has("parapets")
    ? woodenBridge
    : BUILDERS["archBridge"];
}

/** How much of a prompt a grade takes in. */
function graded(wish: Wish, grade: Grade): Wish {
  if (grade === "full") return wish;
  const nothing = new Map();
  return {
    ...wish,
    counts: nothing,
    colours: nothing,
    lengths: grade === "weak" ? wish.lengths : nothing,
  };
}

/** A mesh of what a prompt says; absent if it names nothing that this miner can build, or the budget is too small. */
export async function buildMesh(prompt: string, options: BuildOptions): Promise<Mesh | undefined> {
  const wish = graded(readPrompt(prompt), options.grade);
  const build = wish.thing === undefined ? undefined : builderFor(wish.thing, wish);
  if (!build) return undefined;
  const kernel = await manifoldKernel();
  // Rounder than the budget allows is built again with less of everything that isn't asked for.
  for (const detail of [1, 0.5, 0.2]) {
    const bench = new Workbench(kernel, detail);
    try {
      build(planOf(bench, new Style(options.style, prompt), wish));
      const mesh = bench.finish();
      if (mesh.triangles.length / 3 <= options.maxFaces) return mesh;
    } finally {
      bench.free();
    }
  }
  return undefined;
}
