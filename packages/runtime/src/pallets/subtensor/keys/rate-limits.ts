import { byMode, type ChainMode, type Ctx, type StateCtx } from "@ganglion/frame";
import { saturatingMulU64, saturatingSubUnsigned } from "@ganglion/math";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { TxChildkeyTakeRateLimit } from "../children/storage.ts";
import { Tempo } from "../epoch/storage.ts";
import { TxDelegateTakeRateLimit } from "../staking/storage.ts";
import { ROOT_NETUID } from "../subnets/queries.ts";
import { NetworkRateLimit, OwnerHyperparamRateLimit } from "../subnets/storage.ts";
import type { Hyperparameter, RateLimitKey } from "../types.ts";
import { WeightsVersionKeyRateLimit } from "../weights/storage.ts";
import { LastRateLimitedBlock, TransactionKeyLastBlock, TxRateLimit } from "./storage.ts";

/** Number of each kind of transaction in the keys of TransactionKeyLastBlock. */
const INDEX = {
  SetChildren: 0,
  SetChildkeyTake: 1,
  Unknown: 2,
  RegisterNetwork: 3,
  SetWeightsVersionKey: 4,
  SetSNOwnerHotkey: 5,
  OwnerHyperparamUpdate: 6,
  MechanismCountUpdate: 7,
  MechanismEmission: 8,
  MaxUidsTrimming: 9,
  AddStakeBurn: 10,
  TempoUpdate: 11,
} as const;

/**
 * What is rate limited: a kind of transaction, or an owner's change of one hyperparameter.
 * Source: utils/rate_limiting.rs, TransactionType
 */
export type TransactionType =
  | Exclude<keyof typeof INDEX, "OwnerHyperparamUpdate">
  | { readonly hyperparameter: Hyperparameter };

const kindOf = (tx: TransactionType): keyof typeof INDEX =>
  typeof tx === "string" ? tx : "OwnerHyperparamUpdate";

// Blocks between two of a kind, where no storage item sets it. Source: lib.rs, utils/rate_limiting.rs
const SET_CHILDREN = 150n;
/** The image of the localnet is built with this one, for test suites. Source: scripts/localnet_patch.sh */
const SET_CHILDREN_ON_LOCALNET = 15n;
const SET_SN_OWNER_HOTKEY = 50_400n;
const MIN_TEMPO = 360n;
const MECHANISM: (chain: ChainMode) => bigint = byMode({ normal: 7200n, fast: 1n });
const MAX_UIDS_TRIMMING: (chain: ChainMode) => bigint = byMode({ normal: 216_000n, fast: 1n });

/** Blocks that must pass, whatever the subnet. Source: utils/rate_limiting.rs */
export function rateLimit(ctx: StateCtx, tx: TransactionType): bigint {
  switch (kindOf(tx)) {
    case "SetChildren":
      return ctx.chain.faucet ? SET_CHILDREN_ON_LOCALNET : SET_CHILDREN;
    case "SetChildkeyTake":
      return TxChildkeyTakeRateLimit.get(ctx);
    case "RegisterNetwork":
      return NetworkRateLimit.get(ctx);
    case "MechanismCountUpdate":
    case "MechanismEmission":
      return MECHANISM(ctx.chain);
    case "MaxUidsTrimming":
      return MAX_UIDS_TRIMMING(ctx.chain);
    default:
      return 0n;
  }
}

/** Blocks that must pass on a subnet; several follow its tempo. Source: utils/rate_limiting.rs */
export function rateLimitOnSubnet(ctx: StateCtx, tx: TransactionType, netuid: NetUid): bigint {
  const tempo = BigInt(Tempo.get(ctx, netuid));
  switch (kindOf(tx)) {
    case "SetWeightsVersionKey":
      return saturatingMulU64(tempo, WeightsVersionKeyRateLimit.get(ctx));
    case "OwnerHyperparamUpdate":
      return tempo * BigInt(OwnerHyperparamRateLimit.get(ctx));
    case "SetSNOwnerHotkey":
      return SET_SN_OWNER_HOTKEY;
    case "AddStakeBurn":
      return tempo;
    case "TempoUpdate":
      return MIN_TEMPO;
    default:
      return rateLimit(ctx, tx);
  }
}

/** Under which key the last block of a transaction stands, where it isn't kept by hotkey. */
function limitedBy(tx: TransactionType, netuid: NetUid): RateLimitKey | undefined {
  if (typeof tx === "object")
    return {
      type: "OwnerHyperparamUpdate",
      value: { netuid, hyperparameter: tx.hyperparameter },
    };
  if (tx === "RegisterNetwork") return { type: "NetworkLastRegistered" };
  return tx === "SetSNOwnerHotkey" ? { type: "SetSNOwnerHotkey", value: netuid } : undefined;
}

