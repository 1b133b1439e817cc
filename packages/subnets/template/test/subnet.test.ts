import { readOptions } from "@ganglion/sdk";
import { describe, expect, test } from "vitest";
import { solve } from "../miner.ts";
import { readAnswer } from "../protocol.ts";
import { judge, sameChoice, sumOf } from "../scoring.ts";
import { template } from "../subnet.ts";
import { makeTask } from "../tasks.ts";

const seed = new Uint8Array(32).fill(7);
const secret = new Uint8Array(32).fill(9);
const request = { numbers: [3, 5, 9, 14], target: 17 };

describe("a task", () => {
  test("is the same for everyone who knows seed, index and secret, and for nobody else", () => {
    expect(makeTask(seed, 0, secret)).toEqual(makeTask(seed, 0, secret));
    expect(makeTask(seed, 1, secret).request).not.toEqual(makeTask(seed, 0, secret).request);
    expect(makeTask(seed, 0, seed).request).not.toEqual(makeTask(seed, 0, secret).request);
  });
  test("can be done: what was planted is exact", () => {
    for (let index = 0; index < 20; index++) {
      const { request, truth } = makeTask(seed, index, secret);
      expect(judge(request, { chosen: truth.planted }).score).toBe(1);
    }
  });
});

describe("an answer", () => {
  test("is a list of different places", () => {
    expect(readAnswer({ chosen: [3, 0] }, request)).toEqual({
      ok: true,
      value: { chosen: [0, 3] },
    });
    expect(readAnswer({}, request)).toMatchObject({ reason: "chosen_not_a_list" });
    expect(readAnswer({ chosen: [4] }, request)).toMatchObject({ reason: "place_out_of_range" });
    expect(readAnswer({ chosen: [0.5] }, request)).toMatchObject({ reason: "place_out_of_range" });
    expect(readAnswer({ chosen: [1, 1] }, request)).toMatchObject({ reason: "place_twice" });
    expect(readAnswer({ chosen: [0, 1, 2, 3, 0] }, request)).toMatchObject({
      reason: "chosen_too_long",
    });
  });
  test("is paid by how near it comes", () => {
    expect(judge(request, { chosen: [0, 3] })).toMatchObject({ score: 1, reason: "exact" });
    expect(judge(request, { chosen: [] })).toMatchObject({ score: 0, reason: "far" });
    const large = { numbers: [990, 1_000], target: 1_000 };
    expect(judge(large, { chosen: [0] })).toEqual({
      score: 0.25,
      reason: "near",
      data: { gap: 10 },
    });
  });
  test("is a copy of another one if it chooses the same", () => {
    expect(sameChoice({ chosen: [0, 3] }, { chosen: [0, 3] })).toBe(true);
    expect(sameChoice({ chosen: [0, 3] }, { chosen: [0, 2] })).toBe(false);
  });
});

test("the builtin miner is near nearly always, and two seeds find different choices", () => {
  let same = 0;
  for (let index = 0; index < 10; index++) {
    const { request } = makeTask(seed, index, secret);
    const [one, two] = ["a", "b"].map((start) => solve(request, { seed: start }));
    expect(Math.abs(sumOf(request, one!) - request.target)).toBeLessThan(request.target / 100);
    if (sameChoice(one!, two!)) same++;
  }
  expect(same).toBeLessThan(5);
});

test("users may ask by chat or by JSON, and are told what is wrong", () => {
  const door = template.door!;
  expect(door.chat!([{ role: "user", content: "3 5 9 14 -> 17" }])).toEqual({
    ok: true,
    value: request,
  });
  expect(door.chat!([{ role: "user", content: "hello" }])).toMatchObject({ ok: false });
  expect(door.parse(request)).toEqual({ ok: true, value: request });
  expect(door.parse({ numbers: [], target: 1 })).toMatchObject({ ok: false, param: "numbers" });
});

test("the options of its miners are read as declared", () => {
  expect(readOptions(template.miner.options)).toEqual({ seed: "1", effort: 200 });
  expect(() => readOptions(template.miner.options, { effort: "0" })).toThrow(RangeError);
});
