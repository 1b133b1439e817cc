import { call, ensure, ensureSigned, weigh } from "@ganglion/frame";
import type { NetUid } from "@ganglion/primitives";
import { Errors } from "../../errors.ts";
import { type RootClaimType, rootClaimType } from "../../types.ts";
import { changeRootClaimType } from "../claim-root.ts";
import { maybeAddColdkeyIndex } from "../coldkey-index.ts";

/** A set is stored in order and without doubles, however it came. */
function asStored(type: RootClaimType): RootClaimType {
  if (type.type !== "KeepSubnets") return type;
  const subnets = [...new Set<NetUid>(type.value.subnets)].sort((a, b) => a - b);
  return { type: "KeepSubnets", value: { subnets } };
}

/** Says whether root dividends are swapped to TAO or kept as alpha. */
export const setRootClaimType = call({
  index: 122,
  args: { newRootClaimType: rootClaimType },
  weight: weigh(18_283_000n, 3941n, { reads: 2n, writes: 4n }),
  run(ctx, origin, { newRootClaimType }) {
    const coldkey = ensureSigned(origin);
    const type = asStored(newRootClaimType);
    ensure(
      type.type !== "KeepSubnets" || type.value.subnets.length > 0,
      Errors.InvalidSubnetNumber,
    );
    maybeAddColdkeyIndex(ctx, coldkey);
    changeRootClaimType(ctx, coldkey, type);
  },
});
