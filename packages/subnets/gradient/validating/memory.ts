import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AccountId } from "@ganglion/primitives";
import { parametersToBytes } from "@ganglion/training";
import { z } from "zod";
import { bytesToFloats, floatsHash } from "../protocol.ts";
import type { Record } from "../scoring/gauntlet.ts";

const shape = z.object({
  window: z.number().int().min(-1),
  thetaHash: z.string(),
  history: z.array(z.tuple([z.number(), z.number()])),
  errorHashes: z.record(z.string(), z.string()),
  records: z.record(
    z.string(),
    z.object({
      rating: z.object({ mu: z.number(), sigma: z.number() }),
      own: z.number(),
      audited: z.boolean(),
      barredUntil: z.number(),
    }),
  ),
});

/** What a validator must not forget when it starts again. */
export interface Memory {
  readonly theta: Float32Array;
  readonly window: number;
  readonly records: ReadonlyMap<AccountId, Record>;
  readonly errorHashes: ReadonlyMap<AccountId, string>;
  readonly history: readonly (readonly [window: number, bitsPerByte: number])[];
}

/** Keeps a memory in a folder: parameters and figures, each file written whole. @throws what the disk says */
export function save(folder: string, memory: Memory): void {
  mkdirSync(folder, { recursive: true });
  const { theta, window, records, errorHashes, history } = memory;
  write(join(folder, "model.bin"), parametersToBytes(theta));
  write(
    join(folder, "market.json"),
    JSON.stringify({
      window,
      thetaHash: floatsHash(theta),
      history,
      errorHashes: Object.fromEntries(errorHashes),
      records: Object.fromEntries(records),
    }),
  );
}

/** What was saved last; nothing if there is none, or the two files don't belong together. */
export function load(folder: string, parameters: number): Memory | undefined {
  const [model, market] = [join(folder, "model.bin"), join(folder, "market.json")];
  if (!existsSync(model) || !existsSync(market)) return undefined;
  try {
    const saved = shape.parse(JSON.parse(readFileSync(market, "utf8")));
    const floats = bytesToFloats(readFileSync(model), parameters);
    if (!floats.ok || floatsHash(floats.value) !== saved.thetaHash) return undefined;
    return {
      theta: floats.value,
      window: saved.window,
      history: saved.history,
      records: new Map(Object.entries(saved.records) as [AccountId, Record][]),
      errorHashes: new Map(Object.entries(saved.errorHashes) as [AccountId, string][]),
    };
  } catch {
    return undefined; // A torn file means starting anew, which is what a validator without one does as well.
  }
}

function write(file: string, content: string | Uint8Array): void {
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}
