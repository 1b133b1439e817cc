import type { StateCtx } from "@ganglion/frame";
import { CommitmentOf, TimelockedIndex } from "../commitments/storage.ts";
import { TimelockedWeightCommits } from "../subtensor/weights/storage.ts";
import { BeaconConfig, LastStoredRound } from "./storage.ts";
import type { BeaconConfiguration } from "./types.ts";

/** What a node must know of the chain's beacon to feed it. */
export interface BeaconStatus {
  readonly config: BeaconConfiguration;
  readonly lastStoredRound: bigint;
  /** Rounds after the last one that something waits for, rising. */
  readonly awaited: readonly bigint[];
}

export function beaconStatus(ctx: StateCtx): BeaconStatus {
  const lastStoredRound = LastStoredRound.get(ctx);
  const rounds = new Set<bigint>();
  for (const [netuid, who] of TimelockedIndex.get(ctx))
    for (const field of CommitmentOf.get(ctx, netuid, who)?.info.fields ?? [])
      if (field.type === "TimelockEncrypted" && field.value.revealRound > lastStoredRound)
        rounds.add(field.value.revealRound);
  for (const [, commits] of TimelockedWeightCommits.entries(ctx))
    for (const [, , , round] of commits) if (round > lastStoredRound) rounds.add(round);
  const awaited = [...rounds].sort((a, b) => (a < b ? -1 : 1));
  return { config: BeaconConfig.get(ctx), lastStoredRound, awaited };
}

/** The round that is newest at a time; 0 before the first. `timeMs`: since 1970. */
export function roundAt({ period, genesisTime }: BeaconConfiguration, timeMs: number): bigint {
  const since = BigInt(Math.floor(timeMs / 1000)) - BigInt(genesisTime);
  return since < 0n || period === 0 ? 0n : since / BigInt(period) + 1n;
}
