import type { ManifoldToplevel } from "manifold-3d";
import type { Welded } from "./weld.ts";

let loading: Promise<ManifoldToplevel> | undefined;

/** The geometry kernel, loaded once per thread and only where it is used. */
export function manifoldKernel(): Promise<ManifoldToplevel> {
  loading ??= (async () => {
    const { default: load } = await import("manifold-3d");
    const kernel = await load();
    kernel.setup();
    return kernel;
  })();
  return loading;
}

/** What the kernel says of a mesh: `NoError` and its genus, or why it is no solid. */
export async function importStatus({
  positions,
  triangles,
}: Pick<Welded, "positions" | "triangles">): Promise<{
  readonly status: string;
  readonly genus: number;
}> {
  const { Manifold, Mesh } = await manifoldKernel();
  let solid: InstanceType<typeof Manifold> | undefined;
  try {
    solid = new Manifold(new Mesh({ numProp: 3, vertProperties: positions, triVerts: triangles }));
    return { status: solid.status(), genus: solid.genus() };
  } catch (error) {
    return { status: error instanceof Error ? error.message : "refused", genus: 0 };
  } finally {
    solid?.delete();
  }
}
