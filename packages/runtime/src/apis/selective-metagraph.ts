import type { Ctx } from "@ganglion/frame";
import { type MechId, mechId, type NetUid } from "@ganglion/primitives";
import { encode } from "@ganglion/scale";
import { CommitmentOf } from "../pallets/commitments/storage.ts";
import { registration } from "../pallets/commitments/types.ts";
import { ValidatorPermit } from "../pallets/subtensor/epoch/storage.ts";
import { Keys } from "../pallets/subtensor/registration/storage.ts";
import { getStakeWeightsForHotkeyOnSubnet } from "../pallets/subtensor/staking/stake-utils.ts";
import { StakeThreshold } from "../pallets/subtensor/staking/storage.ts";
import { ROOT_NETUID } from "../pallets/subtensor/subnets/queries.ts";
import { type MetagraphFields, metagraphFields } from "./metagraph.ts";
import { type SelectiveMetagraph, selectiveFields } from "./metagraph-types.ts";

// Those fields of a metagraph that were asked for, by number. Source: pallets/subtensor/src/rpc_info/metagraph.rs

/** Bits after the point of I64F64. */
const I64F64_FRACTION = 64n;
const NAMES = Object.keys(selectiveFields) as readonly (keyof SelectiveMetagraph)[];

/** Uids with a permit and more stake weight than the threshold, least first. */
function validatorsOf(ctx: Ctx, netuid: NetUid): number[] {
  const threshold = StakeThreshold.get(ctx) << I64F64_FRACTION;
  const permits = ValidatorPermit.get(ctx, netuid);
  return Keys.entries(ctx, netuid)
    .filter(([[, uid]]) => permits[uid] === true)
    .map(([[, uid], hotkey]) => ({
      uid,
      stake: getStakeWeightsForHotkeyOnSubnet(ctx, hotkey, netuid).total,
    }))
    .sort((a, b) => (a.stake < b.stake ? -1 : a.stake > b.stake ? 1 : 0))
    .filter(({ stake }) => stake > threshold)
    .map(({ uid }) => uid);
}

function read(
  ctx: Ctx,
  netuid: NetUid,
  name: keyof SelectiveMetagraph,
  fields: MetagraphFields,
): unknown {
  if (name === "netuid") return netuid;
  if (name === "identity") return { some: fields.identity() };
  if (name === "validators") return validatorsOf(ctx, netuid);
  if (name === "commitments")
    return CommitmentOf.entries(ctx, netuid).map(([[, who], published]) => [
      who,
      [...encode(registration, published)],
    ]);
  return fields[name]();
}

/** Unknown numbers are passed over, as in the reference. */
function select(
  ctx: Ctx,
  netuid: NetUid,
  mecid: MechId,
  indexes: readonly number[],
): Partial<SelectiveMetagraph> {
  const fields = metagraphFields(ctx, netuid, mecid);
  const wanted = [...new Set(indexes)].flatMap((index) => NAMES[index] ?? []);
  return Object.fromEntries(wanted.map((name) => [name, read(ctx, netuid, name, fields)]));
}

// Fields that nobody asked for are absent; TypeScript wants them named to know that.
const NOTHING = Object.fromEntries(
  NAMES.map((name) => [name, undefined]),
) as unknown as SelectiveMetagraph;

/** The netuid is told only if asked for, else it is root's: a trap kept for compatibility. */
export function getSelectiveMetagraph(
  ctx: Ctx,
  netuid: NetUid,
  indexes: readonly number[],
): SelectiveMetagraph {
  return { ...NOTHING, netuid: ROOT_NETUID, ...select(ctx, netuid, mechId(0), indexes) };
}

/** The same for one mechanism, whether it exists or not; the netuid is always told. */
export function getSelectiveMechagraph(
  ctx: Ctx,
  netuid: NetUid,
  mecid: MechId,
  indexes: readonly number[],
): SelectiveMetagraph {
  return { ...NOTHING, ...select(ctx, netuid, mecid, indexes), netuid };
}
