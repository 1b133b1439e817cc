import type { Submitted } from "@ganglion/sdk";

/** What was swapped: rao on one side, the subnet's alpha on the other. */
export interface Swapped {
  readonly rao: bigint;
  readonly alpha: bigint;
}

/** What a stake operation really moved, from its event. Root's stake is swapped one to one. */
export function stakeEvent(
  { events }: Submitted,
  name: "StakeAdded" | "StakeRemoved",
): Swapped | undefined {
  const found = events.find(({ type }) => type === `SubtensorModule.${name}`);
  if (!found) return undefined;
  const [, , rao, alpha] = found.value as readonly [string, string, bigint, bigint];
  return { rao, alpha };
}
