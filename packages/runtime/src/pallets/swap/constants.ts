import { constant } from "@ganglion/frame";
import { MINIMUM_RESERVE } from "@ganglion/math";
import { fromHex } from "@ganglion/primitives";
import { u16, u64 } from "@ganglion/scale";
import { palletId } from "../../pallet-account.ts";
import { nonZeroU64 } from "./types.ts";

export const Constants = {
  /** `ten/swap` */
  ProtocolId: constant(palletId, fromHex("0x74656e2f73776170")),
  /** 65535 = 100 % */
  MaxFeeRate: constant(u16, 10_000),
  MinimumLiquidity: constant(u64, 1000n),
  /** Rao that the side which pays out must hold. */
  MinimumReserve: constant(nonZeroU64, MINIMUM_RESERVE),
};
