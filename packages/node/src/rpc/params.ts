import {
  type AccountId,
  accountId,
  fromHex,
  fromSs58,
  type Hash,
  type Hex,
  hash,
  toHex,
} from "@ganglion/primitives";
import { invalidParams } from "./error.ts";

/** A request's positional parameters. Missing ones read as undefined, `null` means the same. */
export type Params = readonly unknown[];

const KEY = /^0x(?:[0-9a-f]{2})*$/;

/** Hexadecimal in canonical form: lowercase, with `0x`. @throws RpcError -32602 */
export function hexParam(params: Params, at: number, what: string): Hex {
  const value = params[at];
  if (typeof value === "string" && KEY.test(value)) return value as Hex;
  const lower = typeof value === "string" ? value.toLowerCase() : undefined;
  if (lower !== undefined && KEY.test(lower)) return lower as Hex;
  throw invalidParams(`parameter ${at} (${what}) is hexadecimal with 0x, got ${shown(value)}`);
}

/** Bytes of hexadecimal with or without `0x`. @throws RpcError -32602 */
export function bytesParam(params: Params, at: number, what: string): Uint8Array {
  const value = params[at];
  if (typeof value === "string") {
    try {
      return fromHex(value);
    } catch {
      // The message below says the same, with the parameter's place.
    }
  }
  throw invalidParams(`parameter ${at} (${what}) is hexadecimal, got ${shown(value)}`);
}

/** A block's hash; undefined for the best block. @throws RpcError -32602 */
export function blockParam(params: Params, at: number): Hash | undefined {
  const value = params[at];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" && value.length === 66) {
    const lower = value.toLowerCase();
    if (KEY.test(lower)) return hash(lower as Hex);
  }
  throw invalidParams(`parameter ${at} (block hash) is 0x and 64 digits, got ${shown(value)}`);
}

/** A list of storage keys. @throws RpcError -32602 */
export function keysParam(params: Params, at: number, most: number): Hex[] {
  const value = params[at];
  if (!Array.isArray(value))
    throw invalidParams(`parameter ${at} (keys) is a list, got ${shown(value)}`);
  if (value.length > most)
    throw invalidParams(`parameter ${at} (keys) has at most ${most} entries, got ${value.length}`);
  return value.map((_, index) => hexParam(value, index, "key"));
}

/** A whole number in a range. @throws RpcError -32602 */
export function integerParam(
  params: Params,
  at: number,
  { what, max }: { readonly what: string; readonly max: number },
): number {
  const value = params[at];
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= max)
    return value;
  throw invalidParams(
    `parameter ${at} (${what}) is a whole number up to ${max}, got ${shown(value)}`,
  );
}

/** A u64, as number or as decimal or hexadecimal string. @throws RpcError -32602 */
export function u64Param(params: Params, at: number, what: string): bigint {
  const value = params[at];
  const whole =
    (typeof value === "number" && Number.isSafeInteger(value)) ||
    (typeof value === "string" && /^(?:\d{1,20}|0x[0-9a-fA-F]{1,16})$/.test(value));
  if (whole) {
    const big = BigInt(value as number | string);
    if (big >= 0n && big < 1n << 64n) return big;
  }
  throw invalidParams(
    `parameter ${at} (${what}) is an unsigned 64-bit number, got ${shown(value)}`,
  );
}

/** Text. @throws RpcError -32602 */
export function textParam(params: Params, at: number, what: string): string {
  const value = params[at];
  if (typeof value === "string") return value;
  throw invalidParams(`parameter ${at} (${what}) is a string, got ${shown(value)}`);
}

/** An account as SS58 address, as hexadecimal, or as list of its 32 bytes. @throws RpcError -32602 */
export function accountParam(params: Params, at: number): AccountId {
  const value = params[at];
  try {
    if (typeof value === "string")
      return value.startsWith("0x") ? accountId(toHex(fromHex(value))) : fromSs58(value);
    if (Array.isArray(value) && value.length === 32 && value.every(isByte))
      return accountId(toHex(Uint8Array.from(value)));
  } catch (error) {
    throw invalidParams(
      `parameter ${at} (account): ${error instanceof Error ? error.message : ""}`,
    );
  }
  throw invalidParams(`parameter ${at} (account) is an SS58 address, got ${shown(value)}`);
}

const isByte = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 256;

/** A value in an error message: short, whatever it is. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "object" && value !== null)
    return Array.isArray(value) ? "a list" : "an object";
  const text = String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
