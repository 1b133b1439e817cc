import { accountOf, type Keypair } from "@ganglion/crypto";
import type { AccountId, Hash, NetUid } from "@ganglion/primitives";
import type { BlockRef, ChainClient } from "../chain/client.ts";
import { ChainError } from "../chain/error.ts";
import { type Metagraph, metagraph, type Neuron } from "../chain/metagraph.ts";
import type { Axon } from "../net/axon.ts";
import { Averages, type Reward, type Standing } from "./averages.ts";
import type { NeuronLog, RunningNeuron } from "./miner.ts";
import { announceAxon, requireUid } from "./registration.ts";
import { commitTimelockedWeights } from "./timelocked-weights.ts";
import { setWeights, type WireWeights, wireWeights } from "./weights.ts";

/** What a round is given. */
export interface Round {
  readonly block: BlockRef;
  /** Number of the round since the chain began: what seeds are made of. */
  readonly window: number;
  readonly metagraph: Metagraph;
  /** Those who can be asked: everyone with an address but the validator itself. */
  readonly miners: readonly Neuron[];
  readonly self: AccountId;
  readonly netuid: NetUid;
  /** What the miners have earned so far; the harness always gives it. */
  readonly standings?: readonly Standing[];
}

/** What makes a validator of this subnet one: how it tests miners, and how standings become weights. */
export interface Mechanism {
  /** One round of tasks. Unsettled rounds return nothing. */
  round(round: Round): Promise<readonly Reward[]>;
  /**
   * Shares by uid; not yet scaled. An empty map means that nobody earned anything: the subnet owner's uid gets all
   * then, whose incentive the chain burns.
   */
  shares(standings: readonly Standing[]): ReadonlyMap<number, number>;
}

export interface ValidatorOptions {
  readonly client: ChainClient;
  readonly hotkey: Keypair;
  readonly netuid: NetUid;
  readonly mechanism: Mechanism;
  readonly log: NeuronLog;
  readonly averages?: Averages;
  /** Blocks between two rounds. */
  readonly roundEveryBlocks?: number;
  /** Blocks between two settings of weights; by default half a tempo, never below the subnet's rate limit. */
  readonly weightsEveryBlocks?: number;
  /** Serves users' questions as well; with its routes attached. */
  readonly axon?: {
    readonly axon: Axon;
    readonly host?: string;
    readonly port: number;
    readonly externalIp: string;
  };
  /** Called after each change of the averages, to keep them. */
  readonly save?: (averages: Averages) => void;
}

/** What the validator set last, or committed to where the subnet has commit–reveal. */
export interface WeightsSet {
  readonly block: number;
  readonly extrinsicHash: Hash;
  readonly weights: WireWeights;
  /** Round of the beacon that opens them; absent if they were set openly. */
  readonly revealRound?: bigint;
}

export interface RunningValidator extends RunningNeuron {
  readonly averages: Averages;
  /** Takes rewards from outside the rounds: users' questions go the same way. */
  reward(rewards: readonly Reward[]): void;
  /** The subnet as of the newest block; as of the last look if the chain can't be asked just now. */
  metagraph(): Promise<Metagraph>;
  lastWeights(): WeightsSet | undefined;
}

/** Everything to the subnet owner's uid: the chain burns its incentive. Empty if the owner has none. */
function toOwner({ neurons, ownerHotkey }: Metagraph): ReadonlyMap<number, number> {
  const owner = neurons.find(({ hotkey }) => hotkey === ownerHotkey);
  return new Map(owner ? [[owner.uid, 1]] : []);
}

/** Why weights could not be set just now, though nothing is wrong: worth a line, not an alarm. */
const TRANSIENT = new Set([
  "NeuronNoValidatorPermit",
  "SettingWeightsTooFast",
  "CommittingWeightsTooFast",
  "TooManyUnrevealedCommits",
  "NotEnoughStakeToSetWeights",
]);

/**
 * Tests miners round by round, averages by hotkey, sets weights on schedule. One round at a time;
 * a failing round is told and the next one comes.
 * @throws ChainError if the hotkey is not registered
 */
