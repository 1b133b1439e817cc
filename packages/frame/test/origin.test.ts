import { accountId } from "@ganglion/primitives";
import { describe, expect, test } from "vitest";
import { call, mayDispatch, NONE, narrowed, ROOT, signed, ZERO_WEIGHT } from "../src/index.ts";

const declared = () => call({ index: 0, args: {}, weight: ZERO_WEIGHT, run() {} });
const [a, b, c] = [declared(), declared(), declared()].map((each) => ({ call: each, args: {} }));
const only =
  (...passing: (typeof a)[]) =>
  (each: { readonly call: unknown }) =>
    passing.some((one) => one?.call === each.call);
const WHO = signed(accountId(`0x${"01".repeat(32)}`));
const passes = (origin: typeof WHO) => [a, b, c].map((each) => mayDispatch(origin, each!));

// Source: frame_support construct_runtime, OriginTrait
describe("the filters of an origin", () => {
  test("let everything pass as long as there are none", () => {
    expect(passes(WHO)).toEqual([true, true, true]);
    expect(passes(NONE)).toEqual([true, true, true]);
  });
  test("let pass what each of them lets pass: a further one never widens", () => {
    expect(passes(narrowed(WHO, only(a, b)))).toEqual([true, true, false]);
    expect(passes(narrowed(narrowed(WHO, only(a, b)), only(b, c)))).toEqual([false, true, false]);
    expect(passes(narrowed(narrowed(WHO, only(b)), () => true))).toEqual([false, true, false]);
  });
  test("belong to the origin that was narrowed, not to the one that it was made of", () => {
    narrowed(WHO, only(a));
    expect(passes(WHO)).toEqual([true, true, true]);
  });
  test("go with the origin where the caller becomes another", () => {
    const who = accountId(`0x${"02".repeat(32)}`);
    const other = { ...narrowed(WHO, only(a)), kind: "signed", who } as const;
    expect(passes(other)).toEqual([true, false, false]);
  });
  test("hold nobody back who is root", () => {
    expect(passes(narrowed(ROOT, only()))).toEqual([true, true, true]);
  });
});
