import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkQuestion } from "../judge/checker.ts";

const value = (question: string): string | undefined => {
  const truth = checkQuestion(question);
  return truth?.type === "number" || truth?.type === "text" ? truth.value : undefined;
};

describe("the validator's own calculation", () => {
  test.each([
    ["What is 17 * 23, minus the number of days in February 2024?", "362"],
    ["2+2", "4"],
    ["Calculate 2 - 3 - 4.", "-5"],
    ["2 ^ 3 ^ 2", "512"],
    ["-2 ^ 2", "-4"],
    ["What is 10 / 4?", "5/2"],
    ["what's (1 + 2) * (3 + 4)?", "21"],
    ["What is 2 + 3, times 4?", "20"],
    ["How much is 18% of 45?", "81/10"],
    ["What is 6 times 7?", "42"],
    ["How many days are in February 1900?", "28"],
    ["How many days does April 2024 have?", "30"],
    ["Is 2000 a leap year?", "yes"],
    ["How many days are there between 29 February 2024 and 25 December 2024?", "300"],
    ["How many days is it from 1900-01-01 to 2001-01-01?", "36890"],
    ["What day of the week was July 20, 1969?", "Sunday"],
    ["Convert 26 miles to kilometres", "5230368/125000"],
    ["How many kilograms are 5 pounds?", "45359237/20000000"],
    ["What is 451 °F in °C?", "2095/9"],
  ])("%s", (question, expected) => {
    const [n, d = "1"] = expected.split("/");
    const got = value(question);
    if (/^[A-Za-z]/.test(expected)) expect(got).toBe(expected);
    else {
      const [a, b = "1"] = (got ?? "").split("/");
      expect(BigInt(a ?? "") * BigInt(d)).toBe(BigInt(n!) * BigInt(b));
    }
  });

  test.each([
    "What is 7?",
    "Who are you?",
    "1 / 0",
    "9^9^9",
    "(1 + 2",
    "1 + + 2",
    "2 2",
    ")(",
    "What is 3 apples + 4?",
    "How many days are between 2023-02-30 and 2023-03-01?",
    "",
  ])("keeps silent on %j", (question) => {
    expect(checkQuestion(question)).toBeUndefined();
  });

  test("throws on nothing", () => {
    const piece = fc.constantFrom(
      "1",
      "23",
      "+",
      "-",
      "*",
      "/",
      "^",
      "(",
      ")",
      " ",
      ",",
      "what is ",
      "days in february 2024",
      "%",
      " of ",
      ".",
      "2024-02-29",
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.string({ unit: "binary" }),
        (pieces, any) => {
          checkQuestion(pieces.join(""));
          checkQuestion(any);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
