import type { AccountId, NetUid } from "@ganglion/primitives";
import type { ChainClient } from "../chain/client.ts";
import { metagraph, type Neuron } from "../chain/metagraph.ts";
import type { AttachOptions } from "../net/axon.ts";
import type { NetEnv } from "../net/env.ts";

/** For so long a look at the subnet counts. */
const LOOK_AGAIN_MS = 12_000;

/**
 * Who holds at least this share of what all neurons stake. The permit says less: on a subnet with free validator places
 * everybody with any stake holds one, and nobody before the first epoch.
 * @param share from 0 to 1
 */
export function stakedAtLeast(neurons: readonly Neuron[], share: number): ReadonlySet<AccountId> {
  const all = neurons.reduce((sum, { totalStake }) => sum + Number(totalStake), 0);
  const enough = neurons.filter(({ totalStake }) => Number(totalStake) >= share * all);
  return new Set(enough.map(({ hotkey }) => hotkey));
}

/**
 * A blacklist for questions that only validators may ask: a miner that had the answers could pass them off as its own.
 * The subnet is looked at every 12 seconds at most; while the chain is away the last look counts.
 * @param share of the subnet's stake that makes a validator, from 0 to 1; at 0 anybody may ask
 * @throws ChainError (in the blacklist: the axon says 500) if the chain was never reached
 */
export function validatorsOnly(
  { client, netuid, env }: { client: ChainClient; netuid: NetUid; env: NetEnv },
  share: number,
): NonNullable<AttachOptions["blacklist"]> {
  let validators: ReadonlySet<AccountId> | undefined;
  let looking: Promise<void> | undefined;
  let lookedMs = Number.NEGATIVE_INFINITY;
  const look = async () => {
    lookedMs = env.now();
    try {
      validators = stakedAtLeast((await metagraph(client, netuid)).neurons, share);
    } catch (error) {
      if (!validators) throw error;
    } finally {
      looking = undefined;
    }
  };
  return async ({ hotkey }) => {
    if (share === 0) return undefined;
    if (!validators || env.now() - lookedMs >= LOOK_AGAIN_MS) await (looking ??= look());
    if (hotkey !== undefined && validators!.has(hotkey)) return undefined;
    return `only validators are answered, who hold at least ${share * 100} % of the subnet's stake`;
  };
}
