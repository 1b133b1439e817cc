import { blake2_256Hex } from "@ganglion/hash";
import { fromHex, type Hash, hash } from "@ganglion/primitives";
import type { Timer } from "../../env.ts";
import type { RpcConnection } from "../connection.ts";
import type { RpcContext } from "../context.ts";
import { invalidParams } from "../error.ts";
import { hexText, RawJson } from "../json.ts";
import { bytesParam, hexParam, type Params } from "../params.ts";

/** Takes a transaction into the pool; answers its hash. */
export function author_submitExtrinsic(node: RpcContext, params: Params): Hash {
  return node.pool.submit(bytesParam(params, 0, "extrinsic"));
}

// polkadot.js drops what it was doing for "inBlock" (asking for the block and its events) when
// "finalized" comes, so whoever waits for the first would never hear of it. A pause lets it finish:
// 50 ms here, four times that for the first block. The reference takes longer to finalize.
const FINALIZED_AFTER_MS = 300;

/** As submit; notifies `author_extrinsicUpdate` of what becomes of the transaction. */
export function author_submitAndWatchExtrinsic(
  node: RpcContext,
  params: Params,
  from: RpcConnection,
): string {
  const raw = bytesParam(params, 0, "extrinsic");
  return from.subscribe("author_extrinsicUpdate", (notify) => {
    let timer: Timer | undefined;
    const { stop } = node.pool.submitAndWatch(raw, (status) => {
      const tell = (): void => notify(JSON.stringify(status));
      if (typeof status === "object" && "finalized" in status)
        timer = node.env.after(FINALIZED_AFTER_MS, tell);
      else tell();
    });
    return () => {
      stop();
      timer?.cancel();
    };
  });
}
export function author_unwatchExtrinsic(
  _: RpcContext,
  params: Params,
  from: RpcConnection,
): boolean {
  return from.unsubscribe(params[0], "author_extrinsicUpdate");
}

/** Transactions that the next blocks will take, in that order. */
export function author_pendingExtrinsics(node: RpcContext): RawJson {
  return new RawJson(`[${node.pool.pending().map(hexText).join(",")}]`);
}

/** Takes transactions out of the pool: `[{"hash": …} | {"extrinsic": …}]`; answers the hashes of all that went. */
export function author_removeExtrinsic(node: RpcContext, params: Params): Hash[] {
  if (!Array.isArray(params[0])) throw invalidParams("parameter 0 is a list");
  const wanted = params[0].map((each: unknown): Hash => {
    const { hash: byHash, extrinsic } = (each ?? {}) as Record<string, unknown>;
    if (extrinsic !== undefined)
      return hash(blake2_256Hex(fromHex(hexParam([extrinsic], 0, "extrinsic"))));
    const found = hexParam([byHash], 0, "hash");
    if (found.length !== 66) throw invalidParams("a hash has 32 bytes");
    return hash(found);
  });
  return wanted.flatMap((each) => node.pool.discard(each, "removed"));
}
