import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { concatBytes, utf8Bytes } from "@ganglion/primitives";
import { type NetEnv, platformNetEnv } from "../net/env.ts";

// CRC-32C (Castagnoli), as TensorFlow's records have it.
const POLYNOMIAL = 0x82f63b78;
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  return crc >>> 0;
});

export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Rotated and shifted, so that a record of records doesn't check itself. Source: tensorflow lib/hash/crc32c.h */
const masked = (crc: number): number => (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

/** One record: length, its checksum, data, its checksum. Source: tensorflow lib/io/record_writer.cc */
export function record(data: Uint8Array): Uint8Array {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(data.length), true);
  return concatBytes(length, u32(masked(crc32c(length))), data, u32(masked(crc32c(data))));
}

function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

const WIRE = { varint: 0, double: 1, bytes: 2, float: 5 } as const;
const tag = (field: number, type: keyof typeof WIRE): Uint8Array =>
  varint((field << 3) | WIRE[type]);
const delimited = (field: number, bytes: Uint8Array): Uint8Array =>
  concatBytes(tag(field, "bytes"), varint(bytes.length), bytes);

function double(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return concatBytes(tag(field, "double"), bytes);
}

function float(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return concatBytes(tag(field, "float"), bytes);
}

/** An `Event` of numbers at a step. Source: tensorflow core/util/event.proto, core/framework/summary.proto */
function scalarEvent(
  scalars: readonly (readonly [name: string, value: number])[],
  { step, seconds }: { readonly step: number; readonly seconds: number },
): Uint8Array {
  const values = scalars.map(([name, value]) =>
    delimited(1, concatBytes(delimited(1, utf8Bytes(name)), float(2, value))),
  );
  return concatBytes(
    double(1, seconds),
    concatBytes(tag(2, "varint"), varint(step)),
    delimited(5, concatBytes(...values)),
  );
}

/** A file of events that TensorBoard shows as curves. */
export class EventFile {
  readonly path: string;
  readonly #env: NetEnv;

  /** Opens a file of its own in a folder, which is made if it isn't there. @throws what the disk says */
  constructor(folder: string, env: NetEnv = platformNetEnv) {
    this.#env = env;
    mkdirSync(folder, { recursive: true });
    const seconds = env.now() / 1_000;
    // TensorBoard knows the files by "tfevents", and takes them in the order of their names.
    const unique = Array.from(env.random(4), (byte) => byte.toString(16).padStart(2, "0")).join("");
    this.path = join(
      folder,
      `events.out.tfevents.${String(Math.floor(seconds)).padStart(10, "0")}.ganglion.${unique}`,
    );
    this.#append(concatBytes(double(1, seconds), delimited(3, utf8Bytes("brain.Event:2"))));
  }

  /** Numbers at a step, e.g. a block; those that are no numbers are left out. @throws what the disk says */
  scalars(step: number, values: Readonly<Record<string, number | undefined>>): void {
    const real = Object.entries(values).filter(
      (entry): entry is [string, number] => entry[1] !== undefined && Number.isFinite(entry[1]),
    );
    if (real.length > 0)
      this.#append(scalarEvent(real, { step, seconds: this.#env.now() / 1_000 }));
  }

  #append(event: Uint8Array): void {
    appendFileSync(this.path, record(event));
  }
}
