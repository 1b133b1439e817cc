import type { Hex } from "./hex.ts";

declare const brand: unique symbol;

/** A nominal alias: a `NetUid` is a number at run time and a different type from `Uid` at compile time. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Number of a subnet; 0 is root. u16. */
export type NetUid = Brand<number, "NetUid">;
/** Number of a mechanism inside a subnet. u8. */
export type MechId = Brand<number, "MechId">;
/** `mechanism * 4096 + netuid`: the first key of Weights, Bonds, Incentive and LastUpdate. u16. */
export type NetUidStorageIndex = Brand<number, "NetUidStorageIndex">;
/** Number of a neuron inside a subnet. u16. */
export type Uid = Brand<number, "Uid">;
/** TAO in rao; 10^9 rao = 1 TAO. u64. */
export type Rao = Brand<bigint, "Rao">;
/** A subnet's token in its smallest unit; 10^9 = 1 alpha. u64. */
export type Alpha = Brand<bigint, "Alpha">;
/** 32 bytes of public key as hex: comparable with `===`, usable as a map key, ordered like its bytes. */
export type AccountId = Brand<Hex, "AccountId">;
/** 32 bytes of hash as hex. */
export type Hash = Brand<Hex, "Hash">;

// The births of brands: the only places where a cast makes one.
export const netUid = (value: number): NetUid => value as NetUid;
export const mechId = (value: number): MechId => value as MechId;
export const uid = (value: number): Uid => value as Uid;
export const rao = (value: bigint): Rao => value as Rao;
export const alpha = (value: bigint): Alpha => value as Alpha;
/** 32 bytes as hex; the length is checked. */
export function accountId(hex: Hex): AccountId {
  if (hex.length !== 66) throw new RangeError(`an account id has 32 bytes, got ${hex}`);
  return hex.toLowerCase() as AccountId;
}
/** 32 bytes as hex; the length is checked. */
export function hash(hex: Hex): Hash {
  if (hex.length !== 66) throw new RangeError(`a hash has 32 bytes, got ${hex}`);
  return hex.toLowerCase() as Hash;
}
/** The account of all zero bytes: the reference's "nobody". */
export const ZERO_ACCOUNT = accountId(`0x${"00".repeat(32)}`);
export const ZERO_HASH = hash(`0x${"00".repeat(32)}`);
