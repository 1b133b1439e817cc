import {
  type Attack,
  accountOf,
  Dendrite,
  dendriteOf,
  type MinerPlace,
  metagraph,
  outside,
  sleep,
} from "@ganglion/sdk";
import { assignmentOf, windowSeed } from "./assignment.ts";
import { GRADIENT_ATTACKS } from "./attack-names.ts";
import type { MarketConfig } from "./config.ts";
import { targetOf } from "./model/peers.ts";
import {
  fromBase64,
  gradientCommit,
  gradientReveal,
  MOST_UPDATE_TEXT,
  type Reveal,
} from "./protocol.ts";
import {
  flippedUpdate,
  junkUpdate,
  noisyUpdate,
  otherAssignment,
  randomUpdate,
  type Spoil,
  zeroUpdate,
} from "./spoiling.ts";
import type { Trained, Trainer, TrainJob } from "./training/trainer.ts";

export interface MinerAttack {
  make(job: TrainJob): Promise<Trained>;
  beforeCommit?(receivedMs: number): Promise<void>;
  reveal?(honest: Reveal): Reveal;
}

/** @throws RangeError on a name that isn't one */
export function minerAttack(
  { name }: Attack,
  about: { readonly config: MarketConfig; readonly place: MinerPlace; readonly trainer: Trainer },
): MinerAttack {
  const { config, place, trainer } = about;
  const { env } = place;
  const honest = (job: TrainJob): Promise<Trained> => outside(env, trainer.train(job));
  const spoiled = (spoil: Spoil): MinerAttack => ({
    make: async (job) => {
      const trained = await honest(job);
      const { seed } = job.assignment;
      return { ...trained, update: spoil(trained.update, { seed, size: trainer.parameters }) };
    },
  });
  switch (name) {
    case "copier":
      return new Copier(about);
    case "lazy":
      return { make: (job) => honest({ ...job, steps: Math.ceil(config.innerSteps / 10) }) };
    case "random":
      return spoiled(randomUpdate);
    case "replayer": {
      let first: Promise<Trained> | undefined;
      return { make: (job) => (first ??= honest(job)) };
    }
    case "garbage": {
      let turn = 0;
      return {
        make: async (job) => {
          const trained = await honest(job);
          return { ...trained, update: junkUpdate(trained.update, turn++) };
        },
      };
    }
    case "bomb":
      return {
        make: honest,
        reveal: (reveal) => ({ ...reveal, update: "A".repeat(4 * MOST_UPDATE_TEXT) }),
      };
    case "late":
      return {
        make: honest,
        beforeCommit: (receivedMs) =>
          sleep(env, Math.max(0, receivedMs + config.commitMs + 100 - env.now())),
      };
    case "sign-flip":
      return spoiled(flippedUpdate);
    case "noise":
      return spoiled(noisyUpdate);
    case "zero":
      return spoiled(zeroUpdate);
    case "wrong-shard":
      return {
        make: (job) =>
          honest({ ...job, assignment: otherAssignment(job.assignment, trainer.shards) }),
      };
    case "sybil":
      return {
        make: async (job) => {
          const { window } = job.assignment;
          const blockHash = await place.client.blockHash(window * config.windowBlocks);
          const seed = windowSeed(blockHash, place.netuid, window);
          const shared = assignmentOf({ number: window, seed, shards: trainer.shards }, 0);
          return honest({ ...job, assignment: shared });
        },
      };
    default:
      throw new RangeError(`no attack "${name}"; known: ${GRADIENT_ATTACKS.join(", ")}`);
  }
}

/**
 * Takes what the best paid miner showed in the window before: its update of this window is locked until everybody has
 * committed. Where it gets nothing it sends nothing but zeros.
 */
class Copier implements MinerAttack {
  readonly #about: { readonly place: MinerPlace; readonly trainer: Trainer };
  readonly #dendrite: Dendrite;

  constructor(about: { readonly place: MinerPlace; readonly trainer: Trainer }) {
    this.#about = about;
    this.#dendrite = new Dendrite(dendriteOf(about.place));
  }

  async make(job: TrainJob): Promise<Trained> {
    const { place, trainer } = this.#about;
    const self = accountOf(place.hotkey);
    const victims = (await metagraph(place.client, place.netuid)).neurons
      .filter(({ axon, hotkey }) => axon !== undefined && hotkey !== self)
      .sort((a, b) => b.incentive - a.incentive || a.uid - b.uid)
      .slice(0, 5);
    const window = job.assignment.window - 1;
    for (const victim of victims) {
      const target = targetOf(victim);
      const commit = await this.#dendrite.call(
        target,
        gradientCommit,
        { window },
        { timeoutMs: 500 },
      );
      if (!commit.ok) continue;
      const { hash } = commit.answer;
      const shown = await this.#dendrite.call(
        target,
        gradientReveal,
        { window, hash },
        { timeoutMs: 500 },
      );
      if (!shown.ok) continue;
      const update = fromBase64(shown.answer.update);
      return { update, errorFeedback: new Float32Array(trainer.parameters), loss: 0 };
    }
    // Nobody showed anything: a copier has nothing of its own to give.
    const { update } = await outside(place.env, trainer.train({ ...job, steps: 1 }));
    return {
      update: zeroUpdate(update, { seed: job.assignment.seed, size: trainer.parameters }),
      errorFeedback: new Float32Array(trainer.parameters),
      loss: 0,
    };
  }
}
