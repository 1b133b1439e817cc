import { call, ensure, ensureRoot, weigh } from "@ganglion/frame";
import { accountId, bool, i64, netUid, u16, u64 } from "@ganglion/scale";
import { ifSubnetExist } from "../subtensor/subnets/queries.ts";
import { Constants } from "./constants.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import { FeeRate } from "./storage.ts";
import { positionId, tickIndex } from "./types.ts";

/** Root: sets a subnet's swap fee, 65535 = 100 %. */
export const setFeeRate = call({
  index: 0,
  args: { netuid: netUid, rate: u16 },
  weight: weigh(15_063_000n, 3994n, { reads: 1n, writes: 1n }),
  run(ctx, origin, { netuid, rate }) {
    ensureRoot(origin);
    ensure(ifSubnetExist(ctx, netuid), Errors.MechanismDoesNotExist);
    ensure(rate <= Constants.MaxFeeRate.get(ctx), Errors.FeeRateTooHigh);
    FeeRate.set(ctx, netuid, rate);
    ctx.deposit(Events.FeeRateSet({ netuid, rate }));
  },
});

// Users no longer provide liquidity: whoever asks is told so.
const WEIGHT = weigh(15_000_000n);
const refuse = (): never => {
  throw Errors.Deprecated;
};

export const addLiquidity = call({
  index: 1,
  args: {
    hotkey: accountId,
    netuid: netUid,
    tickLow: tickIndex,
    tickHigh: tickIndex,
    liquidity: u64,
  },
  weight: WEIGHT,
  run: refuse,
});

export const removeLiquidity = call({
  index: 2,
  args: { hotkey: accountId, netuid: netUid, positionId },
  weight: WEIGHT,
  run: refuse,
});

export const modifyPosition = call({
  index: 3,
  args: { hotkey: accountId, netuid: netUid, positionId, liquidityDelta: i64 },
  weight: WEIGHT,
  run: refuse,
});

export const toggleUserLiquidity = call({
  index: 4,
  args: { netuid: netUid, enable: bool },
  weight: WEIGHT,
  run: refuse,
});

export const disableLp = call({ index: 5, args: {}, weight: WEIGHT, run: refuse });
