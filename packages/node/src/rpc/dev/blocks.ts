import type { Hash } from "@ganglion/primitives";
import { BATCH_MS, type SealMode } from "../../author/mode.ts";
import { AURA_CURRENT_SLOT, TIMESTAMP_NOW } from "../../author/slots.ts";
import { u64Bytes } from "../../chain/header.ts";
import type { RpcContext } from "../context.ts";
import { invalidParams, RpcError } from "../error.ts";
import { blockParam, bytesParam, integerParam, type Params, shown } from "../params.ts";

// After so long the loop lets sockets breathe before it goes on: pings want their answers.
const SLICE_MS = 100;
const MOST_BLOCKS = 1_000_000;
/** Times below this are seconds since 1970, above it milliseconds: the year 5138, and March 1973. */
const SECONDS_BELOW = 100_000_000_000;

/**
 * Makes blocks: `count` of them, or up to height `to`, by default one. `transactions` go into the
 * first without waiting in the pool; `unixTimestamp` is its time. Answers the last one's hash.
 */
export function dev_newBlock(node: RpcContext, params: Params): Hash | Promise<Hash> {
  const options = (params[0] ?? {}) as Record<string, unknown>;
  if (typeof options !== "object" || Array.isArray(options))
    throw invalidParams(`parameter 0 is an object, got ${shown(options)}`);
  const transactions = options["transactions"] ?? [];
  if (!Array.isArray(transactions)) throw invalidParams("transactions is a list");
  const requested = transactions.map((_, i) => bytesParam(transactions, i, "transaction"));
  const timestampMs =
    options["unixTimestamp"] === undefined ? undefined : timeMs(options["unixTimestamp"]);
  if (timestampMs !== undefined) node.author.travelTo(timestampMs);
  const last = node.chain.head.number + blockCount(node, options);
  let first = true;
  return mineTo(node, last, () => {
    node.author.createBlock(first ? { transactions: requested } : {});
    first = false;
  });
}

function blockCount(node: RpcContext, options: Record<string, unknown>): number {
  const of = (name: string): number | undefined =>
    options[name] === undefined || options[name] === null
      ? undefined
      : integerParam([options[name]], 0, { what: name, max: 0xffffffff });
  const to = of("to");
  const count = Math.max(1, to === undefined ? (of("count") ?? 1) : to - node.chain.head.number);
  if (count > MOST_BLOCKS)
    throw invalidParams(`at most ${MOST_BLOCKS} blocks at once, got ${count}`);
  return count;
}

/** Runs `make` until the head stands at `last`; at once, unless it takes long. */
function mineTo(node: RpcContext, last: number, make: () => void): Hash | Promise<Hash> {
  const { chain, env } = node;
  const slice = (): boolean => {
    const until = env.monotonicMs() + SLICE_MS;
    while (chain.head.number < last) {
      make();
      if (env.monotonicMs() > until) return chain.head.number >= last;
    }
    return true;
  };
  if (slice()) return chain.head.hash;
  return new Promise((resolve, reject) => {
    const goOn = (): void => {
      try {
        if (slice()) resolve(chain.head.hash);
        else env.after(0, goOn);
      } catch (error) {
        reject(error);
      }
    };
    env.after(0, goOn);
  });
}

/**
 * Makes blocks until a subnet's next epoch has run, or `n` of them. Answers the last block's hash.
 */
export async function dev_mineToEpoch(node: RpcContext, params: Params): Promise<Hash> {
  const netuid = integerParam(params, 0, { what: "netuid", max: 0xffff });
  const epochs =
    params[1] === undefined || params[1] === null
      ? 1
      : integerParam(params, 1, { what: "epochs", max: 10_000 });
  for (let i = 0; i < epochs; i++) {
    const input = new Uint8Array([netuid & 255, netuid >> 8]);
    const answer = node.chain.call("SubnetInfoRuntimeApi_get_next_epoch_start_block", input);
    if (answer[0] !== 1 || answer.length !== 9)
      throw new RpcError(-32000, `subnet ${netuid} has no epochs`);
    const due = Number(new DataView(answer.buffer, answer.byteOffset + 1, 8).getBigUint64(0, true));
    const target = Math.max(due, node.chain.head.number + 1);
    if (target - node.chain.head.number > MOST_BLOCKS)
      throw new RpcError(-32000, `the next epoch of subnet ${netuid} is at block ${target}`);
    await mineTo(node, target, () => node.author.createBlock());
  }
  return node.chain.head.hash;
}

