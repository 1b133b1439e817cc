import type { Ctx } from "@ganglion/frame";
import { LastCallResult } from "./storage.ts";

/** How calls ended is known in their block only. */
export function onFinalize(ctx: Ctx): void {
  LastCallResult.clear(ctx);
}
