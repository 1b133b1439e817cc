import { inflateSync } from "node:zlib";
import { readOptions } from "@ganglion/sdk";
import { afterAll, describe, expect, test } from "vitest";
import { previewPng } from "../preview/render.ts";
import { LIMITS, meshSynapse } from "../protocol.ts";
import { mesh } from "../subnet.ts";
import { workshop } from "../worker/workshop.ts";
import { CUBE, CUBE_GLB } from "./glb-files.ts";

afterAll(() => workshop().stop());

const door = mesh.door!;
const request = { prompt: "a cube", format: "glb", maxFaces: 100 };
const checks = {
  watertight: true,
  components: 1,
  genus: 0,
  volume: 1,
  faces: 12,
  bounds: [1, 1, 1],
};
const chosen = {
  uid: 3,
  hotkey: "5F",
  backend: "builtin:full",
  text: "",
  citations: [],
  data: { glb: Buffer.from(CUBE_GLB).toString("base64"), checks, judged: "integrity_only" },
  latencyMs: 1,
  status: "ok" as const,
  score: 1,
  reason: "integrity_only",
};
const shown = async (accept: string, asked: object = request) =>
  door.present!(chosen, { accept, request: asked });

describe("users", () => {
  test("get a GLB file, or an OBJ file if they ask for that", async () => {
    expect(await shown("*/*")).toEqual({ type: "model/gltf-binary", body: CUBE_GLB });
    const obj = await shown("*/*", { ...request, format: "obj" });
    expect(obj.type).toBe("model/obj");
    expect(String(obj.body).match(/^f /gm)).toHaveLength(12);
    // The header is nearer than the body.
    expect((await shown("model/gltf-binary", { ...request, format: "obj" })).type).toBe(
      "model/gltf-binary",
    );
    expect((await shown("model/obj")).type).toBe("model/obj");
  });
  test("get JSON with the checks and a picture", async () => {
    const { type, body } = await shown("application/json");
    expect(type).toBe("application/json");
    const { preview, ...rest } = JSON.parse(String(body)) as Record<string, unknown>;
    expect(rest).toEqual({ glb: chosen.data.glb, checks, judged: "integrity_only" });
    expect(String(preview)).toMatch(/^iVBORw0KGgo/);
  });
  test("get a picture", async () => {
    const { type, body } = await shown("image/png");
    expect(type).toBe("image/png");
    expect([...(body as Uint8Array).subarray(0, 4)]).toEqual([137, 80, 78, 71]);
  });
  test("ask in words or in JSON, and are told what is wrong", () => {
    expect(door.chat!([{ role: "user", content: " a chair " }])).toEqual({
      ok: true,
      value: { prompt: "a chair", format: "glb", maxFaces: LIMITS.faces },
    });
    expect(door.chat!([{ role: "user", content: " " }])).toMatchObject({ ok: false });
    expect(door.parse({ prompt: "a chair", maxFaces: 11 })).toMatchObject({ param: "maxFaces" });
    expect(door.parse({ prompt: "a chair", maxFaces: 10_000_000 })).toMatchObject({
      param: "maxFaces",
    });
    expect(door.parse({ prompt: "a chair", format: "stl" })).toMatchObject({ param: "format" });
    expect(door.parse({ prompt: "x".repeat(601) })).toMatchObject({ param: "prompt" });
  });
});

test("a Python synapse may leave the budget out", () => {
  expect(meshSynapse.parseRequest({ prompt: "a chair" })).toMatchObject({
    ok: true,
    value: { prompt: "a chair", max_faces: LIMITS.faces },
  });
});

test("a miner's style is its hotkey unless it names one", () => {
  expect(readOptions(mesh.miner.options)).toEqual({ grade: "full", style: "" });
  expect(() => readOptions(mesh.miner.options, { grade: "perfect" })).toThrow(RangeError);
});

describe("a picture", () => {
  /** Width, height and rows of a PNG with the filter that ours has: differences from the left. */
  function pixels(png: Uint8Array): { width: number; at(x: number, y: number): number[] } {
    const view = new DataView(png.buffer, png.byteOffset);
    const [width, length] = [view.getUint32(16), view.getUint32(33)];
    const rows = inflateSync(png.subarray(41, 41 + length));
    return {
      width,
      at(x, y) {
        const sums = [0, 0, 0];
        for (let i = 0; i <= x; i++)
          for (let part = 0; part < 3; part++)
            sums[part] = (sums[part]! + rows[y * (1 + 3 * width) + 1 + 3 * i + part]!) & 255;
        return sums;
      },
    };
  }
  test("shows the thing in its colour in the middle, and the sky above", () => {
    const picture = pixels(previewPng(CUBE, { width: 120, height: 90 }));
    expect(picture.width).toBe(120);
    const [red, green, blue] = picture.at(60, 50) as [number, number, number];
    expect(red).toBeGreaterThan(2 * green);
    expect(red).toBeGreaterThan(2 * blue);
    const sky = picture.at(2, 1) as [number, number, number];
    expect(sky[2]).toBeGreaterThan(sky[0]);
  });
  test("is the same every time", () => {
    const size = { width: 60, height: 40 };
    expect(previewPng(CUBE, size)).toEqual(previewPng(CUBE, size));
  });
});
