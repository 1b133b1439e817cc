import { accountId } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import {
  BARRED_WINDOWS,
  type Found,
  judgeWindow,
  median,
  NEW_RECORD,
  type Record,
  sync,
} from "../scoring/gauntlet.ts";

const key = (uid: number) => accountId(`0x${uid.toString(16).padStart(64, "0")}`);
const honest = (uid: number, more: Partial<Extract<Found, { usable: true }>> = {}): Found => ({
  uid,
  hotkey: key(uid),
  order: uid,
  lane: "reference",
  usable: true,
  lossScore: 0.01,
  gaps: [0.01, 0.02],
  behind: 0,
  ...more,
});
/** Somebody whose name is made. */
const KNOWN: Record = { rating: { mu: 30, sigma: 3 }, own: 0.5, audited: true, barredUntil: 0 };
const known = (...uids: number[]) => new Map(uids.map((uid) => [key(uid), KNOWN]));
const apart = () => 0;
const judge = (
  found: readonly Found[],
  about: {
    records?: ReadonlyMap<ReturnType<typeof key>, Record>;
    overlap?: (i: number, j: number) => number;
    window?: number;
  } = {},
) =>
  judgeWindow({
    window: about.window ?? 7,
    found,
    records: about.records ?? known(...found.map(({ uid }) => uid)),
    overlap: about.overlap ?? apart,
  });
const reasons = (result: ReturnType<typeof judge>) => result.verdicts.map(({ reason }) => reason);

describe("who is paid", () => {
  test("equals share alike", () => {
    const { verdicts } = judge([honest(1), honest(2)]);
    expect(verdicts.map(({ share }) => share)).toEqual([0.5, 0.5]);
  });
  test("the better one gets more", () => {
    const { verdicts } = judge([honest(1, { lossScore: 0.02 }), honest(2)]);
    expect(verdicts[0]!.share).toBeGreaterThan(verdicts[1]!.share);
  });
  test("one miner alone is paid, since it beats doing nothing", () => {
    let records: ReadonlyMap<ReturnType<typeof key>, Record> = new Map();
    for (let window = 0; window < 5; window++)
      records = judge([honest(1, { audit: "match" })], { records, window }).records;
    expect(judge([honest(1)], { records }).verdicts[0]).toMatchObject({ reason: "ok", share: 1 });
  });
  test("a reference miner that was never replayed earns nothing, and its work counts all the same", () => {
    const { verdicts } = judge([honest(1)], {
      records: new Map([[key(1), { ...KNOWN, audited: false }]]),
    });
    expect(verdicts[0]).toMatchObject({ reason: "not_audited_yet", score: 0, aggregated: true });
  });
  test("nobody's share of nothing is 0", () => {
    expect(judge([honest(1, { lossScore: -1 })]).verdicts[0]!.share).toBe(0);
  });
});

describe("what a zero is for", () => {
  test.each<[string, Partial<Extract<Found, { usable: true }>>]>([
    ["loss_not_lower", { lossScore: 0 }],
    ["loss_not_lower", { lossScore: -0.5 }],
    ["loss_not_finite", { lossScore: Number.NaN }],
    ["loss_not_finite", { lossScore: Number.NEGATIVE_INFINITY }],
    ["loss_not_finite", { gaps: [Number.NaN] }],
    ["audit_mismatch", { audit: "mismatch" }],
    ["audit_unknown_state", { audit: "unknown_state" }],
    ["too_far_behind", { behind: 5 }],
  ])("%s: no pay, and no place in the model (%o)", (reason, more) => {
    const { verdicts } = judge([honest(1), honest(2, more)]);
    expect(verdicts[1]).toMatchObject({ reason, score: 0, share: 0, aggregated: false });
    expect(verdicts[0]).toMatchObject({ reason: "ok", share: 1 });
  });
  test("silence", () => {
    const silent: Found = {
      uid: 2,
      hotkey: key(2),
      order: 2,
      lane: "reference",
      usable: false,
      reason: "timeout",
    };
    const { verdicts } = judge([honest(1), silent]);
    expect(verdicts[1]).toMatchObject({ reason: "timeout", score: 0, lossScore: null });
  });
  test("being better on others' batches than on its own, for long enough", () => {
    const records = new Map([[key(1), { ...KNOWN, own: 0.04 }]]);
    // 0.04 + 0.05 (−1 − 0.04) = −0.012
    expect(reasons(judge([honest(1, { gaps: [-0.1, 0.05] })], { records }))).toEqual([
      "not_better_on_own_shard",
    ]);
  });
  test("a free method must be 5 % better than the book's median", () => {
    const free = (lossScore: number) => honest(3, { lane: "free", lossScore });
    expect(reasons(judge([honest(1), honest(2), free(0.0104)]))[2]).toBe("free_not_better");
    expect(reasons(judge([honest(1), honest(2), free(0.0106)]))[2]).toBe("ok");
  });
});

