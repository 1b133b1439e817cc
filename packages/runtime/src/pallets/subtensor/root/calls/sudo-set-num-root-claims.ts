import { call, ensure, ensureRoot, weigh } from "@ganglion/frame";
import { u64 } from "@ganglion/scale";
import { Errors } from "../../errors.ts";
import { NumRootClaim } from "../storage.ts";

/** Source: lib.rs */
const MAX_NUM_ROOT_CLAIMS = 50n;

/** Root: sets how many coldkeys each block claims for. */
export const sudoSetNumRootClaims = call({
  index: 123,
  args: { newValue: u64 },
  weight: weigh(2_735_000n, 0n, { writes: 1n }),
  run(ctx, origin, { newValue }) {
    ensureRoot(origin);
    ensure(newValue <= MAX_NUM_ROOT_CLAIMS, Errors.InvalidNumRootClaim);
    NumRootClaim.set(ctx, newValue);
  },
});
