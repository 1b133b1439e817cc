import type { Ctx } from "@ganglion/frame";
import { type Hex, hash, rao, toHex, utf8Bytes } from "@ganglion/primitives";
import { Authorities } from "./pallets/aura/slot.ts";
import { EXISTENTIAL_DEPOSIT } from "./pallets/balances/constants.ts";
import { TotalIssuance } from "./pallets/balances/storage.ts";
import { BeaconConfig } from "./pallets/drand/storage.ts";
import { developmentBeacon } from "./pallets/drand/types.ts";
import { buildGenesis } from "./pallets/subtensor/genesis.ts";
import { Key } from "./pallets/sudo/pallet.ts";
import {
  Account,
  BlockHash,
  LastRuntimeUpgrade,
  ParentHash,
  UpgradedToTripleRefCount,
  UpgradedToU32RefCount,
} from "./pallets/system/storage.ts";
import { NO_ACCOUNT } from "./pallets/system/types.ts";
import { version } from "./pallets/system/version.ts";
import type { ChainSpec } from "./spec.ts";

/** Where Substrate keeps the runtime's code. Clients cache by its hash. */
const CODE: Hex = toHex(utf8Bytes(":code"));
/** What frame_system writes as the hash of the block before the first. */
const BEFORE_GENESIS = hash(`0x${"45".repeat(32)}`);

/**
 * Writes the state of block 0.
 * @param codeDigest stands for the runtime's code: changes exactly when the metadata does
 */
export function writeGenesis(ctx: Ctx, spec: ChainSpec, codeDigest: Uint8Array): void {
  ctx.state.writeRaw(CODE, codeDigest);
  BlockHash.set(ctx, 0, BEFORE_GENESIS);
  ParentHash.set(ctx, BEFORE_GENESIS);
  const { specVersion, specName } = version();
  LastRuntimeUpgrade.set(ctx, { specVersion, specName });
  UpgradedToU32RefCount.set(ctx, true);
  UpgradedToTripleRefCount.set(ctx, true);
  Authorities.set(ctx, spec.authorities);
  let issued = 0n;
  for (const [who, free] of spec.balances) {
    if (free < EXISTENTIAL_DEPOSIT)
      throw new RangeError(`${who} would begin with ${free} rao, below the existential deposit`);
    Account.set(ctx, who, { ...NO_ACCOUNT, providers: 1, data: { ...NO_ACCOUNT.data, free } });
    issued += free;
  }
  TotalIssuance.set(ctx, rao(issued));
  Key.set(ctx, spec.sudo);
  if (spec.beaconKey) BeaconConfig.set(ctx, developmentBeacon(spec.beaconKey));
  buildGenesis(ctx, spec.rootOwner);
}
