import { byMode, constant } from "@ganglion/frame";
import { rao, utf8Bytes } from "@ganglion/primitives";
import { rao as raoCodec, u32 } from "@ganglion/scale";
import { palletId } from "../../pallet-account.ts";

/** Source: runtime/src/lib.rs */
export const Constants = {
  PalletId: constant(palletId, utf8Bytes("bt/cloan")),
  MinimumDeposit: constant(raoCodec, rao(10_000_000_000n)),
  AbsoluteMinimumContribution: constant(raoCodec, rao(100_000_000n)),
  /** Blocks: a week to two months. */
  MinimumBlockDuration: constant(u32, byMode({ normal: 50_400, fast: 50 })),
  MaximumBlockDuration: constant(u32, byMode({ normal: 432_000, fast: 20_000 })),
  /** Contributors that one call pays back. */
  RefundContributorsLimit: constant(u32, 50),
  MaxContributors: constant(u32, 500),
};
