import { type Rao, rao } from "./brand.ts";

/** Smallest units in one TAO, and in one alpha. */
export const UNITS_PER_TOKEN = 1_000_000_000n;

/**
 * Exact rao of a decimal string such as `1.5`.
 * @throws RangeError on anything but digits with at most nine decimals.
 */
export function parseTao(text: string): Rao {
  const match = /^(\d+)(?:\.(\d{1,9}))?$/.exec(text.trim());
  if (!match) throw new RangeError(`an amount is digits with at most 9 decimals, got "${text}"`);
  return rao(BigInt(match[1]!) * UNITS_PER_TOKEN + BigInt((match[2] ?? "").padEnd(9, "0")));
}

/** Decimal string of an amount, exact, without trailing zeros: `1500000000n` -> `1.5`. */
export function formatTao(amount: bigint): string {
  const sign = amount < 0n ? "-" : "";
  const absolute = amount < 0n ? -amount : amount;
  const fraction = (absolute % UNITS_PER_TOKEN).toString().padStart(9, "0").replace(/0+$/, "");
  return `${sign}${absolute / UNITS_PER_TOKEN}${fraction && `.${fraction}`}`;
}
