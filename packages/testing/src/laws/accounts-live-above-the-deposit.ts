import { System } from "@ganglion/runtime";
import type { Law } from "./law.ts";

const EXISTENTIAL_DEPOSIT = 500n;

export function accountsLiveAboveTheDeposit(): Law {
  return {
    sentence:
      "An account holds nothing or at least the existential deposit, and has a provider for it.",
    step: (step) =>
      step.changes(System.storage.Account).flatMap(({ key, after }) => {
        const { free, reserved } = after.data;
        if (free > 0n && free < EXISTENTIAL_DEPOSIT && reserved === 0n)
          return [`${key[0]} holds ${free}`];
        const provided = free >= EXISTENTIAL_DEPOSIT ? 1 : 0;
        return after.providers === provided
          ? []
          : [`${key[0]}: ${after.providers} providers, ${free} rao`];
      }),
  };
}
