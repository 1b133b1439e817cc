import { type Law, S } from "./law.ts";

export function autoStakesMirror(): Law {
  return {
    sentence: "Who stakes automatically to a hotkey is on its list.",
    step(step) {
      const { ctx } = step.happened;
      return step.changes(S.AutoStakeDestination).flatMap(({ key: [coldkey, netuid], after }) => {
        if (after === undefined) return [];
        const list = S.AutoStakeDestinationColdkeys.get(ctx, after, netuid);
        return list.includes(coldkey)
          ? []
          : [`${after} doesn't know that ${coldkey} stakes to it on ${netuid}`];
      });
    },
  };
}
