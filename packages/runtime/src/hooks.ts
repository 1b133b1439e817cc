import type { Ctx, Weight } from "@ganglion/frame";
import type { HeaderStart } from "./executive.ts";
import { onInitializeAura } from "./pallets/aura/hooks.ts";
import { revealTimelockedCommitments } from "./pallets/commitments/reveal.ts";
import { onFinalize as onFinalizeProxy } from "./pallets/proxy/hooks.ts";
import { processPending } from "./pallets/shield/pending.ts";
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
  { onFinalize: onFinalizeProxy },
  { onInitialize: revealTimelockedCommitments },
  { onInitialize: processPending },
];
