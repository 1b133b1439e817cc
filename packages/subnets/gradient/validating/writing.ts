import { type AccountId, toSs58 } from "@ganglion/primitives";
import {
  accountOf,
  type DoorQuery,
  type Outcome,
  outside,
  type ValidatorPlace,
} from "@ganglion/sdk";
import { label, readAsked } from "../door.ts";
import type { Trainer } from "../training/trainer.ts";
import type { Market } from "./market.ts";

/** Lets the newest model continue a user's text. Nobody is asked and nobody is paid for it: the work is in the model. */
export async function writeFor(
  query: DoorQuery,
  about: { readonly place: ValidatorPlace; readonly trainer: Trainer; readonly market: Market },
): Promise<Outcome> {
  const { place, trainer, market } = about;
  const { env, validator, netuid } = place;
  const startedMs = env.now();
  const asked = readAsked(query);
  const { theta } = market.ledger;
  const checkpoint = await market.newest();
  const text = await outside(env, trainer.write({ theta, ...asked }));
  const hotkey: AccountId = accountOf(place.hotkey);
  const uid = validator.uid();
  const said = label(checkpoint);
  return {
    netuid,
    askedAtBlock: validator.block(),
    validator: { uid, hotkey: toSs58(hotkey) },
    answers: [
      {
        uid,
        hotkey: toSs58(hotkey),
        backend: `gradient:${checkpoint.hash.slice(0, 12)}`,
        text: `${said}\n${text}`,
        citations: [],
        data: { text, checkpoint, label: said },
        latencyMs: Math.round(env.now() - startedMs),
        status: "ok",
        score: 0,
        reason: "model_output",
      },
    ],
    chosenUid: uid,
  };
}
