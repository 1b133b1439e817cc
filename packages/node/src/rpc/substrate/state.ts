import { blake2_256 } from "@ganglion/hash";
import type { Hash, Hex } from "@ganglion/primitives";
import { blockWithState } from "../block.ts";
import type { RpcConnection } from "../connection.ts";
import type { RpcContext } from "../context.ts";
import { INVALID_COUNT, RpcError } from "../error.ts";
import { hexJson, hexText, RawJson } from "../json.ts";
import {
  bytesParam,
  hexParam,
  integerParam,
  keysParam,
  type Params,
  textParam,
} from "../params.ts";

// Source: sc-rpc state, STORAGE_KEYS_PAGED_MAX_COUNT.
const MOST_KEYS_OF_A_PAGE = 1000;
/** Beyond this an answer would not fit into the memory of those who ask. */
const MOST_KEYS = 500_000;
const MOST_PAIRS = 100_000;
const MOST_PROOF_KEYS = 1024;

const isAbsent = (value: unknown): boolean => value === undefined || value === null;
const tooMany = (value: number | string, max: number): RpcError =>
  new RpcError(INVALID_COUNT, `count exceeds maximum value. value: ${value}, max: ${max}`);

/** The value of a storage key at a block; null if there is none. */
export function state_getStorage(node: RpcContext, params: Params): unknown {
  const isHead = isAbsent(params[1]) || params[1] === node.chain.head.hash;
  // Nothing is asked as often: a key that was found is not even looked at again.
  const known = isHead ? node.atHead.storage.get(params[0]) : undefined;
  if (known) return known;
  const key = hexParam(params, 0, "storage key");
  const value = node.chain.get(key, blockWithState(node, params, 1));
  if (value === undefined) return null;
  return isHead ? node.atHead.storage.keep(key, hexJson(value)) : hexJson(value);
}

/** blake2b-256 of the value. */
export function state_getStorageHash(node: RpcContext, params: Params): unknown {
  const key = hexParam(params, 0, "storage key");
  const value = node.chain.get(key, blockWithState(node, params, 1));
  return value === undefined ? null : hexJson(blake2_256(value));
}

/** Bytes of the value; of all values below the key if it has none itself. */
export function state_getStorageSize(node: RpcContext, params: Params): number | null {
  const key = hexParam(params, 0, "storage key");
  const at = blockWithState(node, params, 1);
  const own = node.chain.get(key, at);
  if (own !== undefined) return own.length;
  let size = 0;
  for (const each of keysBelow(node, key, { at, most: MOST_KEYS }))
    size += node.chain.get(each, at)?.length ?? 0;
  return size || null;
}

/** Keys below a prefix in order, at most 1000, strictly after a given one. */
export function state_getKeysPaged(node: RpcContext, params: Params): unknown {
  const prefix = isAbsent(params[0]) ? "0x" : hexParam(params, 0, "prefix");
  const count = integerParam(params, 1, { what: "count", max: 0xffffffff });
  if (count > MOST_KEYS_OF_A_PAGE) throw tooMany(count, MOST_KEYS_OF_A_PAGE);
  const startAfter = isAbsent(params[2]) ? undefined : hexParam(params, 2, "start key");
  const at = blockWithState(node, params, 3);
  const page: Hex[] = [];
  if (count > 0)
    for (const key of node.chain.keys(prefix, { at, ...(startAfter && { startAfter }) })) {
      page.push(key);
      if (page.length === count) break;
    }
  return page.length === 0 ? page : new RawJson(`["${page.join('","')}"]`);
}

/** All keys below a prefix. */
export function state_getKeys(node: RpcContext, params: Params): Hex[] {
  const prefix = hexParam(params, 0, "prefix");
  return keysBelow(node, prefix, { at: blockWithState(node, params, 1), most: MOST_KEYS });
}

