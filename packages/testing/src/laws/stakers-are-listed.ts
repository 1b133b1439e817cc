import { type Law, S } from "./law.ts";
import { stakeOf } from "./shares.ts";

/** What rounding leaves of a share that was given away, rao: the rest of the pool is worth a little more then. */
const LEFT_OVER = 2n;

/** Who gave everything away may be left with the rest of a division, and without a list. */
export function stakersAreListed(): Law {
  return {
    sentence: "Who has alpha with a hotkey lists it among the hotkeys staked to.",
    step(step) {
      const { ctx } = step.happened;
      return step
        .changes(S.AlphaV2)
        .filter(
          ({ key: [hotkey, coldkey, netuid], after }) =>
            after.mantissa > 0n &&
            !S.StakingHotkeys.get(ctx, coldkey).includes(hotkey) &&
            stakeOf(ctx, hotkey, coldkey, netuid) > LEFT_OVER,
        )
        .map(({ key }) => `${key[1]} has a share of ${key[0]} on ${key[2]} and doesn't list it`);
    },
  };
}
