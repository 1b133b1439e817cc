import { afterAll, describe, expect, test } from "vitest";
import { block } from "../glb/mesh.ts";
import { readGlb } from "../glb/read-glb.ts";
import { Workshop } from "../worker/workshop.ts";

const build = (prompt: string) =>
  ({
    kind: "build",
    prompt,
    options: { grade: "full", style: "test", maxFaces: 10_000 },
  }) as const;

describe("the geometry thread", () => {
  const workshop = new Workshop();
  afterAll(() => workshop.stop());

  test("builds what is asked for, and says so if it can't", async () => {
    const glb = await workshop.do(build("A table with six legs"));
    expect(readGlb(glb!, { bytes: glb!.length, faces: 10_000 })).toMatchObject({ ok: true });
    expect(await workshop.do(build("A feeling of loss"))).toBeNull();
  });
  test("judges in another thread as in this one, to the last bit", async () => {
    const { judgeFree } = await import("../scoring.ts");
    const mesh = block([1, 2, 3]);
    const judged = await workshop.do({ kind: "judge", mesh });
    expect(judged).toEqual(await judgeFree(mesh));
    expect(judged.data.checks).toEqual({
      watertight: true,
      components: 1,
      genus: 0,
      volume: 6,
      faces: 12,
      bounds: [1, 2, 3],
    });
  });
  test("leaves the event loop free meanwhile", async () => {
    let turns = 0;
    let working = true;
    const turn = (): void => {
      turns++;
      if (working) setImmediate(turn);
    };
    turn();
    await workshop.do(build("A medieval wooden bridge with moss"));
    working = false;
    expect(turns).toBeGreaterThan(100);
  });
  test("hears of a job that fails, and goes on", async () => {
    await expect(workshop.do({ kind: "preview", glb: undefined as never })).rejects.toThrow();
    expect((await workshop.do({ kind: "judge", mesh: block([1, 1, 1]) })).score).toBe(1);
  });
});

test("a job that takes too long ends its thread, and the next job gets a new one", async () => {
  const hasty = new Workshop({ jobMs: 1 });
  // One alone may be through before a busy machine looks at the clock.
  const many = () =>
    Promise.all(
      Array.from({ length: 50 }, () => hasty.do(build("A medieval wooden bridge with moss"))),
    );
  await expect(many()).rejects.toThrow("too long");
  // It fails for want of time, not for want of a thread.
  await expect(many()).rejects.toThrow("too long");
  await hasty.stop();
});