/** All keys below a prefix with their values. */
export function state_getPairs(node: RpcContext, params: Params): RawJson {
  const prefix = hexParam(params, 0, "prefix");
  const at = blockWithState(node, params, 1);
  const keys = keysBelow(node, prefix, { at, most: MOST_PAIRS });
  return new RawJson(`[${keys.map((key) => pairText(node, key, at)).join(",")}]`);
}

function keysBelow(node: RpcContext, prefix: Hex, options: { at: Hash; most: number }): Hex[] {
  const out: Hex[] = [];
  for (const key of node.chain.keys(prefix, { at: options.at })) {
    if (out.length === options.most) throw tooMany(`more than ${options.most}`, options.most);
    out.push(key);
  }
  return out;
}

export function pairText(node: RpcContext, key: Hex, at: Hash): string {
  const value = node.chain.get(key, at);
  return `["${key}",${value ? hexText(value) : "null"}]`;
}

/** A proof of what stands under some keys at a block, present or absent. */
export function state_getReadProof(node: RpcContext, params: Params): RawJson {
  const keys = keysParam(params, 0, MOST_PROOF_KEYS);
  const at = blockWithState(node, params, 1);
  const proof = node.chain.store.proof(at, keys).map(hexText).join(",");
  return new RawJson(`{"at":"${at}","proof":[${proof}]}`);
}

/** Answers a runtime API: SCALE in, SCALE out. */
export function state_call(node: RpcContext, params: Params): RawJson {
  const method = textParam(params, 0, "method");
  const input = isAbsent(params[1]) ? new Uint8Array() : bytesParam(params, 1, "input");
  const at = blockWithState(node, params, 2);
  // Large, and the same at every block: the runtime never changes.
  if (method.startsWith("Metadata_")) return metadataCall(node, method, input);
  if (at !== node.chain.head.hash) return hexJson(node.chain.call(method, input, at));
  // Many clients ask for the same metagraph at every block.
  const question = `${method}:${params[1]}`;
  return (
    node.atHead.calls.get(question) ??
    node.atHead.calls.keep(question, hexJson(node.chain.call(method, input, at)))
  );
}

const metadataTexts = new WeakMap<object, Map<string, RawJson>>();
function metadataCall(node: RpcContext, method: string, input: Uint8Array): RawJson {
  let texts = metadataTexts.get(node.runtime);
  if (!texts) metadataTexts.set(node.runtime, (texts = new Map()));
  const key = `${method}:${input.join()}`;
  const known = texts.get(key);
  if (known) return known;
  const text = hexJson(node.chain.call(method, input));
  // Every wrong version asks for another entry; right ones are few.
  if (texts.size < 8) texts.set(key, text);
  return text;
}

/** Metadata in version 14, as old clients read it. */
export function state_getMetadata(node: RpcContext, params: Params): RawJson {
  blockWithState(node, params, 0);
  return hexJson(node.runtime.metadata(14));
}

export function state_getRuntimeVersion(node: RpcContext, params: Params): unknown {
  blockWithState(node, params, 0);
  return runtimeVersionJson(node);
}

function runtimeVersionJson(node: RpcContext): RawJson {
  const { version } = node.runtime;
  return new RawJson(
    JSON.stringify({
      specName: version.specName,
      implName: version.implName,
      authoringVersion: version.authoringVersion,
      specVersion: version.specVersion,
      implVersion: version.implVersion,
      apis: version.apis,
      transactionVersion: version.transactionVersion,
      systemVersion: version.systemVersion,
      stateVersion: version.systemVersion,
    }),
  );
}

/** Notifies `state_runtimeVersion`; once only, as the runtime never changes. */
export function state_subscribeRuntimeVersion(
  node: RpcContext,
  _: Params,
  from: RpcConnection,
): string {
  return from.subscribe("state_runtimeVersion", (notify) => {
    notify(runtimeVersionJson(node).text);
    return () => {};
  });
}
export function state_unsubscribeRuntimeVersion(
  _: RpcContext,
  params: Params,
  from: RpcConnection,
): boolean {
  return from.unsubscribe(params[0], "state_runtimeVersion");
}
