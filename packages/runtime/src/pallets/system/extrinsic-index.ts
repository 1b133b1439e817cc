import type { StateCtx } from "@ganglion/frame";
import { ExtrinsicCount } from "./storage.ts";

/** The index in its block of the extrinsic that is being applied, the inherents counted; 0 in hooks. */
export const extrinsicIndex = (ctx: StateCtx): number => ExtrinsicCount.get(ctx) ?? 0;
