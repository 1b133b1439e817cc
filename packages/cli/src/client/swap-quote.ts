import type { ChainClient } from "@ganglion/sdk";
import { ONE, percent, tao, token } from "../options/amount.ts";
import type { PromptFlags } from "../options/prompt-option.ts";
import { CliError, EXIT } from "../output.ts";
import type { Subnet } from "./subnets.ts";

/** What a swap in a subnet's pool would give now, by the chain's own simulation. */
export interface SwapQuote {
  readonly side: "buy" | "sell";
  readonly subnet: Subnet;
  /** What goes in, fee included: rao when buying, alpha when selling. */
  readonly amount: bigint;
  /** What comes out: alpha when buying, rao when selling. */
  readonly receives: bigint;
  /** The pool's fee, in what goes in. */
  readonly fee: bigint;
  /** How much worse than the present price the swap is, fee left out, in billionths. */
  readonly impact: bigint;
}

interface Simulated {
  readonly tao_amount: bigint;
  readonly alpha_amount: bigint;
  readonly tao_fee: bigint;
  readonly alpha_fee: bigint;
}

const at = (price: bigint, alpha: bigint): bigint => (alpha * price) / ONE;
const worse = (got: bigint, ideal: bigint): bigint =>
  ideal <= 0n || got >= ideal ? 0n : ((ideal - got) * ONE) / ideal;

function nothing(subnet: Subnet): CliError {
  return new CliError("NO_QUOTE", `the pool of subnet ${subnet.netuid} cannot swap this amount`, {
    exit: EXIT.refused,
    hint: "The amount is too small or too large for the pool, or the subnet is not started.",
  });
}

/** @throws CliError NO_QUOTE */
export async function quoteBuy(
  client: ChainClient,
  subnet: Subnet,
  amount: bigint,
): Promise<SwapQuote> {
  const quote = (await client.api.apis.SwapRuntimeApi!.sim_swap_tao_for_alpha!(
    subnet.netuid,
    amount,
  )) as Simulated;
  if (quote.alpha_amount === 0n) throw nothing(subnet);
  const ideal = subnet.price === 0n ? 0n : ((amount - quote.tao_fee) * ONE) / subnet.price;
  return {
    side: "buy",
    subnet,
    amount,
    receives: quote.alpha_amount,
    fee: quote.tao_fee,
    impact: worse(quote.alpha_amount, ideal),
  };
}

/** @throws CliError NO_QUOTE */
export async function quoteSell(
  client: ChainClient,
  subnet: Subnet,
  amount: bigint,
): Promise<SwapQuote> {
  const quote = (await client.api.apis.SwapRuntimeApi!.sim_swap_alpha_for_tao!(
    subnet.netuid,
    amount,
  )) as Simulated;
  if (quote.tao_amount === 0n) throw nothing(subnet);
  return {
    side: "sell",
    subnet,
    amount,
    receives: quote.tao_amount,
    fee: quote.alpha_fee,
    impact: worse(quote.tao_amount, at(subnet.price, amount - quote.alpha_fee)),
  };
}

/** Lines of a plan: rate, what comes out, fee, price impact. */
export function quoteLines({
  side,
  subnet,
  receives,
  fee,
  impact,
}: SwapQuote): (readonly [string, string])[] {
  const { netuid, symbol, price } = subnet;
  const buying = side === "buy";
  return [
    ["Price", `${tao(price)} per ${symbol}`],
    ["Receives", `about ${buying ? token(receives, netuid, symbol) : tao(receives)}`],
    ["Pool fee", buying ? tao(fee) : token(fee, netuid, symbol)],
    ["Price impact", percent(impact)],
  ];
}

/** The quote in the JSON document; `priceImpact` is a share as decimal text. */
export const quoteFacts = ({ subnet, receives, fee, impact }: SwapQuote) => ({
  price: subnet.price,
  expected: receives,
  poolFee: fee,
  priceImpact: Number(impact) / Number(ONE),
});

/** Line of a plan: the limit that goes along, if there is one. */
export const limitLines = (
  limit: bigint | undefined,
  terms: { readonly tolerance: bigint | undefined; readonly partial: boolean },
): (readonly [string, string])[] =>
  limit === undefined || terms.tolerance === undefined
    ? []
    : [
        [
          "Price limit",
          `${tao(limit)} (tolerance ${percent(terms.tolerance)}${terms.partial ? ", a part is enough" : ""})`,
        ],
      ];

/** Furthest price that is still accepted, rao per alpha. */
export const limitPrice = ({ side, subnet }: SwapQuote, tolerance: bigint): bigint =>
  side === "buy"
    ? (subnet.price * (ONE + tolerance)) / ONE
    : (subnet.price * (ONE - tolerance)) / ONE;

/**
 * Refuses before anything is sent what would lose more than the tolerance. A dry run is told so by a line.
 * @throws CliError SLIPPAGE
 */
export function ensureTolerable(
  flags: PromptFlags,
  impact: bigint,
  terms: { readonly tolerance: bigint; readonly partialOffered: boolean },
): (readonly [string, string])[] {
  const { tolerance, partialOffered } = terms;
  if (impact <= tolerance) return [];
  const why = `this would lose ${percent(impact)} to the movement of the price, more than the tolerance of ${percent(tolerance)}`;
  if (flags.dryRun) return [["Attention", `it would be refused: ${why}`]];
  const partial = partialOffered ? "--partial for the part that fits, " : "";
  throw new CliError("SLIPPAGE", why, {
    exit: EXIT.refused,
    hint: `A smaller --amount, --tolerance ${enoughFor(impact)}, ${partial}or --unsafe for any price.`,
  });
}

/**
 * A tolerance with which it would pass, in thousandths. The chain's limit is about the price after the swap;
 * in a pool of equal weights that is the square of the average's change.
 */
function enoughFor(impact: bigint): string {
  const left = 1 - Number(impact) / Number(ONE);
  const enough = (1 / (left * left) - 1) * 1.02;
  return Math.min(1, Math.ceil(enough * 1000) / 1000).toString();
}
