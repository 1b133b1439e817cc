import type { StateCtx } from "@ganglion/frame";

/**
 * A rule that the reference changed from one runtime version to another: the one in force is chosen by
 * the version that the chain stands at. A version stands here only if it changed this rule.
 * @param versions spec version from which on each holds
 * @returns what reads the rule of a context's version; it throws an Error for a version before the first
 */
export function bySpec<Rule>(
  versions: Readonly<Record<number, Rule>>,
): (ctx: Pick<StateCtx, "specVersion">) => Rule {
  const newestFirst = Object.entries(versions)
    .map(([since, rule]) => ({ since: Number(since), rule }))
    .sort((a, b) => b.since - a.since);
  return ({ specVersion }) => {
    const found = newestFirst.find(({ since }) => since <= specVersion);
    if (!found)
      throw new Error(
        `no rule for spec version ${specVersion}: the oldest known is ${newestFirst.at(-1)?.since}`,
      );
    return found.rule;
  };
}