/** Sets the chain's clock, backwards too: the next block follows it. Answers milliseconds since 1970. */
export function dev_timeTravel(node: RpcContext, params: Params): number {
  const ms = timeMs(params[0]);
  node.author.travelTo(ms);
  node.chain.patch(
    new Map([
      [TIMESTAMP_NOW, u64Bytes(ms)],
      [AURA_CURRENT_SLOT, u64Bytes(Math.floor(ms / node.author.slotMs))],
    ]),
  );
  return ms;
}

function timeMs(value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value) && value > 0 && value < 2 ** 48)
    return Math.floor(value < SECONDS_BELOW ? value * 1000 : value);
  const parsed = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (Number.isFinite(parsed) && parsed > 0) return parsed;
  throw invalidParams(`a time is a date or milliseconds since 1970, got ${shown(value)}`);
}

/** Sets the head to a block of the chain: by hash, by number, or by zero or less from the head. */
export function dev_setHead(node: RpcContext, params: Params): Hash {
  const { chain } = node;
  const wanted = params[0];
  if (typeof wanted === "number" && Number.isInteger(wanted))
    return chain.revertTo(wanted > 0 ? wanted : chain.head.number + wanted).hash;
  const hash = blockParam(params, 0);
  if (hash === undefined) throw invalidParams("parameter 0 is a block hash or a number");
  return chain.revertTo(hash).hash;
}

/** `Batch`, `Instant`, `Manual`, also as 1, 2, 3; or `{"Interval": milliseconds}`. */
export function dev_setBlockBuildMode(node: RpcContext, params: Params): null {
  node.author.mode = modeOf(params[0]);
  return null;
}

function modeOf(value: unknown): SealMode {
  const name = typeof value === "string" ? value.toLowerCase() : value;
  if (name === "batch" || name === 1) return { type: "batch", ms: BATCH_MS };
  if (name === "instant" || name === 2) return { type: "instant" };
  if (name === "manual" || name === 3) return { type: "manual" };
  if (typeof value === "object" && value !== null && "Interval" in value) {
    const ms = integerParam([value.Interval], 0, { what: "interval", max: 86_400_000 });
    if (ms > 0) return { type: "interval", ms };
  }
  throw invalidParams(`a mode is Batch, Instant or Manual, got ${shown(value)}`);
}

// Source: sc-consensus-manual-seal, error.rs codes.
const EMPTY_POOL = 12_000;
const BLOCK_NOT_FOUND = 13_000;

/** Manual seal's way to make a block: `createEmpty`, `finalize`, `parentHash`. */
export function engine_createBlock(node: RpcContext, params: Params): unknown {
  const parent = blockParam(params, 2);
  if (parent !== undefined && parent !== node.chain.head.hash)
    throw new RpcError(
      BLOCK_NOT_FOUND,
      `Block ${parent} is not the best block: this chain has no forks`,
    );
  if (params[0] !== true && node.pool.readyCount === 0)
    throw new RpcError(
      EMPTY_POOL,
      "Transaction pool is empty, set create_empty to true, if you want to create empty blocks",
    );
  const { hash } = node.author.createBlock();
  const aux = {
    header_only: false,
    clear_justification_requests: false,
    needs_justification: false,
    bad_justification: false,
    is_new_best: true,
  };
  return { hash, aux, proof_size: 0 };
}

/** True for every block of the chain: without forks there is nothing to decide. */
export function engine_finalizeBlock(node: RpcContext, params: Params): boolean {
  const hash = blockParam(params, 0);
  if (hash !== undefined && node.chain.numberOf(hash) !== undefined) return true;
  throw new RpcError(BLOCK_NOT_FOUND, `Block ${hash} does not exist`);
}
