import type { Headers } from "./transport.ts";

/**
 * What a v10 message says about one end of the call. `processTime`: seconds. `version`: as a number,
 * 10005000 for 10.5.0. `nonce`: nanoseconds since 1970. `hotkey`: SS58. `signature`: hex.
 */
export type TerminalInfo = {
  statusCode?: number;
  statusMessage?: string;
  processTime?: number;
  ip?: string;
  port?: number;
  version?: number;
  nonce?: bigint;
  uuid?: string;
  hotkey?: string;
  signature?: string;
};

type Kind = "int" | "float" | "bigint" | "text";

// Order and names are the wire's. Source: bittensor core/synapse.py, TerminalInfo.
const FIELDS: readonly [wire: string, field: keyof TerminalInfo, kind: Kind][] = [
  ["status_code", "statusCode", "int"],
  ["status_message", "statusMessage", "text"],
  ["process_time", "processTime", "float"],
  ["ip", "ip", "text"],
  ["port", "port", "int"],
  ["version", "version", "int"],
  ["nonce", "nonce", "bigint"],
  ["uuid", "uuid", "text"],
  ["hotkey", "hotkey", "text"],
  ["signature", "signature", "text"],
];

export type Terminal = "axon" | "dendrite";

/** A header of a v10 message that does not parse. */
export class BadHeaderError extends Error {
  readonly header: string;
  constructor(header: string, expected: string) {
    super(`header ${header} is not ${expected}`);
    this.name = "BadHeaderError";
    this.header = header;
  }
}

export function terminalHeaders(which: Terminal, info: TerminalInfo): Headers {
  const out: Headers = {};
  for (const [wire, field] of FIELDS) {
    const value = info[field];
    if (value !== undefined) out[`bt_header_${which}_${wire}`] = headerText(String(value));
  }
  return out;
}

/** @throws BadHeaderError if a number is none */
export function readTerminal(which: Terminal, headers: Headers): TerminalInfo {
  const out: Record<string, unknown> = {};
  for (const [wire, field, kind] of FIELDS) {
    const name = `bt_header_${which}_${wire}`;
    const text = headers[name];
    if (text !== undefined) out[field] = parse(name, text, kind);
  }
  return out;
}

/** JSON of the whole record, absent fields as null, the nonce with all its digits. */
export function terminalJson(info: TerminalInfo): string {
  const entries = FIELDS.map(([wire, field]) => {
    const value = info[field];
    return `"${wire}":${typeof value === "bigint" ? value : JSON.stringify(value ?? null)}`;
  });
  return `{${entries.join(",")}}`;
}

/** A text that may stand in a header: one line, Latin-1, not endless. */
export const headerText = (text: string): string =>
  text.slice(0, 4_000).replace(/[^\t\x20-\x7e\xa0-\xff]/gu, "?");

function parse(name: string, text: string, kind: Kind): unknown {
  if (kind === "text") return text;
  const digits = text.trim();
  if (kind === "float") {
    const value = Number(digits);
    if (digits === "" || !Number.isFinite(value)) throw new BadHeaderError(name, "a number");
    return value;
  }
  if (!/^[+-]?\d{1,39}$/.test(digits)) throw new BadHeaderError(name, "an integer");
  return kind === "int" ? Number(digits) : BigInt(digits.replace("+", ""));
}
