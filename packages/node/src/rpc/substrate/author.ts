import { blake2_256Hex } from "@ganglion/hash";
import { fromHex, type Hash, hash } from "@ganglion/primitives";
import type { RpcConnection } from "../connection.ts";
import type { RpcContext } from "../context.ts";
import { invalidParams } from "../error.ts";
import { hexText, RawJson } from "../json.ts";
import { bytesParam, hexParam, type Params } from "../params.ts";

/** Takes a transaction into the pool; answers its hash. */
export function author_submitExtrinsic(node: RpcContext, params: Params): Hash {
  return node.pool.submit(bytesParam(params, 0, "extrinsic"));
}

/** As submit; notifies `author_extrinsicUpdate` of what becomes of the transaction. */
export function author_submitAndWatchExtrinsic(
  node: RpcContext,
  params: Params,
  from: RpcConnection,
): string {
  const raw = bytesParam(params, 0, "extrinsic");
  return from.subscribe(
    "author_extrinsicUpdate",
    (notify) => node.pool.submitAndWatch(raw, (status) => notify(JSON.stringify(status))).stop,
  );
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
