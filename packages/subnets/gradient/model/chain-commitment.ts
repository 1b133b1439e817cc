import {
  type AccountId,
  type NetUid,
  toHex,
  toSs58,
  utf8Bytes,
  utf8Text,
} from "@ganglion/primitives";
import type { NeuronPlace } from "@ganglion/sdk";
import { type ChainClient, submit } from "@ganglion/sdk";

/** What a validator has published about its model. */
export interface Published {
  readonly window: number;
  /** Of the checkpoint. */
  readonly hash: string;
}

const PREFIX = "gradient/1/";

/**
 * Publishes a checkpoint's hash in the validator's name, in place of the one before.
 * @throws ChainError if the chain refuses it
 */
export async function publishCheckpoint(
  { client, hotkey, netuid }: Pick<NeuronPlace, "client" | "hotkey" | "netuid">,
  { window, hash }: Published,
): Promise<void> {
  // Through the library a struct of one field is that field, and bytes of fixed length are hex.
  const bytes = utf8Bytes(`${PREFIX}${window}/${hash}`);
  const info = [{ type: `Raw${bytes.length}`, value: toHex(bytes) }];
  await submit(
    client,
    { pallet: "Commitments", name: "set_commitment", args: { netuid, info } },
    { signer: hotkey },
  );
}

/** What a hotkey published last, if it is a checkpoint. */
export async function publishedCheckpoint(
  client: ChainClient,
  netuid: NetUid,
  hotkey: AccountId,
): Promise<Published | undefined> {
  const stored = (await client.api.query.Commitments!.CommitmentOf!.getValue(
    netuid,
    toSs58(hotkey),
  )) as { readonly info: readonly { readonly value?: unknown }[] } | undefined;
  const value = stored?.info[0]?.value;
  if (value === undefined) return undefined;
  const text = readable(value);
  const found = /^gradient\/1\/(\d{1,10})\/([0-9a-f]{64})$/.exec(text);
  return found ? { window: Number(found[1]), hash: found[2]! } : undefined;
}

/** Bytes come as an array, as hex or in a wrapper, depending on their length. */
function readable(value: unknown): string {
  try {
    if (value instanceof Uint8Array) return utf8Text(value);
    if (typeof value === "string")
      return value.startsWith("0x") ? utf8Text(Buffer.from(value.slice(2), "hex")) : value;
    const { asBytes } = value as { asBytes?: () => Uint8Array };
    return asBytes ? utf8Text(asBytes.call(value)) : "";
  } catch {
    return ""; // Somebody published bytes that are no text.
  }
}
