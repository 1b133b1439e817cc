import type { FixedPoint } from "../fixed/fixed-point.ts";
import { U64_MAX } from "../unsigned.ts";

/** A JSON document of `ganglion compute`: amounts and raw bits are decimal strings in it. */
export type ComputeDocument = { readonly [field: string]: unknown };

/** A document that cannot be computed; the message names the field, what it held and what it needs. */
export class ComputeError extends Error {
  readonly code = "INVALID_COMPUTE_INPUT";

  constructor(message: string) {
    super(message);
    this.name = "ComputeError";
  }
}

/** Texts, which stay what they are, or whole numbers with more digits than a double is sure to hold. */
const TEXT_OR_LONG_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/**
 * Parses a line of `ganglion compute`. Other languages write u64 as JSON numbers, which `JSON.parse` would
 * round: long whole numbers become decimal strings.
 * @throws SyntaxError if it is no JSON
 */
export function parseDocument(line: string): unknown {
  return JSON.parse(
    line.replace(TEXT_OR_LONG_NUMBER, (found) => (found.startsWith('"') ? found : `"${found}"`)),
  );
}

function describe(value: unknown): string {
  return value === undefined ? "nothing" : (JSON.stringify(value) ?? String(value)).slice(0, 60);
}

/** @throws ComputeError, always */
export function reject(field: string, value: unknown, expected: string): never {
  throw new ComputeError(`${field}: expected ${expected}, got ${describe(value)}`);
}

export function asDocument(value: unknown, field: string): ComputeDocument {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    reject(field, value, "an object");
  }
  return value as ComputeDocument;
}

export function asList(value: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(value)) reject(field, value, "a list");
  return value;
}

/** A whole number as decimal string, or as a JSON number that is exact. */
export function asBigint(value: unknown, field: string): bigint {
  if (typeof value === "string" && /^-?\d{1,80}$/.test(value)) return BigInt(value);
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  return reject(field, value, "a whole number as decimal string");
}

export function asU64(value: unknown, field: string): bigint {
  const amount = asBigint(value, field);
  if (amount < 0n || amount > U64_MAX) reject(field, value, "a number of 0..2^64-1");
  return amount;
}

/** Reads raw bits that must fit a format. */
export function asBits(format: FixedPoint): (value: unknown, field: string) => bigint {
  return (value, field) => {
    const bits = asBigint(value, field);
    return format.fits(bits) ? bits : reject(field, value, `raw bits of ${format.name}`);
  };
}

export function asInteger(
  value: unknown,
  field: string,
  range: { readonly min: number; readonly max: number },
): number {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    return reject(field, value, "a whole JSON number");
  }
  if (value < range.min || value > range.max) {
    reject(field, value, `a number of ${range.min}..${range.max}`);
  }
  return value;
}

export function asU16(value: unknown, field: string): number {
  return asInteger(value, field, { min: 0, max: 65_535 });
}

/** A block number or count: a JSON number that is exact. */
export function asCount(value: unknown, field: string): number {
  return asInteger(value, field, { min: 0, max: Number.MAX_SAFE_INTEGER });
}

export function asBoolean(value: unknown, field: string): boolean {
  if (typeof value === "boolean") return value;
  if (value === 0 || value === 1) return value === 1;
  return reject(field, value, "true or false");
}

export function asOneOf<const T extends string>(
  value: unknown,
  field: string,
  options: readonly T[],
): T {
  const found = options.find((option) => option === value);
  return found ?? reject(field, value, `one of ${options.join(", ")}`);
}

/** One `asX` applied to a field. */
export function read<T>(
  document: ComputeDocument,
  field: string,
  as: (value: unknown, field: string) => T,
): T {
  return as(document[field], field);
}

/** One `asX` applied to each entry of a list field. */
export function readList<T>(
  document: ComputeDocument,
  field: string,
  as: (value: unknown, field: string) => T,
): T[] {
  return asList(document[field], field).map((value, i) => as(value, `${field}[${i}]`));
}
