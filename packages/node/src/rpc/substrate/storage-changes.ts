import { equalBytes, type Hash, type Hex } from "@ganglion/primitives";
import { blockWithState } from "../block.ts";
import type { RpcConnection } from "../connection.ts";
import type { RpcContext } from "../context.ts";
import { INVALID_BLOCK_RANGE, RpcError } from "../error.ts";
import { hexText, RawJson } from "../json.ts";
import { keysParam, type Params } from "../params.ts";
import { pairText } from "./state.ts";

const MOST_KEYS = 100_000;
const MOST_WATCHED_KEYS = 10_000;
/** Keys times blocks that one request may read. */
const MOST_READS = 1_000_000;

const changeSet = (block: Hash, pairs: readonly string[]): string =>
  `{"block":"${block}","changes":[${pairs.join(",")}]}`;

/** Values of some keys at one block. */
export function state_queryStorageAt(node: RpcContext, params: Params): RawJson {
  const keys = keysParam(params, 0, MOST_KEYS);
  const at = blockWithState(node, params, 1);
  const pairs = keys.map((key) => pairText(node, key, at));
  return new RawJson(pairs.length === 0 ? "[]" : `[${changeSet(at, pairs)}]`);
}

/** Values of some keys at a block, and how they changed in each block up to another. */
export function state_queryStorage(node: RpcContext, params: Params): RawJson {
  const keys = keysParam(params, 0, MOST_KEYS);
  const from = blockWithState(node, params, 1);
  const to = blockWithState(node, params, 2);
  const first = node.chain.numberOf(from)!;
  const last = node.chain.numberOf(to)!;
  const refuse = (why: string): RpcError =>
    new RpcError(
      INVALID_BLOCK_RANGE,
      `Cannot resolve a block range ['${from}' ... '${to}']. ${why}`,
    );
  if (first > last) throw refuse(`from number: ${first} > to number: ${last}`);
  if ((last - first + 1) * keys.length > MOST_READS)
    throw refuse(`keys times blocks is more than ${MOST_READS}`);
  const before = new Map<Hex, Uint8Array | undefined>();
  const sets: string[] = [];
  for (let number = first; number <= last; number++) {
    const block = node.chain.hashOf(number)!;
    const pairs: string[] = [];
    for (const key of keys) {
      const value = node.chain.get(key, block);
      if (number > first && same(before.get(key), value)) continue;
      before.set(key, value);
      pairs.push(`["${key}",${value ? hexText(value) : "null"}]`);
    }
    if (pairs.length > 0) sets.push(changeSet(block, pairs));
  }
  return new RawJson(`[${sets.join(",")}]`);
}

function same(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a, b);
}

/**
 * Notifies `state_storage` of the values of some keys now, and of those that change later; without
 * a list of every change.
 */
export function state_subscribeStorage(
  node: RpcContext,
  params: Params,
  from: RpcConnection,
): string {
  const { chain } = node;
  const all = params[0] === undefined || params[0] === null;
  const keys = all ? [] : keysParam(params, 0, MOST_WATCHED_KEYS);
  const wanted = new Set(keys);
  return from.subscribe("state_storage", (notify) => {
    const tell = (some: readonly Hex[]): void => {
      const { hash } = chain.head;
      notify(
        changeSet(
          hash,
          some.map((key) => pairText(node, key, hash)),
        ),
      );
    };
    if (!all) tell(keys);
    return chain.subscribe((event) => {
      if (event.type === "reverted") {
        // What the forgotten blocks changed is not known any more.
        tell(keys);
        return;
      }
      const changed = event.type === "block" ? event.block.changed : event.changed;
      const touched = all ? changed : changed.filter((key) => wanted.has(key));
      if (touched.length > 0) tell(touched);
    });
  });
}
export function state_unsubscribeStorage(
  _: RpcContext,
  params: Params,
  from: RpcConnection,
): boolean {
  return from.unsubscribe(params[0], "state_storage");
}
