import { Balances, System } from "@ganglion/runtime";
import { type Law, NOTHING } from "./law.ts";

const held = (holds: readonly { readonly amount: bigint }[]): bigint =>
  holds.reduce((sum, { amount }) => sum + amount, 0n);

export function reservesFollowEvents(): Law {
  return {
    sentence: "What an account has reserved moves by what its events tell, and by what is held.",
    step(step) {
      const told = new Map<unknown, bigint>();
      const tell = (name: string, sign: bigint): void => {
        for (const { who, amount } of step.events("Balances", name))
          told.set(who, (told.get(who) ?? 0n) + sign * BigInt(amount!));
      };
      tell("Reserved", 1n);
      tell("Unreserved", -1n);
      // Holds have no events.
      for (const { key, before, after } of step.changes(Balances.storage.Holds))
        told.set(key[0], (told.get(key[0]) ?? 0n) + held(after) - held(before));
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