/** Block of the last one by this key on this subnet, 0 if none. Source: utils/rate_limiting.rs */
export function lastBlockOnSubnet(
  ctx: StateCtx,
  tx: TransactionType,
  hotkey: AccountId,
  netuid: NetUid,
): bigint {
  const key = limitedBy(tx, netuid);
  return key
    ? LastRateLimitedBlock.get(ctx, key)
    : TransactionKeyLastBlock.get(ctx, hotkey, netuid, INDEX[kindOf(tx)]);
}

/** Block of the last one by this key, 0 if none. Source: utils/rate_limiting.rs */
export function lastBlock(ctx: StateCtx, tx: TransactionType, key: AccountId): bigint {
  return lastBlockOnSubnet(ctx, tx, key, ROOT_NETUID);
}

/** Source: utils/rate_limiting.rs */
export function setLastBlockOnSubnet(
  ctx: StateCtx,
  tx: TransactionType,
  key: AccountId,
  netuid: NetUid,
  block: bigint,
): void {
  const limited = limitedBy(tx, netuid);
  if (limited) LastRateLimitedBlock.set(ctx, limited, block);
  else TransactionKeyLastBlock.set(ctx, key, netuid, INDEX[kindOf(tx)], block);
}

/** True if enough blocks passed; always before the first one. Source: utils/rate_limiting.rs */
export function checkPassesRateLimit(limit: bigint, block: bigint, last: bigint): boolean {
  return last === 0n || saturatingSubUnsigned(block, last) >= limit;
}

/** Source: utils/rate_limiting.rs */
export function passesRateLimit(ctx: Ctx, tx: TransactionType, key: AccountId): boolean {
  return checkPassesRateLimit(rateLimit(ctx, tx), ctx.block, lastBlock(ctx, tx, key));
}

/** Source: utils/rate_limiting.rs */
export function passesRateLimitOnSubnet(
  ctx: Ctx,
  tx: TransactionType,
  hotkey: AccountId,
  netuid: NetUid,
): boolean {
  const limit = rateLimitOnSubnet(ctx, tx, netuid);
  return checkPassesRateLimit(limit, ctx.block, lastBlockOnSubnet(ctx, tx, hotkey, netuid));
}

/** What else is counted by key alone. */
export type LimitedByKey = "LastTxBlock" | "LastTxBlockChildKeyTake" | "LastTxBlockDelegateTake";

const exceeds = (limit: bigint, last: bigint, block: bigint): boolean =>
  limit !== 0n && last !== 0n && saturatingSubUnsigned(block, last) <= limit;

/** True if the key's last transaction is too recent; a limit of 0 is none. Source: utils/rate_limiting.rs */
export function exceedsTxRateLimit(ctx: StateCtx, prevTxBlock: bigint, block: bigint): boolean {
  return exceeds(TxRateLimit.get(ctx), prevTxBlock, block);
}

/** Source: utils/rate_limiting.rs */
export function exceedsTxDelegateTakeRateLimit(
  ctx: StateCtx,
  prevTxBlock: bigint,
  block: bigint,
): boolean {
  return exceeds(TxDelegateTakeRateLimit.get(ctx), prevTxBlock, block);
}

// The three counters of a key. Source: utils/rate_limiting.rs
const counter = (type: LimitedByKey) => ({
  get: (ctx: StateCtx, key: AccountId): bigint =>
    LastRateLimitedBlock.get(ctx, { type, value: key }),
  set: (ctx: StateCtx, key: AccountId, block: bigint): void =>
    LastRateLimitedBlock.set(ctx, { type, value: key }, block),
  remove: (ctx: StateCtx, key: AccountId): void =>
    LastRateLimitedBlock.remove(ctx, { type, value: key }),
});
const lastTx = counter("LastTxBlock");
const lastTxDelegateTake = counter("LastTxBlockDelegateTake");
const lastTxChildkeyTake = counter("LastTxBlockChildKeyTake");
export const getLastTxBlock = lastTx.get;
export const setLastTxBlock = lastTx.set;
export const removeLastTxBlock = lastTx.remove;
export const getLastTxBlockDelegateTake = lastTxDelegateTake.get;
export const setLastTxBlockDelegateTake = lastTxDelegateTake.set;
export const removeLastTxBlockDelegateTake = lastTxDelegateTake.remove;
export const getLastTxBlockChildkeyTake = lastTxChildkeyTake.get;
export const setLastTxBlockChildkey = lastTxChildkeyTake.set;
export const removeLastTxBlockChildkey = lastTxChildkeyTake.remove;
