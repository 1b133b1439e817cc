import type { Keypair } from "@ganglion/crypto";
import type { NetUid } from "@ganglion/primitives";
import type { ChainClient } from "../chain/client.ts";
import { ChainError } from "../chain/error.ts";
import { type Submitted, submit } from "../chain/submit.ts";

const U16_MAX = 65_535;

/** Weights as the chain takes them: uids in ascending order with values of 0 to 65535. */
export interface WireWeights {
  readonly uids: readonly number[];
  readonly values: readonly number[];
}

/**
 * Shares as wire weights: the largest becomes 65535, the others follow in proportion, zeros are left out.
 * Negative and unreal shares count as zero.
 */
export function wireWeights(shares: ReadonlyMap<number, number>): WireWeights {
  const positive = [...shares]
    .filter(([, share]) => Number.isFinite(share) && share > 0)
    .sort(([a], [b]) => a - b);
  const largest = Math.max(...positive.map(([, share]) => share));
  const scaled = positive
    .map(([uid, share]) => [uid, Math.round((share / largest) * U16_MAX)] as const)
    .filter(([, value]) => value > 0);
  return { uids: scaled.map(([uid]) => uid), values: scaled.map(([, value]) => value) };
}

/** @throws ChainError INVALID_TRANSACTION if there are no weights */
export function ensureSome({ uids }: WireWeights): void {
  if (uids.length === 0)
    throw new ChainError("INVALID_TRANSACTION", "there are no weights to set", {
      hint: "A round in which nobody earned anything gives its weight to the owner's uid.",
    });
}

/** Sets weights in the hotkey's name. @throws ChainError */
export async function setWeights(
  client: ChainClient,
  options: {
    readonly hotkey: Keypair;
    readonly netuid: NetUid;
    readonly weights: WireWeights;
    readonly versionKey?: bigint;
  },
): Promise<Submitted> {
  const { hotkey, netuid, weights, versionKey = 0n } = options;
  ensureSome(weights);
  return submit(
    client,
    {
      pallet: "SubtensorModule",
      name: "set_weights",
      args: { netuid, dests: weights.uids, weights: weights.values, version_key: versionKey },
    },
    { signer: hotkey },
  );
}
