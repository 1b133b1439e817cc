import { call, ensure, ensureNone, ensureRoot, weigh } from "@ganglion/frame";
import { u64 } from "@ganglion/scale";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import { pruneOldPulses } from "./prune.ts";
import {
  BeaconConfig,
  LastStoredRound,
  NextUnsignedAt,
  OldestStoredRound,
  Pulses,
} from "./storage.ts";
import { configPayload, maybeSignature, pulsesPayload } from "./types.ts";

/**
 * Stores pulses in rising order. One whose signature doesn't hold is passed over; one whose signature is no
 * point refuses all of them.
 */
export const writePulse = call({
  index: 0,
  docs: "Stores pulses of the beacon. Nobody signs it: the payload is signed.",
  args: { pulsesPayload, signature: maybeSignature },
  weight: weigh(4_294_000_000n, 0n, { reads: 3n, writes: 4n }),
  run(ctx, origin, { pulsesPayload: { pulses } }) {
    ensureNone(origin);
    const { publicKey } = BeaconConfig.get(ctx);
    const isFirst = LastStoredRound.get(ctx) === 0n && OldestStoredRound.get(ctx) === 0n;
    let last = LastStoredRound.get(ctx);
    const rounds: bigint[] = [];
    for (const pulse of pulses) {
      const holds = ctx.host.verifyPulse({ ...pulse, publicKey });
      ensure(holds !== undefined, Errors.PulseVerificationError);
      if (!holds) continue;
      ensure(pulse.round > last, Errors.InvalidRoundNumber);
      Pulses.set(ctx, pulse.round, pulse);
      last = pulse.round;
      rounds.push(last);
    }
    LastStoredRound.set(ctx, last);
    if (isFirst && rounds[0] !== undefined) OldestStoredRound.set(ctx, rounds[0]);
    pruneOldPulses(ctx, last);
    NextUnsignedAt.set(ctx, Number(ctx.block));
    if (rounds.length > 0) ctx.deposit(Events.NewPulse({ rounds }));
  },
});

/** Root: another beacon. Nothing about it is checked. */
export const setBeaconConfig = call({
  index: 1,
  docs: "Sets the beacon whose pulses are taken.",
  args: { configPayload, signature: maybeSignature },
  weight: weigh(8_766_000n, 0n, { writes: 2n }),
  run(ctx, origin, { configPayload: { config } }) {
    ensureRoot(origin);
    BeaconConfig.set(ctx, config);
    NextUnsignedAt.set(ctx, Number(ctx.block) + 1);
    ctx.deposit(Events.BeaconConfigChanged({}));
  },
});

/** Root: from which round on pulses are forgotten next. */
export const setOldestStoredRound = call({
  index: 2,
  docs: "Sets the oldest round that is stored.",
  args: { oldestRound: u64 },
  weight: weigh(5_370_000n, 0n, { writes: 1n }),
  run(ctx, origin, { oldestRound }) {
    ensureRoot(origin);
    OldestStoredRound.set(ctx, oldestRound);
    ctx.deposit(Events.SetOldestStoredRound({ round: oldestRound }));
  },
});
