import type { AccountId, NetUid } from "@ganglion/primitives";
import { type Law, S } from "./law.ts";

const ALL = (1n << 64n) - 1n;
const MOST = 5;
type Relations = readonly (readonly [bigint, AccountId])[];
const has = (list: Relations, part: bigint, who: AccountId): boolean =>
  list.some(([each, other]) => each === part && other === who);

export function childrenAndParentsMirror(): Law {
  const children = new Map<string, readonly [AccountId, NetUid]>();
  const parents = new Map<string, readonly [AccountId, NetUid]>();
  return {
    sentence: "Who is a child has that parent with the same part, and no part is given twice.",
    step(step) {
      for (const { key } of step.changes(S.ChildKeys)) children.set(key.join(), key);
      for (const { key } of step.changes(S.ParentKeys)) parents.set(key.join(), key);
      return [];
    },
    block(ctx) {
      const found: string[] = [];
      for (const [parent, netuid] of children.values()) {
        const list = S.ChildKeys.get(ctx, parent, netuid);
        const sum = list.reduce((total, [part]) => total + part, 0n);
        if (sum > ALL) found.push(`${parent} gave ${sum} away on ${netuid}`);
        if (list.length > MOST) found.push(`${parent} has ${list.length} children on ${netuid}`);
        for (const [part, child] of list)
          if (!has(S.ParentKeys.get(ctx, child, netuid), part, parent))
            found.push(`${child} doesn't know its parent ${parent} on ${netuid}`);
      }
      for (const [child, netuid] of parents.values())
        for (const [part, parent] of S.ParentKeys.get(ctx, child, netuid))
          if (!has(S.ChildKeys.get(ctx, parent, netuid), part, child))
            found.push(`${parent} doesn't know its child ${child} on ${netuid}`);
      children.clear();
      parents.clear();
      return found;
    },
  };
}
