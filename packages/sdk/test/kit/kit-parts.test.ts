import { describe, expect, test } from "vitest";
import {
  answerHash,
  checkBody,
  numberBetween,
  onnxModel,
  questionSubnet,
  readAttack,
  readJson,
  readOptions,
} from "../../src/index.ts";
import { sums } from "./sums.ts";

describe("options", () => {
  const declared = [
    { name: "grade", what: "how well", choices: ["full", "weak"], default: "full" },
    { name: "budget", what: "how much", parse: numberBetween(1, 9) },
  ];
  test("are read against their declaration; defaults fill in", () => {
    expect(readOptions(declared)).toEqual({ grade: "full" });
    expect(readOptions(declared, { grade: "weak", budget: "3" })).toEqual({
      grade: "weak",
      budget: 3,
    });
  });
  test("that aren't declared, or have another value, are refused by name", () => {
    expect(() => readOptions(declared, { colour: "red" })).toThrow(
      /--colour; known: grade, budget/,
    );
    expect(() => readOptions(declared, { grade: "best" })).toThrow(/--grade is one of full, weak/);
    expect(() => readOptions(declared, { budget: "10" })).toThrow(/from 1 to 9/);
    expect(() => readOptions(declared, { budget: "" })).toThrow(/from 1 to 9/);
  });
});

describe("a body", () => {
  const limits = { bytes: 100, depth: 3, values: 10 };
  test("within its bounds passes", () => {
    expect(checkBody({ a: [1, "x"], b: { c: null } }, limits)).toBeUndefined();
  });
  test("beyond them is refused by the bound that it broke", () => {
    expect(checkBody([], limits)).toBe("not_an_object");
    expect(checkBody(null, limits)).toBe("not_an_object");
    expect(checkBody({ a: "x".repeat(101) }, limits)).toBe("too_large");
    expect(checkBody({ a: "ä".repeat(51) }, limits)).toBe("too_large");
    expect(checkBody({ a: [[[1]]] }, limits)).toBe("too_deep");
    expect(checkBody({ a: Array(11).fill(0) }, limits)).toBe("too_many_values");
    expect(checkBody({ a: "\ud800" }, limits)).toBe("invalid_unicode");
    expect(checkBody(JSON.parse('{"a":1e999}'), limits)).toBe("not_finite");
  });
  test("as text is measured before it is parsed", () => {
    expect(readJson('{"a":"]]]"}', limits)).toEqual({ ok: true, value: { a: "]]]" } });
    expect(readJson("[".repeat(50), limits)).toEqual({ ok: false, reason: "too_deep" });
    expect(readJson("{", limits)).toEqual({ ok: false, reason: "not_json" });
    expect(readJson(`{"a":"${"x".repeat(200)}"}`, limits)).toEqual({
      ok: false,
      reason: "too_large",
    });
    expect(readJson("7", limits)).toEqual({ ok: false, reason: "not_an_object" });
  });
});

test("a commitment is what Python computes", () => {
  // hashlib.sha256(b'00.{"sum":3}').hexdigest()
  expect(answerHash("00", '{"sum":3}')).toBe(
    "b8d0647290847874b3e0fce39666e207c0673fb2211b0480c0627f0ff0b5efab",
  );
});

test("an attack has a name and perhaps a uid", () => {
  expect(readAttack("collusion:7", ["collusion"])).toEqual({ name: "collusion", target: 7 });
  expect(() => readAttack("sing", ["copier"])).toThrow(/known: copier/);
  expect(() => readAttack("copier:x", ["copier"])).toThrow(/a uid is a number/);
});

test("a subnet's name is one that a folder and a route can have", () => {
  expect(() => questionSubnet({ ...sums("plain").questions, name: "Sums!" })).toThrow(RangeError);
});

describe("the onnx backend", () => {
  test("says how to install what it needs", async () => {
    const missing = onnxModel("model.onnx", () => Promise.reject(new Error("not found")));
    await expect(missing).rejects.toMatchObject({
      code: "ONNX_MISSING",
      hint: expect.stringContaining("npm install"),
    });
  });
  test("says when a file is no model, and runs one that is", async () => {
    const runtime = {
      InferenceSession: {
        create: async (file: string) => {
          if (file !== "m/good.onnx") throw new Error("bad magic");
          return {
            inputNames: ["x"],
            outputNames: ["y"],
            run: async ({ x }: { x: { data: Float32Array } }) => ({
              y: { type: "float32", data: x.data.map((v) => 2 * v), dims: [2] },
            }),
          };
        },
      },
      Tensor: class {
        readonly data: unknown;
        constructor(_type: string, data: unknown) {
          this.data = data;
        }
      },
    };
    const load = async () => ({ default: runtime });
    await expect(onnxModel("m/bad.onnx", load)).rejects.toMatchObject({ code: "ONNX_MODEL" });
    const model = await onnxModel("m/good.onnx", load);
    expect(model).toMatchObject({ name: "onnx:good.onnx", inputs: ["x"], outputs: ["y"] });
    const x = { type: "float32" as const, data: Float32Array.of(1, 2), dims: [2] };
    expect((await model.run({ x }))["y"]?.data).toEqual(Float32Array.of(2, 4));
  });
});
