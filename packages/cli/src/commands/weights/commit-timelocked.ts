import { netUid } from "@ganglion/primitives";
import {
  type ChainClient,
  type TimelockTerms,
  timelockedCommit,
  timelockTerms,
  type WireWeights,
} from "@ganglion/sdk";
import { carryOutOne, type Done } from "../../client/extrinsic.ts";
import type { SigningKey } from "../../client/keys.ts";
import type { PromptFlags } from "../../options/prompt-option.ts";
import { weightLines } from "./set.ts";

/** The terms of a timelocked commit; undefined if no pulse is on the chain, so that nothing would open it. */
export async function termsIfOpened(
  client: ChainClient,
  netuid: number,
): Promise<TimelockTerms | undefined> {
  const terms = await timelockTerms(client, netUid(netuid));
  return terms.lastStoredRound > 0n ? terms : undefined;
}

/** Commits to weights that the chain opens by itself. @throws ChainError */
export function commitTimelocked(
  client: ChainClient,
  flags: PromptFlags,
  plan: {
    readonly signer: SigningKey;
    readonly netuid: number;
    readonly weights: WireWeights;
    readonly versionKey: bigint;
    readonly terms: TimelockTerms;
  },
): Promise<Done> {
  const { signer, netuid, weights, versionKey, terms } = plan;
  const { revealRound, revealBlock } = terms;
  const call = timelockedCommit(
    { hotkey: signer.account, netuid: netUid(netuid), weights, versionKey },
    terms,
  );
  return carryOutOne(client, flags, {
    signer,
    operation: {
      title: `Commit to weights on subnet ${netuid}`,
      details: [...weightLines(weights), ["Opened", `about block ${revealBlock}`]],
      call,
      facts: {
        netuid,
        uids: weights.uids,
        weights: weights.values,
        versionKey,
        revealRound,
        revealBlock,
      },
    },
  });
}
