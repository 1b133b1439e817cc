import { System } from "@ganglion/runtime";
import { type Law, NOTHING } from "./law.ts";

export function reservesFollowEvents(): Law {
  return {
    sentence: "What an account has reserved moves by what its events tell.",
    step(step) {
      const told = new Map<unknown, bigint>();
      const tell = (name: string, sign: bigint): void => {
        for (const { who, amount } of step.events("Balances", name))
          told.set(who, (told.get(who) ?? 0n) + sign * BigInt(amount!));
      };
      tell("Reserved", 1n);
      tell("Unreserved", -1n);
      for (const { key, before, after } of step.changes(System.storage.Account)) {
        const moved = after.data.reserved - before.data.reserved;
        told.set(key[0], (told.get(key[0]) ?? 0n) - moved);
      }
      const off = [...told].filter(([, amount]) => amount !== 0n);
      return off.length === 0
        ? NOTHING
        : off.map(([who, amount]) => `${String(who)}: events tell ${amount} more than moved`);
    },
  };
}
