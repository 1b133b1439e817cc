import type { Hash } from "@ganglion/primitives";
import type { RpcContext } from "./context.ts";
import { CLIENT_ERROR, RpcError } from "./error.ts";
import { blockParam, type Params } from "./params.ts";

/**
 * The block that a parameter names, the best one if it names none; its state is kept.
 * @throws RpcError -32602, 4003
 */
export function blockWithState(node: RpcContext, params: Params, at: number): Hash {
  const { chain } = node;
  const hash = blockParam(params, at);
  if (hash === undefined || hash === chain.head.hash) return chain.head.hash;
  const number = chain.numberOf(hash);
  // The sentences that clients look for; source: sp_blockchain::Error, sp_api::ApiError.
  if (number === undefined)
    throw new RpcError(
      CLIENT_ERROR,
      `Client error: Api called for an unknown Block: Header was not found in the database: ${hash}`,
    );
  if (number < chain.store.oldestState)
    throw new RpcError(
      CLIENT_ERROR,
      `Client error: Api called for an unknown Block: State already discarded for ${hash}`,
      `the oldest state kept is that of block ${chain.store.oldestState}; --pruning archive keeps all`,
    );
  return hash;
}
