import { blake2, map, runtimeHoldReason, value } from "@ganglion/frame";
import type { Rao } from "@ganglion/primitives";
import {
  type AnyCodec,
  accountId,
  type Codec,
  fixedBytes,
  literals,
  newtype,
  rao,
  struct,
  u64,
  variant,
  vec,
} from "@ganglion/scale";
import { accountData, NO_BALANCE } from "../system/types.ts";

const bounded = <T>(name: string, of: Parameters<typeof vec<T>>[0]) =>
  newtype<readonly T[]>(`${name}<${of.type.name}>`, vec(of), { T: of, S: undefined });
const BOUNDED = "bounded_collections::bounded_vec::BoundedVec";

const balanceLock = struct(
  "pallet_balances::types::BalanceLock<u64>",
  {
    id: fixedBytes(8),
    amount: u64,
    reasons: literals("pallet_balances::types::Reasons", ["Fee", "Misc", "All"]),
  },
  { Balance: u64 },
);
const reserveData = struct(
  "pallet_balances::types::ReserveData<[u8; 8], u64>",
  { id: fixedBytes(8), amount: u64 },
  { ReserveIdentifier: fixedBytes(8), Balance: u64 },
);
// No pallet here freezes, so there is no reason for it: such a value cannot exist.
const freezeReason = variant(
  "node_subtensor_runtime::RuntimeFreezeReason",
  {},
) as unknown as AnyCodec;
const idAmount = <R>(reason: Codec<R>) =>
  struct(
    `frame_support::traits::tokens::misc::IdAmount<${reason.type.name}, u64>`,
    { id: reason, amount: u64 },
    { Id: reason, Balance: u64 },
  );

/** Sum of all free and reserved TAO. Rises and falls by minting and burning only. */
export const TotalIssuance = value(rao, 0n as Rao);
export const InactiveIssuance = value(rao, 0n as Rao);
/** Unused: balances live in System.Account. */
export const Account = map(blake2(accountId), accountData, NO_BALANCE);
export const Locks = map(
  blake2(accountId),
  bounded("bounded_collections::weak_bounded_vec::WeakBoundedVec", balanceLock),
  [],
);
export const Reserves = map(blake2(accountId), bounded(BOUNDED, reserveData), []);
export const Holds = map(blake2(accountId), bounded(BOUNDED, idAmount(runtimeHoldReason)), []);
export const Freezes = map(blake2(accountId), bounded(BOUNDED, idAmount(freezeReason)), []);
