import { accountOf, type Keypair, sign } from "@ganglion/crypto";
import type { Hash } from "@ganglion/primitives";
import { getPolkadotSigner } from "polkadot-api/signer";
import type { ChainClient } from "./client.ts";
import { ChainError, refused } from "./error.ts";

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

/** The pool's refusal in words. `Custom error: N` is the subtensor's own numbering. */
const CUSTOM: Readonly<Record<number, string>> = {
  0: "the coldkey is being swapped",
  1: "the stake or amount is too low",
  2: "the balance is too low",
  3: "there is no such subnet",
  4: "the hotkey is unknown",
  5: "there is not enough stake",
  6: "the rate limit has not passed yet",
  7: "the pool has not enough liquidity",
  8: "the price would move beyond the limit",
  9: "the subnet does not allow transfers",
  10: "the hotkey is not registered on the subnet",
  11: "the address is not one that can be served from",
  12: "serving again so soon is not allowed",
  13: "the port is not a valid one",
  16: "there is no such weights commit",
  17: "the commit cannot be revealed in this epoch",
  19: "there is no such uid",
  25: "the hotkey belongs to another coldkey",
};

function invalid(cause: unknown, what: string): ChainError {
  const text = cause instanceof Error ? cause.message : JSON.stringify(cause);
  const custom = /Custom(?: error|")?:? ?(?:,"value":)?\s*(\d+)/.exec(text);
  const why = custom ? (CUSTOM[Number(custom[1])] ?? `custom reason ${custom[1]}`) : text;
  return new ChainError("INVALID_TRANSACTION", `${what} was not accepted: ${why}`, { cause });
}
