import type { Ctx } from "@ganglion/frame";
import type { AccountId } from "@ganglion/primitives";
import { encode, variant } from "@ganglion/scale";
import { Digest } from "../system/storage.ts";
import { AURA_ENGINE } from "./hooks.ts";
import { Authorities, authorityList } from "./slot.ts";

/** What a header tells of the authorities. Source: sp_consensus_aura ConsensusLog */
const consensusLog = variant(
  "sp_consensus_aura::ConsensusLog",
  { AuthoritiesChange: authorityList },
  { indices: { AuthoritiesChange: 1 } },
);

/** Others author from now on, and the block's header tells it; an empty list changes nothing. Source: pallet_aura */
export function changeAuthorities(ctx: Ctx, authorities: readonly AccountId[]): void {
  if (authorities.length === 0) return;
  Authorities.set(ctx, authorities);
  const change = { type: "AuthoritiesChange", value: authorities } as const;
  const data = encode(consensusLog, change);
  Digest.mutate(ctx, ({ logs }) => ({
    logs: [...logs, { type: "Consensus", value: { engine: AURA_ENGINE, data } }],
  }));
}
