import type { BlockRef } from "@ganglion/sdk";
import type { GatewayChain } from "../chain/gateway-chain.ts";
import type { QueryRecord, QueryWeights } from "../records/query-record.ts";
import { firstBlock } from "./first-block.ts";

/** `gone`: the validator's uid belongs to someone else now, so that nothing will come any more. */
export type FoundWeights = { readonly found: QueryWeights } | { readonly gone: true } | "not yet";

/**
 * The first weights that the validator of a question set in (`after`, `head`].
 * @throws what the chain says; a pruned state too
 */
export async function findWeights(
  chain: GatewayChain,
  { netuid, validator }: Pick<QueryRecord, "netuid" | "validator">,
  range: { readonly after: number; readonly head: BlockRef },
): Promise<FoundWeights> {
  const { uid } = validator;
  const { head } = range;
  const updatedAt = async (hash: BlockRef["hash"]) =>
    (await chain.lastUpdates({ netuid, at: hash }))[uid] ?? 0;
  let { after } = range;
  for (;;) {
    const last = await updatedAt(head.hash);
    if (last <= after) return "not yet";
    const bound = after;
    const number = await firstBlock(
      { after, until: Math.min(last, head.number) },
      async (block) => {
        return (await updatedAt(await chain.blockHash(block))) > bound;
      },
    );
    const at = number === head.number ? head.hash : await chain.blockHash(number);
    if ((await chain.hotkey({ netuid, uid, at })) !== validator.hotkey) return { gone: true };
    const event = (await chain.weightsEvents({ netuid, at })).find((each) => each.uid === uid);
    if (event) {
      const { extrinsicIndex } = event;
      const extrinsic =
        extrinsicIndex === null
          ? null
          : ((await chain.block(at)).extrinsics[extrinsicIndex] ?? null);
      const values = await chain.weights({ netuid, uid, at });
      return { found: { block: number, extrinsic, values } };
    }
    // A commit counts as an update too; the weights come with its reveal.
    after = number;
  }
}
