import type { Ctx, Weight } from "@ganglion/frame";
import type { HeaderStart } from "./executive.ts";
import { onInitializeAura } from "./pallets/aura/hooks.ts";
import { revealTimelockedCommitments } from "./pallets/commitments/reveal.ts";
import { onInitialize as onInitializeSubtensor } from "./pallets/subtensor/hooks.ts";
import { onFinalize as onFinalizeTimestamp } from "./pallets/timestamp/pallet.ts";

/** What a pallet does at the start and at the end of each block. */
export interface Hooks {
  onInitialize?(ctx: Ctx, header: HeaderStart): Weight | undefined;
  onFinalize?(ctx: Ctx): void;
}

/** In the order of the pallets' indices, as the reference runs them. */
export const HOOKS: readonly Hooks[] = [
  { onFinalize: onFinalizeTimestamp },
  { onInitialize: onInitializeAura },
  { onInitialize: onInitializeSubtensor },
  { onInitialize: revealTimelockedCommitments },
];
