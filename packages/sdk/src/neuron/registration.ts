import { accountOf, type Keypair } from "@ganglion/crypto";
import { type NetUid, toSs58 } from "@ganglion/primitives";
import type { ChainClient } from "../chain/client.ts";
import { ChainError } from "../chain/error.ts";
import { ipNumber } from "../chain/metagraph.ts";
import { submit } from "../chain/submit.ts";
import type { AxonInfo } from "../net/axon.ts";

/** The hotkey's uid. @throws ChainError NOT_FOUND with what to do if it is not registered */
export async function requireUid(
  client: ChainClient,
  hotkey: Keypair,
  netuid: NetUid,
): Promise<number> {
  const uid = await client.uidOf(accountOf(hotkey), netuid);
  if (uid !== undefined) return uid;
  throw new ChainError(
    "NOT_FOUND",
    `hotkey ${toSs58(accountOf(hotkey))} is not registered on subnet ${netuid}`,
    {
      reason: "HotKeyNotRegisteredInSubNet",
      hint: `ganglion subnets register --netuid ${netuid}`,
    },
  );
}

interface StoredAxon {
  readonly ip: bigint;
  readonly port: number;
  readonly ip_type: number;
}

/** Tells the chain where the neuron answers, unless it knows already. True if something was sent. */
export async function announceAxon(
  client: ChainClient,
  options: { readonly hotkey: Keypair; readonly netuid: NetUid; readonly axon: AxonInfo },
): Promise<boolean> {
  const { hotkey, netuid, axon } = options;
  const ip = ipNumber(axon.ip);
  const known = (await client.api.query.SubtensorModule!.Axons!.getValue(
    netuid,
    toSs58(accountOf(hotkey)),
  )) as StoredAxon | undefined;
  if (known && known.ip === ip && known.port === axon.port && known.ip_type === axon.ipType)
    return false;
  await submit(
    client,
    {
      pallet: "SubtensorModule",
      name: "serve_axon",
      args: {
        netuid,
        version: axon.version,
        ip,
        port: axon.port,
        ip_type: axon.ipType,
        protocol: axon.protocol,
        placeholder1: 0,
        placeholder2: 0,
      },
    },
    { signer: hotkey },
  );
  return true;
}
