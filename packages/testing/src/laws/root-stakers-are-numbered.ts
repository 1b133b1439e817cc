import { type Law, S } from "./law.ts";

export function rootStakersAreNumbered(): Law {
  return {
    sentence: "Coldkeys that blocks claim for are numbered without gaps, each once.",
    step(step) {
      const { ctx } = step.happened;
      const found: string[] = [];
      for (const { key, after } of step.changes(S.StakingColdkeys))
        if (after !== undefined && S.StakingColdkeysByIndex.get(ctx, after) !== key[0])
          found.push(`${key[0]} has number ${after}, which is somebody else's`);
      for (const { key, after } of step.changes(S.StakingColdkeysByIndex))
        if (after !== undefined && S.StakingColdkeys.get(ctx, after) !== key[0])
          found.push(`number ${key[0]} is ${after}'s, who doesn't know`);
      return found;
    },
    whole(ctx) {
      const count = S.NumStakingColdkeys.get(ctx);
      const numbers = S.StakingColdkeysByIndex.keysOf(ctx).map(([number]) => number);
      const named = S.StakingColdkeys.keysOf(ctx).length;
      const gap = numbers.some((number) => number >= count);
      return BigInt(numbers.length) === count && named === numbers.length && !gap
        ? []
        : [`${count} counted, ${numbers.length} numbers, ${named} names`];
    },
  };
}
