import { formatTao, parseTao, UNITS_PER_TOKEN } from "@ganglion/primitives";
import { CliError, EXIT } from "../output.ts";

const U64_MAX = (1n << 64n) - 1n;

/**
 * Exact smallest units of a decimal text such as `1.5`; more than 0.
 * @throws CliError BAD_AMOUNT
 */
export function parseAmount(text: string): bigint {
  const bad = (why: string) =>
    new CliError("BAD_AMOUNT", `"${text}" ${why}`, {
      exit: EXIT.usage,
      hint: "An amount is written like 12 or 0.5, with at most 9 decimals and a dot.",
    });
  let units: bigint;
  try {
    units = parseTao(text);
  } catch {
    throw bad("is no amount");
  }
  if (units === 0n) throw bad("is nothing; give an amount above 0");
  if (units > U64_MAX) throw bad("is more than the chain can count");
  return units;
}

/** One, in billionths. */
export const ONE = UNITS_PER_TOKEN;

/**
 * A share such as `0.05` in billionths.
 * @throws CliError BAD_TOLERANCE if it is no decimal text from 0 to 1
 */
export function parseTolerance(text: string): bigint {
  let share: bigint | undefined;
  try {
    share = parseTao(text);
  } catch {
    share = undefined;
  }
  if (share === undefined || share > ONE)
    throw new CliError("BAD_TOLERANCE", `"${text}" is no share between 0 and 1`, {
      exit: EXIT.usage,
      hint: "0.05 allows the price to move by 5 %.",
    });
  return share;
}

/** TAO, exact: `τ1.5`. */
export const tao = (rao: bigint): string => `τ${formatTao(rao)}`;
/** A subnet's token, exact: `1.5 α`; root's is TAO itself. */
export const token = (units: bigint, netuid: number, symbol: string): string =>
  netuid === 0 ? tao(units) : `${formatTao(units)} ${symbol}`;

/** For tables: at most `decimals` places, cut, so that it never shows more than there is. */
export function short(units: bigint, decimals = 4): string {
  const step = 10n ** BigInt(9 - decimals);
  return formatTao((units / step) * step);
}
/** A share in billionths as percent: `0.5 %`. */
export const percent = (share: bigint): string => `${short(share * 100n)} %`;