export async function startValidator(options: ValidatorOptions): Promise<RunningValidator> {
  const { client, hotkey, netuid, mechanism, log, roundEveryBlocks = 5 } = options;
  const averages = options.averages ?? new Averages();
  const self = accountOf(hotkey);
  const uid = await requireUid(client, hotkey, netuid);
  let graph = await metagraph(client, netuid);
  let last: WeightsSet | undefined;
  let port = 0;
  if (options.axon) {
    const { axon, host = "0.0.0.0", externalIp } = options.axon;
    ({ port } = await axon.start({ host, port: options.axon.port }));
    await announceAxon(client, { hotkey, netuid, axon: axon.info({ ip: externalIp, port }) }).catch(
      (error) => log.trouble("the address could not be announced", error),
    );
  }

  const refresh = async () => {
    graph = await metagraph(client, netuid);
    averages.keepOnly(graph.neurons);
  };
  let looking: Promise<void> | undefined;
  const current = async (): Promise<Metagraph> => {
    try {
      if (graph.block < (await client.head()).number)
        await (looking ??= refresh().finally(() => (looking = undefined)));
    } catch (error) {
      log.trouble("the subnet could not be looked at again", error);
    }
    return graph;
  };
  const reward = (rewards: readonly Reward[]) => {
    averages.add(rewards);
    options.save?.(averages);
  };
  const runRound = async (block: BlockRef) => {
    await refresh();
    const miners = graph.neurons.filter(
      (neuron) => neuron.hotkey !== self && neuron.axon !== undefined,
    );
    const window = Math.floor(block.number / roundEveryBlocks);
    const standings = averages.standings();
    reward(
      await mechanism.round({ block, window, metagraph: graph, miners, self, netuid, standings }),
    );
  };
  const everyBlocks = () =>
    Math.max(
      options.weightsEveryBlocks ?? Math.floor(graph.tempo / 2),
      graph.weightsRateLimit + 1,
      1,
    );
  type Wanted = Parameters<typeof setWeights>[1];
  const setOpenly = async (wanted: Wanted): Promise<WeightsSet> => {
    const { block, extrinsicHash } = await setWeights(client, wanted);
    return { block: block.number, extrinsicHash, weights: wanted.weights };
  };
  const commit = async (wanted: Wanted): Promise<WeightsSet> => {
    const { block, extrinsicHash, terms } = await commitTimelockedWeights(client, wanted);
    const { revealRound, lastStoredRound } = terms;
    if (lastStoredRound === 0n)
      log.info("no pulse of the beacon is on this chain: without one, commits expire", {
        revealRound,
      });
    return { block: block.number, extrinsicHash, weights: wanted.weights, revealRound };
  };
  const pushWeights = async (block: BlockRef) => {
    const standings = averages.standings();
    const earned = wireWeights(mechanism.shares(standings));
    // Who was tested and earned nothing must not live on the weights of better times, nor share evenly.
    const weights =
      earned.uids.length === 0 && standings.length > 0 ? wireWeights(toOwner(graph)) : earned;
    if (weights.uids.length === 0) {
      log.info("no weights set: nobody was tested yet", { block: block.number });
      return;
    }
    const options = { hotkey, netuid, weights, versionKey: graph.weightsVersion };
    try {
      last = graph.commitRevealEnabled ? await commit(options) : await setOpenly(options);
      const { revealRound } = last;
      log.info(revealRound === undefined ? "weights set" : "weights committed", {
        block: last.block,
        uids: weights.uids,
        values: weights.values,
        ...(revealRound !== undefined && { revealRound }),
      });
    } catch (error) {
      if (error instanceof ChainError && error.reason && TRANSIENT.has(error.reason))
        log.info(`weights not set yet: ${error.reason}`, { block: block.number });
      else log.trouble("weights could not be set", error);
    }
  };

  let rounding = false;
  let pushing = false;
  let stopped = false;
  let nextRound = 0;
  let nextWeights = (await client.head()).number + everyBlocks();
  const onBlock = (block: BlockRef) => {
    if (stopped) return;
    if (!rounding && block.number >= nextRound) {
      rounding = true;
      // Rounds begin where windows do, so that all validators are in the same one.
      nextRound = (Math.floor(block.number / roundEveryBlocks) + 1) * roundEveryBlocks;
      runRound(block)
        .catch((error) => log.trouble("a round failed", error))
        .finally(() => (rounding = false));
    }
    if (!pushing && block.number >= nextWeights) {
      pushing = true;
      nextWeights = block.number + everyBlocks();
      pushWeights(block).finally(() => (pushing = false));
    }
  };
  const stopWatching = client.watchBlocks(onBlock, (error) =>
    log.trouble("the chain's blocks can't be followed", error),
  );
  return {
    uid,
    port,
    averages,
    reward,
    metagraph: current,
    lastWeights: () => last,
    async stop() {
      stopped = true;
      stopWatching();
      await options.axon?.axon.stop();
    },
  };
}
