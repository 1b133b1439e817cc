import type { AccountId } from "@ganglion/primitives";
import { type Law, S } from "./law.ts";

export function ownersKnowTheirHotkeys(): Law {
  const owners = new Set<AccountId>();
  const hotkeys = new Set<AccountId>();
  return {
    sentence: "A hotkey has one owner, who lists it once.",
    step(step) {
      for (const { key } of step.changes(S.Owner)) hotkeys.add(key[0]);
      for (const { key } of step.changes(S.OwnedHotkeys)) owners.add(key[0]);
      return [];
    },
    block(ctx) {
      const found: string[] = [];
      for (const hotkey of hotkeys)
        if (
          S.Owner.has(ctx, hotkey) &&
          !S.OwnedHotkeys.get(ctx, S.Owner.get(ctx, hotkey)).includes(hotkey)
        )
          found.push(`${S.Owner.get(ctx, hotkey)} owns ${hotkey} and doesn't list it`);
      for (const owner of owners) {
        const list = S.OwnedHotkeys.get(ctx, owner);
        if (new Set(list).size !== list.length) found.push(`${owner} lists a hotkey twice`);
        for (const hotkey of list)
          if (S.Owner.get(ctx, hotkey) !== owner)
            found.push(`${owner} lists ${hotkey} of somebody else`);
      }
      owners.clear();
      hotkeys.clear();
      return found;
    },
  };
}