test("a free method is not paid before its average on its own text is beyond chance", () => {
  const at = (own: number) => {
    const records = new Map([
      [key(1), KNOWN],
      [key(2), { ...KNOWN, own }],
    ]);
    const free = honest(2, { lane: "free", lossScore: 0.02 });
    return reasons(judge([honest(1), free], { records }))[1];
  };
  // After a +1: 0.36 + 0.05 × 0.64 = 0.392 and 0.37 + 0.05 × 0.63 = 0.4015.
  expect(at(0.36)).toBe("not_better_on_own_shard");
  expect(at(0.37)).toBe("ok");
});

describe("overlap with an update that was committed before", () => {
  const found = [honest(1), honest(2)];
  const at = (part: number) => judge(found, { overlap: () => part });
  test("below 40 % it is chance", () => expect(at(0.39).verdicts[1]!.share).toBe(0.5));
  test("from 40 % half the score", () => {
    const { verdicts } = at(0.4);
    expect(verdicts[1]!.score).toBeCloseTo(verdicts[0]!.score / 2, 10);
  });
  test("from 50 % nothing", () => {
    expect(reasons(at(0.5))).toEqual(["ok", "duplicate"]);
    expect(at(0.5).records.get(key(2))!.barredUntil).toBe(0);
  });
  test("from 60 % nothing for a hundred windows, and the name is gone", () => {
    const { records } = at(0.6);
    expect(records.get(key(2))).toMatchObject({
      rating: NEW_RECORD.rating,
      audited: false,
      barredUntil: 8 + BARRED_WINDOWS,
    });
    expect(reasons(judge(found, { records, window: 7 + BARRED_WINDOWS }))[1]).toBe("timed_out");
    expect(reasons(judge(found, { records, window: 8 + BARRED_WINDOWS }))[1]).toBe(
      "not_audited_yet",
    );
  });
  test("the earliest commit keeps everything, whoever has the lower uid", () => {
    const turned = [honest(1, { order: 1 }), honest(2, { order: 0 })];
    expect(reasons(judge(turned, { overlap: () => 1 }))).toEqual(["duplicate", "ok"]);
  });
});

test("a penalty never raises a score: below zero there is nothing to slash", () => {
  const bad = { ...KNOWN, rating: { mu: 1, sigma: 3 }, own: -0.9 };
  const { verdicts } = judge([honest(1)], { records: new Map([[key(1), bad]]) });
  // The product of two negative numbers would be positive.
  expect(verdicts[0]!.score).toBe(0);
});

test("freshness falls from 1 to 0 within five windows", () => {
  expect(sync(0)).toBe(1);
  expect(sync(1)).toBeCloseTo(0.8 ** 2.5, 12);
  expect(sync(5)).toBe(0);
  expect(sync(50)).toBe(0);
});

test("the median of two is the lower, so that one attacker can't raise it", () => {
  expect(median([100, 1])).toBe(1);
  expect(median([3, 1, 2])).toBe(2);
  expect(median([])).toBeUndefined();
});
