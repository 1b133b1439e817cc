import { toHex } from "@ganglion/primitives";
import type { RpcConnection } from "../connection.ts";
import type { RpcContext } from "../context.ts";
import { invalidParams } from "../error.ts";
import { hexText, RawJson } from "../json.ts";
import { blockParam, type Params, shown } from "../params.ts";

/** Hash of the block of a number, or of each number of a list; of the best block without one. */
export function chain_getBlockHash(node: RpcContext, params: Params): unknown {
  const wanted = params[0];
  if (wanted === undefined || wanted === null) return node.chain.head.hash;
  if (!Array.isArray(wanted)) return node.chain.hashOf(blockNumber(wanted)) ?? null;
  return wanted.map((each) => node.chain.hashOf(blockNumber(each)) ?? null);
}

function blockNumber(value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  if (typeof value === "string" && /^0x[0-9a-fA-F]{1,16}$/.test(value)) return Number(value);
  throw invalidParams(`a block number is an integer or 0x-hexadecimal, got ${shown(value)}`);
}

/** Hash of the last final block: the best one, unless the node was told to be later. */
export function chain_getFinalizedHead(node: RpcContext): string {
  return node.chain.finalized.hash;
}

/** Header of a block, by default the best; null if there is no such block. */
export function chain_getHeader(node: RpcContext, params: Params): unknown {
  const text = node.chain.headerText(blockParam(params, 0) ?? node.chain.head.hash);
  return text === undefined ? null : new RawJson(text);
}

/** Header and extrinsics of a block, by default the best; null if there is no such block. */
export function chain_getBlock(node: RpcContext, params: Params): unknown {
  const hash = blockParam(params, 0) ?? node.chain.head.hash;
  const header = node.chain.headerText(hash);
  const body = header === undefined ? undefined : node.chain.body(hash);
  if (body === undefined) return null;
  const extrinsics = body.map(hexText).join(",");
  const justification = node.chain.store.justification(hash);
  const justifications = justification ? `"${toHex(justification)}"` : "null";
  return new RawJson(
    `{"block":{"header":${header},"extrinsics":[${extrinsics}]},"justifications":${justifications}}`,
  );
}

function subscribeHeads(node: RpcContext, connection: RpcConnection, method: string): string {
  const { chain } = node;
  return connection.subscribe(method, (notify) => {
    const tell = (): void => notify(chain.headerText(chain.head.hash)!);
    tell();
    return chain.subscribe((event) => {
      if (event.type !== "patched") tell();
    });
  });
}

/** Notifies `chain_newHead` of each block that becomes the best. */
export function chain_subscribeNewHeads(node: RpcContext, _: Params, from: RpcConnection): string {
  return subscribeHeads(node, from, "chain_newHead");
}
export function chain_unsubscribeNewHeads(_: RpcContext, p: Params, from: RpcConnection): boolean {
  return from.unsubscribe(p[0], "chain_newHead");
}

/** Notifies `chain_finalizedHead` of each block that becomes final. */
export function chain_subscribeFinalizedHeads(
  node: RpcContext,
  _: Params,
  from: RpcConnection,
): string {
  const { chain } = node;
  return from.subscribe("chain_finalizedHead", (notify) => {
    let told: string | undefined;
    const tell = (): void => {
      const { hash } = chain.finalized;
      if (hash !== told) notify(chain.headerText((told = hash))!);
    };
    tell();
    return chain.subscribe(tell);
  });
}
export function chain_unsubscribeFinalizedHeads(
  _: RpcContext,
  p: Params,
  from: RpcConnection,
): boolean {
  return from.unsubscribe(p[0], "chain_finalizedHead");
}

/** Notifies `chain_allHead` of every block. */
export function chain_subscribeAllHeads(node: RpcContext, _: Params, from: RpcConnection): string {
  return subscribeHeads(node, from, "chain_allHead");
}
export function chain_unsubscribeAllHeads(_: RpcContext, p: Params, from: RpcConnection): boolean {
  return from.unsubscribe(p[0], "chain_allHead");
}
