import { apiMethod, type Ctx, type RuntimeApi } from "@ganglion/frame";
import { toHex } from "@ganglion/primitives";
import { bool, fixedBytes, option } from "@ganglion/scale";
import { shieldKeyHash } from "../pallets/shield/keys.ts";
import {
  type ShieldedTransaction,
  shieldedTransaction,
} from "../pallets/shield/shielded-transaction.ts";
import { opaqueExtrinsic } from "./opaque.ts";

/**
 * What authors ask about encrypted transactions. The reference's third method opens one with the author's secret key:
 * here no secret ever comes into the runtime, the node opens by itself.
 * Source: stp_shield runtime_api.rs
 */
export const shieldApi = (
  read: (ctx: Ctx, raw: Uint8Array) => ShieldedTransaction | undefined,
): RuntimeApi => ({
  name: "ShieldApi",
  version: 1,
  methods: {
    tryDecodeShieldedTx: apiMethod({
      inputs: { uxt: opaqueExtrinsic },
      output: option(shieldedTransaction),
      run: (ctx, { uxt }) => read(ctx, uxt),
    }),
    isShieldedUsingCurrentKey: apiMethod({
      inputs: { keyHash: fixedBytes(16) },
      output: bool,
      run: (ctx, { keyHash }) => toHex(keyHash) === shieldKeyHash(ctx),
    }),
  },
});
