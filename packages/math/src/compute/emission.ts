import { blockEmission } from "../emission/block-emission.ts";
import { movingAlphaPrice, nextMovingPrice } from "../emission/moving-price.ts";
import { rootSellFlag, type SubnetForShares, subnetShares } from "../emission/subnet-shares.ts";
import { rootProportion, subnetTerms } from "../emission/subnet-terms.ts";
import { I96F32, U96F32 } from "../fixed/formats.ts";
import { poolPrice } from "../swap/balancer.ts";
import { saturatingAddU64 } from "../unsigned.ts";
import {
  asBits,
  asBoolean,
  asCount,
  asDocument,
  asOneOf,
  asU16,
  asU64,
  type ComputeDocument,
  read,
  readList,
} from "./document.ts";
import { asPool, asQuoteWeight } from "./swap.ts";

function asSubnet(value: unknown, field: string): SubnetForShares {
  const subnet = asDocument(value, field);
  return {
    netuid: read(subnet, "netuid", asU16),
    mechanism: read(subnet, "mechanism", asU16),
    movingPrice: read(subnet, "moving_price_i96f32", asBits(I96F32)),
    minerBurned: read(subnet, "miner_burned_u96f32", asBits(U96F32)),
    emissionEnabled: read(subnet, "emission_enabled", asBoolean),
  };
}

function computeSubnetShares(document: ComputeDocument): ComputeDocument {
  const subnets = readList(document, "subnets", asSubnet);
  const shares = subnetShares(read(document, "block_emission", asU64), subnets);
  return {
    shares_u64f64: shares.map(({ netuid, share }) => [netuid, share.toString()]),
    emissions_u96f32: shares.map(({ netuid, emission }) => [netuid, emission.toString()]),
    root_sell_flag: rootSellFlag(subnets),
  };
}

function computeSubnetTerms(document: ComputeDocument): ComputeDocument {
  const pool = {
    alpha: read(document, "alpha_in_pool", asU64),
    tao: read(document, "tao_in_pool", asU64),
    quoteWeight: read(document, "quote_weight", asQuoteWeight),
  };
  const issuance = saturatingAddU64(pool.alpha, read(document, "alpha_out", asU64));
  const root = rootProportion(
    read(document, "root_tao", asU64),
    read(document, "tao_weight", asU64),
    issuance,
  );
  const terms = subnetTerms({
    taoEmission: read(document, "tao_emission_u96f32", asBits(U96F32)),
    alphaEmission: read(document, "alpha_out_emission", asBits(U96F32)),
    price: poolPrice(pool),
    rootProportion: root,
  });
  return {
    alpha_in: terms.alphaIn.toString(),
    excess_tao: terms.excessTao.toString(),
    root_proportion: root.toString(),
    tao_in: terms.taoIn.toString(),
  };
}

function computeMovingPrice(document: ComputeDocument): ComputeDocument {
  const next = nextMovingPrice({
    block: BigInt(read(document, "block", asCount)),
    firstEmissionBlock: BigInt(read(document, "first_emission_block", asCount)),
    halvingBlocks: BigInt(read(document, "halving_blocks", asCount)),
    movingAlpha: read(document, "moving_alpha_i96f32", asBits(I96F32)),
    movingPrice: movingAlphaPrice({
      netuid: 1,
      mechanism: 1,
      movingPrice: read(document, "moving_price_i96f32", asBits(I96F32)),
    }),
    price: poolPrice(read(document, "pool", asPool)),
  });
  return { new_moving_price_i96f32: next.toString() };
}

/**
 * `ganglion compute emission`.
 * @param document `{op: "block_emission" | "subnet_shares" | "subnet_terms" | "update_moving_price", …}`
 * @throws ComputeError
 */
export function computeEmission(document: ComputeDocument): ComputeDocument {
  const op = read(document, "op", (value, field) =>
    asOneOf(value, field, [
      "block_emission",
      "subnet_shares",
      "subnet_terms",
      "update_moving_price",
    ]),
  );
  switch (op) {
    case "block_emission": {
      const emission = blockEmission(read(document, "issuance", asU64));
      // Where the reference fails to compute it mints nothing.
      return { emission: (emission ?? 0n).toString() };
    }
    case "subnet_shares":
      return computeSubnetShares(document);
    case "subnet_terms":
      return computeSubnetTerms(document);
    case "update_moving_price":
      return computeMovingPrice(document);
  }
}
