import { type Ctx, tolerate } from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import { type AccountId, accountId } from "@ganglion/primitives";
import { encode, str, tuple, u32 } from "@ganglion/scale";
import { decProviders, incProviders } from "../../system/account.ts";

const seed = tuple(str, u32);

/** The keys of a leased subnet: nobody can sign with them. Source: subnets/leasing.rs */
export interface LeaseKeys {
  readonly coldkey: AccountId;
  readonly hotkey: AccountId;
}
export const leaseKeys = (leaseId: number): LeaseKeys => ({
  coldkey: accountId(blake2_256Hex(encode(seed, ["leasing/coldkey", leaseId]))),
  hotkey: accountId(blake2_256Hex(encode(seed, ["leasing/hotkey", leaseId]))),
});

/** Keeps both accounts there while the lease lasts, with or without a balance. */
export function keepAlive(ctx: Ctx, { coldkey, hotkey }: LeaseKeys): void {
  incProviders(ctx, coldkey);
  incProviders(ctx, hotkey);
}

/** An account that still has something reserved, as for the beneficiary's proxy, stays for good. */
export function letGo(ctx: Ctx, { coldkey, hotkey }: LeaseKeys): void {
  tolerate(() => decProviders(ctx, coldkey));
  tolerate(() => decProviders(ctx, hotkey));
}
