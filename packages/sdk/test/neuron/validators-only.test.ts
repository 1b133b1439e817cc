import { accountId } from "@ganglion/primitives";
import { expect, test } from "vitest";
import { type Neuron, stakedAtLeast } from "../../src/index.ts";

const account = (i: number) => accountId(`0x${i.toString(16).padStart(64, "0")}`);
const neurons = (...stakes: bigint[]): Neuron[] =>
  stakes.map((totalStake, i) => ({ hotkey: account(i), totalStake }) as Neuron);
const found = (share: number, ...stakes: bigint[]) => {
  const staked = stakedAtLeast(neurons(...stakes), share);
  return stakes.map((_, i) => staked.has(account(i)));
};

test("a validator is who holds its share of all stake, the bound included", () => {
  expect(found(0.01, 9_800n, 100n, 99n, 1n, 0n)).toEqual([true, true, false, false, false]);
});

test("where nobody has any stake everybody may ask", () => {
  expect(found(0.01, 0n, 0n)).toEqual([true, true]);
});

test("stakes beyond what a double holds exactly still compare", () => {
  expect(found(0.5, 2n ** 63n, 2n ** 63n, 2n ** 40n)).toEqual([false, false, false]);
  expect(found(0.4, 2n ** 63n, 2n ** 63n, 2n ** 40n)).toEqual([true, true, false]);
});
