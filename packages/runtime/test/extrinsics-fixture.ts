import {
  type AnyCall,
  type Context,
  encodeExtrinsic,
  type RuntimeCall,
  runtimeCall,
  runtimeCallOf,
  State,
} from "@ganglion/frame";
import { hash } from "@ganglion/primitives";
import { encode } from "@ganglion/scale";
import { EXTENSIONS } from "../src/extensions/list.ts";
import { BlockHash, Number as BlockNumber } from "../src/pallets/system/storage.ts";
import { Runtime } from "../src/runtime.ts";
import { account, endow, UNIT } from "./subnet-fixture.ts";

/** Has 10 TAO. */
export const SIGNER = account(6);
const absent = () => {
  throw new Error("no beacon here");
};
export const runtime = new Runtime({
  chain: { fast: false, faucet: false },
  verify: () => true,
  beacon: { verifyPulse: absent, openTimelock: absent },
});

/** Block 10 of a chain on which the signer has 10 TAO. */
export function chain(): Context {
  const ctx = runtime.executive.context(new State({ get: () => undefined, keys: () => [] }));
  BlockNumber.set(ctx, 10);
  BlockHash.set(ctx, 0, hash(`0x${"11".repeat(32)}`));
  endow(ctx, SIGNER, 10n * UNIT);
  ctx.block = 10n;
  ctx.events.length = 0;
  return ctx;
}

/** An extrinsic of the signer, by default the first; any signature holds. */
export function signedBy(call: RuntimeCall, who = SIGNER, nonce = 0): Uint8Array {
  const extra = EXTENSIONS.map(({ identifier }) => {
    if (identifier === "CheckMortality") return { type: "Immortal" };
    if (identifier === "CheckNonce") return nonce;
    if (identifier === "ChargeTransactionPayment") return 0n;
    return identifier === "CheckMetadataHash" ? { mode: "Disabled" } : {};
  });
  const signature = { type: "Sr25519", value: new Uint8Array(64) } as const;
  const signer = { address: { type: "Id", value: who } as const, signature, extra };
  return encodeExtrinsic({ signer, callBytes: encode(runtimeCall, call) }, EXTENSIONS);
}

export const of = (call: AnyCall | undefined, args: Record<string, unknown>): RuntimeCall =>
  runtimeCallOf(call!, args as never);
