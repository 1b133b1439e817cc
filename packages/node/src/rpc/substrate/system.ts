import { fromHex } from "@ganglion/primitives";
import type { RpcContext } from "../context.ts";
import { accountParam, type Params } from "../params.ts";

export const system_name = (): string => "Ganglion";
export const system_version = (node: RpcContext): string => node.version;
export const system_chain = (node: RpcContext): string => node.spec.name;
export const system_chainType = (node: RpcContext): string => node.spec.chainType;
export const system_properties = (node: RpcContext): unknown => node.spec.properties;
export const system_nodeRoles = (): string[] => ["Authority"];
// There is no peer-to-peer network: one node is the chain.
export const system_peers = (): unknown[] => [];
export const system_localListenAddresses = (): string[] => [];
export const system_health = (): unknown => ({
  peers: 0,
  isSyncing: false,
  shouldHavePeers: false,
});
export function system_syncState(node: RpcContext): unknown {
  const { number } = node.chain.head;
  return { startingBlock: 0, currentBlock: number, highestBlock: number };
}

/** The nonce that the account's next transaction needs, waiting ones counted. */
export function system_accountNextIndex(node: RpcContext, params: Params): number {
  const account = accountParam(params, 0);
  const answer = node.chain.call("AccountNonceApi_account_nonce", fromHex(account));
  const stateNonce = new DataView(answer.buffer, answer.byteOffset, 4).getUint32(0, true);
  return node.pool.nextNonce(account, stateNonce);
}

export function rpc_methods(node: RpcContext): unknown {
  return { methods: node.methodNames() };
}
