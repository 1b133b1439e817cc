import { defineSynapse, type ReadAnswer } from "@ganglion/sdk";
import { z } from "zod";
import type { Mesh } from "./glb/mesh.ts";
import { readGlb } from "./glb/read-glb.ts";

/** Bounds of what is asked and answered. */
export const LIMITS = {
  prompt: 600,
  /** What a question may allow at most. */
  faces: 20_000,
  /** What validators' own questions allow. */
  taskFaces: 10_000,
  glbBytes: 524_288,
} as const;

const BASE64_LENGTH = 4 * Math.ceil(LIMITS.glbBytes / 3);

const prompt = z.string().trim().min(1).max(LIMITS.prompt);
const faces = z.number().int().min(12).max(LIMITS.faces);

/** What a validator asks: a mesh of what the prompt says, in so many triangles. */
export interface MeshRequest {
  readonly prompt: string;
  readonly max_faces: number;
}
/** What a miner answers, as it travels: a binary glTF 2.0 file in base64, metres, Y up. */
export interface MeshWire {
  readonly results: string;
  readonly data_format: "glb";
}

/** The body of `POST /v1/subnets/mesh`. */
export const askedShape = z.object({
  prompt,
  format: z.enum(["glb", "obj"]).default("glb"),
  maxFaces: faces.default(LIMITS.faces),
});
export type MeshAsked = z.infer<typeof askedShape>;

/** The name is the route of miners' axons and the class in Python: `class Mesh(bt.Synapse)`. */
export const meshSynapse = defineSynapse<MeshRequest, Record<string, unknown>>({
  name: "Mesh",
  // A Python synapse may leave the budget out.
  request: z.object({ prompt, max_faces: faces.default(LIMITS.faces) }),
  answer: z.record(z.string(), z.unknown()),
  hashFields: ["prompt", "max_faces"],
});

/** An answer as it was checked: the file, and what is in it. */
export interface MeshAnswer {
  readonly glb: Uint8Array;
  readonly mesh: Mesh;
}

/** Checks an answer before anything is worked on: encoding, then the header's counts, then each index and number. */
export function readAnswer(
  body: Readonly<Record<string, unknown>>,
  { max_faces }: MeshRequest,
): ReadAnswer<MeshAnswer> {
  const refused = (reason: string, detail: string) => ({ ok: false as const, reason, detail });
  const { results, data_format = "glb" } = body;
  if (data_format !== "glb") return refused("not_glb", "data_format must be glb");
  if (typeof results !== "string" || results === "")
    return refused("no_mesh", "results must be a GLB file in base64");
  if (results.length > BASE64_LENGTH)
    return refused("glb_too_large", `a file may have ${LIMITS.glbBytes} bytes`);
  if (results.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(results))
    return refused("bad_base64", "results is no base64");
  const glb = Uint8Array.from(Buffer.from(results, "base64"));
  const read = readGlb(glb, { bytes: LIMITS.glbBytes, faces: max_faces });
  return read.ok ? { ok: true, value: { glb, mesh: read.value } } : read;
}

export const toWire = (glb: Uint8Array): MeshWire => ({
  results: Buffer.from(glb).toString("base64"),
  data_format: "glb",
});
