import { call, ensure, ensureSigned, weigh } from "@ganglion/frame";
import { btreeSet, netUid } from "@ganglion/scale";
import { Errors } from "../../errors.ts";
import { doRootClaim } from "../claim-root.ts";
import { maybeAddColdkeyIndex } from "../coldkey-index.ts";

/** Subnets that one call may claim from. Source: lib.rs */
const MAX_SUBNET_CLAIMS = 5;

/** Claims the caller's root dividends of some subnets. */
export const claimRoot = call({
  index: 121,
  args: { subnets: btreeSet(netUid) },
  weight: weigh(138_999_000n, 7875n, { reads: 16n, writes: 4n }),
  run(ctx, origin, args) {
    const coldkey = ensureSigned(origin);
    // A set on the wire may name a subnet twice.
    const subnets = new Set(args.subnets);
    ensure(subnets.size > 0 && subnets.size <= MAX_SUBNET_CLAIMS, Errors.InvalidSubnetNumber);
    maybeAddColdkeyIndex(ctx, coldkey);
    return { actualWeight: doRootClaim(ctx, coldkey, subnets), pays: "Yes" };
  },
});
