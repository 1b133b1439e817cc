import { beacon, devKeypair, type Keypair, sign, verify } from "@ganglion/crypto";
import {
  type Era,
  encodeExtrinsic,
  type Pallet,
  type RuntimeCall,
  runtimeCall,
  signingPayload,
} from "@ganglion/frame";
import { type AccountId, accountId, type Hash, toHex } from "@ganglion/primitives";
import { EXTENSIONS, localSpec, PALLETS, Runtime } from "@ganglion/runtime";
import { encode } from "@ganglion/scale";
import type { ChainBlock } from "../src/chain/chain.ts";
import { VirtualEnv } from "../src/env.ts";
import { type Node, type NodeOptions, startNode } from "../src/node.ts";
import { rememberVerified } from "../src/pool/verified.ts";
import { START_MS } from "./harness.ts";

// The chain's real rules behind the shell, and transactions as clients sign them.

export const alice = devKeypair("Alice");
export const bob = devKeypair("Bob");
export const accountOf = (key: Keypair): AccountId => accountId(toHex(key.publicKey));

/** A call by the names of the wire. */
export function callOf(
  palletName: string,
  name: string,
  args: Record<string, unknown>,
): RuntimeCall {
  const pallet: Pallet = PALLETS.find((each) => each.name === palletName)!;
  return { call: pallet.calls[name]!, args };
}
export const transfer = (to: Keypair, value: bigint): RuntimeCall =>
  callOf("Balances", "transferKeepAlive", {
    dest: { type: "Id", value: accountOf(to) },
    value,
  });

export interface Signing {
  readonly call: RuntimeCall;
  readonly who?: Keypair;
  readonly nonce: number;
  readonly tip?: bigint;
  readonly era?: Era;
  readonly genesis: Hash;
  /** Hash of the era's first block; the genesis for immortal ones. */
  readonly birth?: Hash;
  readonly specVersion?: number;
}

const VERSION = new Runtime({ chain: localSpec({ fast: true }).chain, verify, beacon }).version;

/** A signed extrinsic in version 4. */
export function signed(signing: Signing): Uint8Array {
  const { call, who = alice, nonce, genesis } = signing;
  const callBytes = encode(runtimeCall, call);
  const extras: Record<string, unknown> = {
    CheckMortality: signing.era ?? { type: "Immortal" },
    CheckNonce: nonce,
    ChargeTransactionPayment: signing.tip ?? 0n,
    CheckMetadataHash: { mode: "Disabled" },
  };
  const additionals: Record<string, unknown> = {
    CheckSpecVersion: signing.specVersion ?? VERSION.specVersion,
    CheckTxVersion: VERSION.transactionVersion,
    CheckGenesis: genesis,
    CheckMortality: signing.birth ?? genesis,
  };
  const extra = EXTENSIONS.map(({ identifier }) => extras[identifier] ?? {});
  const additional = EXTENSIONS.map(({ identifier }) => additionals[identifier]);
  const payload = signingPayload(callBytes, { extensions: EXTENSIONS, extra, additional });
  return encodeExtrinsic(
    {
      signer: {
        address: { type: "Id", value: accountOf(who) },
        signature: { type: "Sr25519", value: sign(who, payload) },
        extra,
      },
      callBytes,
    },
    EXTENSIONS,
  );
}

/** What a block holds behind its author's own: the time, and the key for encrypted transactions. */
export const guestsOf = ({ extrinsics }: Pick<ChainBlock, "extrinsics">): readonly Uint8Array[] =>
  extrinsics.slice(2);

/** A node with the real runtime in virtual time. */
export async function realNode(
  options: Partial<NodeOptions> = {},
): Promise<{ node: Node; env: VirtualEnv; checks: () => number }> {
  const env = new VirtualEnv({ startMs: START_MS, seed: 1 });
  const spec = localSpec({ fast: true });
  let checks = 0;
  const runtime = new Runtime({
    chain: spec.chain,
    verify: rememberVerified((claim) => {
      checks++;
      return verify(claim);
    }),
    beacon,
  });
  const node = await startNode({
    spec,
    runtime: runtime as never,
    env,
    dev: true,
    seal: { type: "manual" },
    ...options,
  });
  return { node, env, checks: () => checks };
}
