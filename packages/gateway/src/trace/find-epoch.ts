import type { BlockRef } from "@ganglion/sdk";
import type { GatewayChain } from "../chain/gateway-chain.ts";
import type { QueryEpoch, QueryWeights } from "../records/query-record.ts";
import { firstBlock } from "./first-block.ts";

/**
 * The first epoch up to `head` that counted these weights; undefined if there was none yet.
 * @throws what the chain says; a pruned state too
 */
export async function findEpoch(
  chain: GatewayChain,
  { netuid, weights }: { readonly netuid: number; readonly weights: QueryWeights },
  head: BlockRef,
): Promise<QueryEpoch | undefined> {
  // An epoch runs before the extrinsics of its block, but after the reveals.
  const after = weights.extrinsic === null ? weights.block - 1 : weights.block;
  const last = await chain.lastEpoch({ netuid, at: head.hash });
  if (last <= after) return undefined;
  const block = await firstBlock({ after, until: Math.min(last, head.number) }, async (number) => {
    return (await chain.lastEpoch({ netuid, at: await chain.blockHash(number) })) > after;
  });
  const at = block === head.number ? head.hash : await chain.blockHash(block);
  const { incentive, emission } = await chain.pay({ netuid, at });
  return {
    block,
    incentive: incentive.map((value, uid) => [uid, value]),
    emission: emission.map((rao, uid) => [uid, rao.toString()]),
  };
}
