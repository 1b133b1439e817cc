import {
  addWeight,
  type Ctx,
  Refusal,
  type RuntimeCall,
  signed,
  type Weight,
  ZERO_WEIGHT,
} from "@ganglion/frame";
import { unit } from "@ganglion/scale";
import { writePulse } from "../pallets/drand/calls.ts";
import { customErrorOf, guardsOf } from "../pallets/subtensor/guards/guards.ts";
import { Key } from "../pallets/sudo/pallet.ts";
import { customInvalid, invalid } from "../validity.ts";
import { marker } from "./checks.ts";
import { extension } from "./extension.ts";

const SUDO = 12;
/** `Custom(255)`: refused for a reason that has no number of its own. */
const OTHER = 255;

/** A sudo call from anybody else never gets into the pool. */
export const sudoExtension = extension<object, undefined>({
  identifier: "SudoTransactionExtension",
  extra: marker(
    "node_subtensor_runtime::sudo_wrapper::SudoTransactionExtension<node_subtensor_runtime::Runtime>",
  ),
  additional: unit,
  additionalOf: () => undefined,
  validate(ctx, { who, call }) {
    if (call.call.palletIndex === SUDO && Key.get(ctx) !== who) throw invalid("BadSigner");
    return undefined;
  },
});

/** The guards run before an extrinsic enters the pool, and again at each dispatch. */
export const subtensorExtension = extension<object, undefined>({
  identifier: "SubtensorTransactionExtension",
  extra: marker(
    "pallet_subtensor::extensions::subtensor::SubtensorTransactionExtension<node_subtensor_runtime::Runtime>",
  ),
  additional: unit,
  additionalOf: () => undefined,
  weight: guardWeight,
  validate(ctx, { who, call }) {
    for (const guard of guardsOf(ctx)) {
      try {
        guard.check(ctx, signed(who), call);
      } catch (thrown) {
        if (thrown instanceof Refusal) throw customInvalid(customErrorOf(thrown) ?? OTHER);
        throw thrown;
      }
    }
    return undefined;
  },
});

/** What the guards of a call weigh. */
export function guardWeight(ctx: Ctx, call: RuntimeCall): Weight {
  return guardsOf(ctx).reduce(
    (sum, guard) => (guard.appliesTo(call) ? addWeight(sum, guard.weight) : sum),
    ZERO_WEIGHT,
  );
}

/** Source: pallets/drand/src/drand_priority.rs */
const PULSE_PRIORITY = 10_000n;

/** Pulses that somebody signs, which the chain then refuses, would come first. */
export const drandExtension = extension<object, undefined>({
  identifier: "DrandPriority",
  extra: marker("pallet_drand::drand_priority::DrandPriority<node_subtensor_runtime::Runtime>"),
  additional: unit,
  additionalOf: () => undefined,
  validate: (_ctx, { call }) => (call.call === writePulse ? { priority: PULSE_PRIORITY } : {}),
});
