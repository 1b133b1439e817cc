import { accountOf, type Keypair, sign } from "@ganglion/crypto";
import type { Hash } from "@ganglion/primitives";
import { getPolkadotSigner } from "polkadot-api/signer";
import type { ChainClient } from "./client.ts";
import { ChainError, refused } from "./error.ts";
import { poolReason } from "./pool-refusal.ts";

/** Arguments by their wire names, as the metadata has them. */
export type CallArgs = Readonly<Record<string, unknown>>;

/** What became of an extrinsic. */
export interface Submitted {
  readonly extrinsicHash: Hash;
  readonly block: { readonly number: number; readonly hash: Hash; readonly index: number };
  readonly events: readonly { readonly type: string; readonly value: unknown }[];
}

export interface SubmitOptions {
  readonly signer: Keypair;
  /** Blocks that it stays valid; 64 by default. */
  readonly period?: number;
  /** Fixed nonce; the next one by default, with what waits in the pool. */
  readonly nonce?: number;
}

/** One call, by pallet and wire name. */
export interface CallRef {
  readonly pallet: string;
  readonly name: string;
  readonly args: CallArgs;
}

/** The library's transaction of a call. @throws ChainError NOT_FOUND if the chain has no such call */
export function transactionOf(client: ChainClient, { pallet, name, args }: CallRef) {
  return client.api.tx[pallet]![name]!(args as never);
}

/**
 * Signs a call, sends it, waits for its block.
 * @throws ChainError INVALID_TRANSACTION if the pool takes it not, DISPATCH_REFUSED if the chain refused it
 */
export async function submit(
  client: ChainClient,
  call: CallRef,
  options: SubmitOptions,
): Promise<Submitted> {
  const { signer, period = 64 } = options;
  const what = `${call.pallet}.${call.name}`;
  const papiSigner = getPolkadotSigner(
    signer.publicKey,
    signer.type === "ed25519" ? "Ed25519" : "Sr25519",
    (message) => sign(signer, message, client.random ? { random: client.random } : {}),
  );
  const nonce = options.nonce ?? (await client.nextNonce(accountOf(signer)));
  let result: Awaited<ReturnType<ReturnType<typeof transactionOf>["signAndSubmit"]>>;
  try {
    result = await transactionOf(client, call).signAndSubmit(papiSigner, {
      mortality: { mortal: true, period },
      nonce,
    });
  } catch (cause) {
    throw invalid(cause, what);
  }
  if (!result.ok) throw refused(result.dispatchError, what);
  return {
    extrinsicHash: result.txHash as Hash,
    block: { ...result.block, hash: result.block.hash as Hash },
    events: result.events.map((event) => ({
      type: `${event.type}.${event.value.type}`,
      value: event.value.value as unknown,
    })),
  };
}

function invalid(cause: unknown, what: string): ChainError {
  const reason = poolReason(cause);
  const why = reason ?? (cause instanceof Error ? cause.message : String(cause));
  return new ChainError("INVALID_TRANSACTION", `${what} was not accepted: ${why}`, {
    cause,
    ...(reason === undefined ? {} : { reason }),
  });
}
