import * as beacon from "./dev/beacon.ts";
import * as blocks from "./dev/blocks.ts";
import * as snapshots from "./dev/snapshots.ts";
import * as storage from "./dev/storage.ts";
import type { Handler, Method } from "./dispatcher.ts";
import * as author from "./substrate/author.ts";
import * as chain from "./substrate/chain.ts";
import * as dryRun from "./substrate/dry-run.ts";
import * as payment from "./substrate/payment.ts";
import * as state from "./substrate/state.ts";
import * as changes from "./substrate/storage-changes.ts";
import * as system from "./substrate/system.ts";
import { customMethods } from "./subtensor/custom.ts";

/** Other names of methods. Source: the `aliases` in sc-rpc-api. */
const ALIASES: Readonly<Record<string, string>> = {
  account_nextIndex: "system_accountNextIndex",
  chain_getHead: "chain_getBlockHash",
  chain_getFinalisedHead: "chain_getFinalizedHead",
  chain_getRuntimeVersion: "state_getRuntimeVersion",
  chain_subscribeNewHead: "chain_subscribeNewHeads",
  chain_unsubscribeNewHead: "chain_unsubscribeNewHeads",
  subscribe_newHead: "chain_subscribeNewHeads",
  unsubscribe_newHead: "chain_unsubscribeNewHeads",
  chain_subscribeFinalisedHeads: "chain_subscribeFinalizedHeads",
  chain_unsubscribeFinalisedHeads: "chain_unsubscribeFinalizedHeads",
  chain_subscribeRuntimeVersion: "state_subscribeRuntimeVersion",
  chain_unsubscribeRuntimeVersion: "state_unsubscribeRuntimeVersion",
  state_callAt: "state_call",
  state_getKeysPagedAt: "state_getKeysPaged",
  state_getStorageAt: "state_getStorage",
  state_getStorageHashAt: "state_getStorageHash",
  state_getStorageSizeAt: "state_getStorageSize",
  system_dryRunAt: "system_dryRun",
};

/** What strangers may not call. Source: the `with_extensions` methods of sc-rpc-api that check it. */
const UNSAFE = new Set([
  "author_removeExtrinsic",
  "state_getPairs",
  "state_queryStorage",
  "system_dryRun",
  "system_peers",
]);

/** Each export of a methods file that is named like a method is one. */
function exported(module: Readonly<Record<string, unknown>>): [string, Handler][] {
  return Object.entries(module).filter(
    (entry): entry is [string, Handler] =>
      typeof entry[1] === "function" && /^[a-z]+_[a-zA-Z]+$/.test(entry[0]),
  );
}

/** Every method by its name. Refused ones are there too, with the reason; `rpc_methods` hides them. */
export function rpcMethods(options: {
  readonly unsafe: boolean;
  readonly dev: boolean;
}): Map<string, Method> {
  const out = new Map<string, Method>();
  const add = (name: string, handler: Handler, refusal?: string): void => {
    out.set(name, { name, handler, calls: 0, errors: 0, seconds: 0, ...(refusal && { refusal }) });
  };
  for (const module of [author, chain, dryRun, payment, state, changes, system])
    for (const [name, handler] of exported(module))
      add(
        name,
        handler,
        UNSAFE.has(name) && !options.unsafe
          ? "RPC call is unsafe to be called externally"
          : undefined,
      );
  for (const [name, handler] of customMethods()) add(name, handler);
  for (const module of [beacon, blocks, snapshots, storage])
    for (const [name, handler] of exported(module))
      add(
        name,
        handler,
        options.dev
          ? undefined
          : `${name} is a development method: start the node with --dev or --rpc-methods unsafe`,
      );
  for (const [alias, name] of Object.entries(ALIASES)) {
    const method = out.get(name)!;
    out.set(alias, method);
  }
  return out;
}

/** Names that a client may call, in order. */
export const callableNames = (methods: ReadonlyMap<string, Method>): string[] =>
  [...methods]
    .filter(([, method]) => method.refusal === undefined)
    .map(([name]) => name)
    .sort();
