import { dispatchResult } from "@ganglion/frame";
import { concatBytes, fromHex } from "@ganglion/primitives";
import { encode } from "@ganglion/scale";
import { AURA, nextSlotTime } from "../../author/slots.ts";
import { u64Bytes } from "../../chain/header.ts";
import { blockWithState } from "../block.ts";
import type { RpcContext } from "../context.ts";
import { RpcError, VERIFICATION_ERROR } from "../error.ts";
import { hexJson, type RawJson } from "../json.ts";
import { bytesParam, type Params } from "../params.ts";

const EXTERNAL = 2;
const IS_ERROR = 1;

/**
 * What an extrinsic would do in the block after one, by default after the best: SCALE bytes of an
 * `ApplyExtrinsicResult`. Nothing is changed.
 */
export function system_dryRun(node: RpcContext, params: Params): RawJson {
  const raw = bytesParam(params, 0, "extrinsic");
  const at = blockWithState(node, params, 1);
  const { chain, author } = node;
  const question = concatBytes(Uint8Array.of(EXTERNAL), raw, fromHex(at));
  const validity = chain.call("TaggedTransactionQueue_validate_transaction", question, at);
  // The same error stands in the same place of both results.
  if (validity[0] === IS_ERROR) return hexJson(validity);
  return chain.peek((state) => {
    const { slot, timestampMs } = nextSlotTime(chain, {
      nowMs: author.nowMs(),
      slotMs: author.slotMs,
    });
    const builder = node.runtime.initializeBlock(state, {
      number: chain.numberOf(at)! + 1,
      parentHash: at,
      digest: [{ type: "PreRuntime", engine: AURA, data: u64Bytes(slot) }],
    });
    builder.applyInherents({ timestampMs: BigInt(timestampMs) });
    const result = builder.apply(raw);
    if (!result.ok)
      throw new RpcError(VERIFICATION_ERROR, `Verification Error: ${result.error.value.type}`);
    const { dispatched } = result;
    const outcome = dispatched.ok
      ? ({ ok: true, value: undefined } as const)
      : ({ ok: false, error: dispatched.refusal.error } as const);
    return hexJson(concatBytes(Uint8Array.of(0), encode(dispatchResult, outcome)));
  }, at);
}
