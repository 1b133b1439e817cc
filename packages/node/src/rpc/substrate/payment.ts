import { concatBytes, type Hash } from "@ganglion/primitives";
import { Reader, readCompact } from "@ganglion/scale";
import { blockWithState } from "../block.ts";
import type { RpcContext } from "../context.ts";
import { RawJson } from "../json.ts";
import { bytesParam, type Params } from "../params.ts";

const CLASSES = ["normal", "operational", "mandatory"];

function ask(node: RpcContext, method: string, options: { raw: Uint8Array; at: Hash }): Reader {
  const { raw, at } = options;
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, raw.length, true);
  const input = concatBytes(raw, length);
  return new Reader(node.chain.call(`TransactionPaymentApi_${method}`, input, at));
}

const u64 = (r: Reader): bigint => r.view.getBigUint64(r.take(8), true);

/** Weight, class and fee of an extrinsic. Source: pallet-transaction-payment-rpc, RuntimeDispatchInfo. */
export function payment_queryInfo(node: RpcContext, params: Params): RawJson {
  const raw = bytesParam(params, 0, "extrinsic");
  const r = ask(node, "query_info", { raw, at: blockWithState(node, params, 1) });
  const refTime = readCompact(r, 64);
  const proofSize = readCompact(r, 64);
  const kind = CLASSES[r.bytes[r.take(1)]!] ?? "normal";
  // Written by hand: the weights may exceed what a JavaScript number holds exactly.
  return new RawJson(
    `{"weight":{"ref_time":${refTime},"proof_size":${proofSize}},"class":"${kind}","partialFee":"${u64(r)}"}`,
  );
}

/** The parts of an extrinsic's fee; null for one that pays none. */
export function payment_queryFeeDetails(node: RpcContext, params: Params): unknown {
  const raw = bytesParam(params, 0, "extrinsic");
  const r = ask(node, "query_fee_details", { raw, at: blockWithState(node, params, 1) });
  if (r.bytes[r.take(1)] === 0) return { inclusionFee: null };
  const part = (): string => `0x${u64(r).toString(16)}`;
  return { inclusionFee: { baseFee: part(), lenFee: part(), adjustedWeightFee: part() } };
}
