import { encodeUpdate, type SparseUpdate } from "@ganglion/training";
import { describe, expect, test } from "vitest";
import { makeCheckpoint, readCheckpoint } from "../model/checkpoint.ts";
import { ModelLedger } from "../model/ledger.ts";
import { clipFactors, followParts } from "../model/step.ts";
import { floatsHash, type StepRecord, toBase64 } from "../protocol.ts";

const TERMS = { outerRate: 1, checkpointEvery: 2 };
/** Eight parameters, one of them not 0: code 127 stands for the value. */
const at = (place: number, size: number): SparseUpdate => ({
  length: 8,
  chunk: 4096,
  kept: 64,
  index: Uint32Array.from({ length: 8 }, (_, i) => i),
  value: Int8Array.from({ length: 8 }, (_, i) => (i === place ? 127 : 0)),
  scale: Float32Array.of(size),
});
const part = (uid: number, update: SparseUpdate) => ({
  uid,
  update: toBase64(encodeUpdate(update)),
});
const begin = () => new ModelLedger(new Float32Array(8), -1, TERMS);
const go = (ledger: ModelLedger, window: number, ...parts: StepRecord["parts"]): StepRecord => {
  const step = ledger.propose(window, parts)!;
  expect(ledger.apply(step)).toBeUndefined();
  return step;
};

describe("a step", () => {
  test("takes the mean of the updates off the parameters", () => {
    const ledger = begin();
    go(ledger, 0, part(1, at(2, 3)), part(2, at(5, 3)));
    expect([...ledger.theta]).toEqual([0, 0, -1.5, 0, 0, -1.5, 0, 0]);
  });
  test("brings a long update down to the median norm", () => {
    expect(clipFactors([1, 2, 100])).toEqual([1, 1, 0.02]);
    const ledger = begin();
    go(ledger, 0, part(1, at(0, 1)), part(2, at(1, 1)), part(3, at(2, 100)));
    expect(ledger.theta[2]).toBeCloseTo(-1 / 3, 6);
  });
  test("of nothing is no step", () => {
    expect(begin().propose(0, [])).toBeUndefined();
    expect(followParts(new Float32Array(8), [], 1)).toEqual({ ok: false, reason: "no_parts" });
  });
  test("with an update for another model is refused", () => {
    const bytes = encodeUpdate(at(2, 3)).slice(0, 5);
    const refused = followParts(new Float32Array(8), [{ uid: 1, update: toBase64(bytes) }], 1);
    expect(refused.ok).toBe(false);
  });
  test("that doesn't lead where it says is refused, and the model stays", () => {
    const ledger = begin();
    const step = ledger.propose(0, [part(1, at(0, 1))])!;
    expect(ledger.apply({ ...step, after: "0".repeat(64) })).toBe("theta_hash");
    expect(ledger.apply({ ...step, before: "0".repeat(64) })).toBe("other_theta");
    expect(ledger.apply({ ...step, parts: [part(1, at(0, 2))] })).toBe("theta_hash");
    expect(ledger.hash).toBe(floatsHash(new Float32Array(8)));
    expect(ledger.apply(step)).toBeUndefined();
    expect(ledger.apply(step)).toBe("other_theta");
  });
});

describe("a ledger", () => {
  test("remembers how far behind a miner is, up to five windows", () => {
    const ledger = begin();
    const first = ledger.hash;
    for (let window = 0; window < 5; window++) go(ledger, window, part(1, at(0, 1)));
    expect(ledger.recall(first)!.behind).toBe(5);
    expect(ledger.recall(ledger.hash)!.behind).toBe(0);
    go(ledger, 5, part(1, at(0, 1)));
    expect(ledger.recall(first)).toBeUndefined();
  });
  test("gives the way from any of its parameters to the newest", () => {
    const ledger = begin();
    const follower = begin();
    for (let window = 0; window < 3; window++) go(ledger, window, part(1, at(window, 7)));
    for (const step of ledger.stepsAfter(follower.hash, 8))
      expect(follower.apply(step)).toBeUndefined();
    expect(follower.hash).toBe(ledger.hash);
    expect(ledger.stepsAfter("0".repeat(64), 8)).toEqual([]);
  });
});

describe("a checkpoint", () => {
  const model = () => {
    const ledger = begin();
    go(ledger, 3, part(1, at(0, 1)));
    go(ledger, 4, part(1, at(1, 1)));
    return ledger;
  };
  test("comes every so many windows, and is the model of that window", async () => {
    const ledger = model();
    const { hash, window } = ledger.checkpoint!;
    expect(window).toBe(4);
    const read = await readCheckpoint(hash, 8, async (name) => ledger.block(name));
    expect(read).toMatchObject({
      ok: true,
      value: { manifest: { window: 4, thetaHash: ledger.hash } },
    });
  });
  test("has the same hash for the same model, whoever makes it", () => {
    const ledger = model();
    expect(makeCheckpoint(ledger.theta, 4).hash).toBe(ledger.checkpoint!.hash);
    expect(makeCheckpoint(ledger.theta, 5).hash).not.toBe(ledger.checkpoint!.hash);
  });
  test("with a block that was changed, is missing, or is of another shape is refused with the reason", async () => {
    const { hash, blocks } = model().checkpoint!;
    const reason = async (
      parameters: number,
      fetch: (name: string) => Promise<Uint8Array | undefined>,
    ) => {
      const read = await readCheckpoint(hash, parameters, fetch);
      return read.ok ? "ok" : read.reason;
    };
    const spoilt = async (name: string) => blocks.get(name)?.map((byte) => byte ^ 1);
    expect(await reason(8, spoilt)).toBe("block_missing");
    expect(await reason(8, async (name) => (name === hash ? blocks.get(name) : undefined))).toBe(
      "block_missing",
    );
    expect(await reason(9, async (name) => blocks.get(name))).toBe("wrong_shape");
    expect(await reason(8, async () => undefined)).toBe("block_missing");
  });
});
