import type { AnyItem, Pallet } from "@ganglion/frame";
import { blake2_128, twox64 } from "@ganglion/hash";
import { fromHex, type Hash, type Hex, toHex } from "@ganglion/primitives";
import type { RpcContext } from "../context.ts";
import { invalidParams, RpcError } from "../error.ts";
import { blockParam, hexParam, type Params, shown } from "../params.ts";
import { scaleOfJson } from "./scale-json.ts";

type Values = Map<Hex, Uint8Array | undefined>;

/**
 * Writes storage at the head: `[[key, value | null], …]` in hexadecimal, or by names
 * `{Pallet: {Item: value | [[keys, value], …], $removePrefix: [Item]}}`. The next block's state root
 * covers it. Answers the head's hash.
 */
export function dev_setStorage(node: RpcContext, params: Params): Hash {
  const at = blockParam(params, 1);
  if (at !== undefined && at !== node.chain.head.hash)
    throw invalidParams("storage can only be written at the head");
  const given = params[0];
  const values = Array.isArray(given) ? rawValues(given) : namedValues(node, given);
  node.chain.patch(values);
  return node.chain.head.hash;
}

function rawValues(pairs: readonly unknown[]): Values {
  const out: Values = new Map();
  for (const pair of pairs) {
    if (!Array.isArray(pair) || pair.length !== 2)
      throw invalidParams("each entry is a list of key and value");
    const key = hexParam(pair, 0, "storage key");
    if (key === "0x") throw invalidParams("a storage key has at least one byte");
    out.set(key, pair[1] === null ? undefined : fromHex(hexParam(pair, 1, "value")));
  }
  return out;
}

function namedValues(node: RpcContext, given: unknown): Values {
  if (typeof given !== "object" || given === null)
    throw invalidParams(`parameter 0 is a list or an object, got ${shown(given)}`);
  const { declaration } = node.runtime;
  if (!declaration) throw new RpcError(-32000, "this runtime declares no storage by name");
  const out: Values = new Map();
  for (const [name, items] of Object.entries(given)) {
    const pallet = declaration.pallets.find((each) => same(each.name, name));
    if (!pallet) throw invalidParams(`there is no pallet ${name}`);
    if (typeof items !== "object" || items === null)
      throw invalidParams(`${name}: an object of storage items expected`);
    for (const [item, value] of Object.entries(items))
      if (item === "$removePrefix") removePrefixes(node, { pallet, list: value, out });
      else setItem(itemOf(pallet, item), { value, where: `${name}.${item}`, out });
  }
  return out;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function itemOf(pallet: Pallet, name: string): AnyItem {
  const found = Object.entries(pallet.storage).find(([each]) => same(each, name));
  if (!found) throw invalidParams(`${pallet.name} has no storage item ${name}`);
  return found[1];
}

function removePrefixes(
  node: RpcContext,
  { pallet, list, out }: { pallet: Pallet; list: unknown; out: Values },
): void {
  if (!Array.isArray(list)) throw invalidParams("$removePrefix is a list of storage items");
  for (const name of list)
    for (const key of node.chain.keys(itemOf(pallet, String(name)).prefix)) out.set(key, undefined);
}

function setItem(
  item: AnyItem,
  { value, where, out }: { value: unknown; where: string; out: Values },
): void {
  const put = (key: Hex, content: unknown): void => {
    // As chopsticks has it: whatever is falsy deletes, except where it is a value of the type.
    const gone = content === null || content === undefined;
    out.set(key, gone ? undefined : scaleOfJson(item.value, content, where));
  };
  if (item.keys.length === 0) {
    put(item.prefix, value);
    return;
  }
  if (!Array.isArray(value)) throw invalidParams(`${where}: a list of [keys, value] expected`);
  for (const entry of value) {
    if (!Array.isArray(entry) || entry.length < 1 || entry.length > 2)
      throw invalidParams(`${where}: each entry is [keys, value]`);
    const keys: readonly unknown[] = Array.isArray(entry[0]) ? entry[0] : [entry[0]];
    put(keyOf(item, keys, where), entry[1]);
  }
}

function keyOf(item: AnyItem, keys: readonly unknown[], where: string): Hex {
  if (keys.length !== item.keys.length)
    throw invalidParams(`${where}: ${item.keys.length} keys expected, got ${keys.length}`);
  let out: string = item.prefix;
  item.keys.forEach(({ hasher, codec }, i) => {
    const raw = scaleOfJson(codec, keys[i], `${where} key ${i}`);
    const hash =
      hasher === "Blake2_128Concat"
        ? blake2_128(raw)
        : hasher === "Twox64Concat"
          ? twox64(raw)
          : new Uint8Array();
    out += toHex(hash).slice(2) + toHex(raw).slice(2);
  });
  return out as Hex;
}

interface StateDump {
  readonly format: "ganglion-state-1";
  readonly genesis: Hash;
  readonly block: { readonly number: number; readonly hash: Hash };
  readonly specVersion: number;
  readonly pairs: readonly (readonly [Hex, Hex])[];
}

/** The whole state at the head as a document; with a name or path it is written there instead. */
export function dev_dumpState(node: RpcContext, params: Params): unknown {
  const { chain } = node;
  const dump: StateDump = {
    format: "ganglion-state-1",
    genesis: chain.genesisHash,
    block: { number: chain.head.number, hash: chain.head.hash },
    specVersion: node.runtime.version.specVersion,
    pairs: [...chain.keys("0x")].map((key) => [key, toHex(chain.get(key)!)] as const),
  };
  const path = params[0];
  if (path === undefined || path === null) return dump;
  if (typeof path !== "string" || path === "") throw invalidParams("parameter 0 is a file name");
  return node.env.keep(path, `${JSON.stringify(dump)}\n`);
}

/** Makes the head's state the one of a document of `dev_dumpState`. Answers the head's hash. */
export function dev_loadState(node: RpcContext, params: Params): Hash {
  const dump = params[0] as Partial<StateDump> | null | undefined;
  if (dump?.format !== "ganglion-state-1" || !Array.isArray(dump.pairs))
    throw invalidParams("parameter 0 is a document of dev_dumpState");
  const { specVersion } = node.runtime.version;
  if (dump.specVersion !== specVersion)
    throw invalidParams(
      `the document is of spec ${dump.specVersion}, this chain of ${specVersion}`,
    );
  const values = rawValues(dump.pairs);
  for (const key of node.chain.keys("0x")) if (!values.has(key)) values.set(key, undefined);
  node.chain.patch(values);
  return node.chain.head.hash;
}
