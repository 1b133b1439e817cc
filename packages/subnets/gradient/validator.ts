import {
  type Mechanism,
  outside,
  type Reward,
  type Round,
  route,
  type ValidatorParts,
  type ValidatorPlace,
  weightCopier,
} from "@ganglion/sdk";
import type { MarketConfig } from "./config.ts";
import { gradientQuery } from "./door.ts";
import { checkpointBlock, modelHead, modelStep, modelSteps } from "./protocol.ts";
import { openTrainer } from "./training/open-trainer.ts";
import { Market } from "./validating/market.ts";
import { writeFor } from "./validating/writing.ts";

/** Steps in one answer: with twenty updates each they stay below what an answer may have. */
const STEPS_AT_ONCE = 8;

/** The validator's side: windows, the model that comes out of them, and what is served of it. */
export async function startGradientValidator(
  config: MarketConfig,
  place: ValidatorPlace,
): Promise<ValidatorParts> {
  const { env } = place;
  const trainer = await outside(env, openTrainer(config));
  const genesis = await outside(env, trainer.genesis());
  const market = new Market({ config, place, trainer, genesis });
  const honest: Mechanism = {
    round: (round) => market.round(round),
    // In proportion: what a window is worth is divided by its scores already.
    shares: (standings) =>
      new Map(
        standings.filter(({ average }) => average > 0).map(({ uid, average }) => [uid, average]),
      ),
  };
  const { ledger } = market;
  return {
    mechanism: place.attack ? dishonest(place, honest) : honest,
    routes: [
      route(modelHead, () => ledger.head()),
      route(modelStep, async ({ window }) => ({ step: await market.stepOf(window) })),
      route(modelSteps, ({ after }) => ({ steps: ledger.stepsAfter(after, STEPS_AT_ONCE) })),
      route(checkpointBlock, ({ hash }) => market.block(hash)),
      route(gradientQuery, (query) => writeFor(query, { place, trainer, market })),
    ],
    stats: () => market.stats(),
    stop: () => trainer.stop(),
  };
}

/** @throws RangeError on a collusion without a uid */
function dishonest(place: ValidatorPlace, honest: Mechanism): Mechanism {
  const { name, target } = place.attack!;
  if (name === "weight-copier") return weightCopier(place);
  if (name === "collusion" && target === undefined)
    throw new RangeError("collusion needs a uid: collusion:UID");
  const lie = ({ uid, reward }: Reward): number =>
    name === "collusion" ? (uid === target ? 1 : 0) : 1 - Math.min(1, Math.max(0, reward));
  return {
    round: async (round: Round) =>
      (await honest.round(round)).map((each) => ({ ...each, reward: lie(each) })),
    shares: honest.shares,
  };
}
