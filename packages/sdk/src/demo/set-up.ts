import type { Keypair } from "@ganglion/crypto";
import { type NetUid, netUid, toSs58, utf8Bytes } from "@ganglion/primitives";
import type { ChainClient } from "../chain/client.ts";
import { ChainError } from "../chain/error.ts";
import { type CallRef, submit, transactionOf } from "../chain/submit.ts";
import { accountOfUri, type DemoNeuron, type DemoSubnet, keyOf } from "./cast.ts";

/** Blocks per epoch on the demo's subnets. */
const TEMPO = 20;

/** Makes blocks at once instead of waiting for the clock, while something is under way. */
async function hurried<T>(client: ChainClient, work: Promise<T>): Promise<T> {
  let pending = true;
  const done = work.finally(() => (pending = false));
  const push = async () => {
    while (pending) {
      const waiting = await client.request<string[]>("author_pendingExtrinsics");
      if (waiting.length > 0 && pending) await client.request("dev_newBlock", [{ count: 1 }]);
      else await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const [result] = await Promise.all([done, push()]);
  return result;
}

// polkadot-api hands nested calls on as decoded values.
const nested = (client: ChainClient, call: CallRef) =>
  transactionOf(client, call).decodedCall as unknown;
const ref = (pallet: string, name: string, args: CallRef["args"]): CallRef => ({
  pallet,
  name,
  args,
});

/** All of these or none, in one extrinsic. */
function together(client: ChainClient, calls: readonly CallRef[], signer: Keypair) {
  const batch = ref("Utility", "batch_all", { calls: calls.map((call) => nested(client, call)) });
  return hurried(client, submit(client, batch, { signer }));
}

async function subnetOf(client: ChainClient, owner: string): Promise<NetUid | undefined> {
  const entries = (await client.api.query.SubtensorModule!.SubnetOwnerHotkey!.getEntries()) as {
    keyArgs: [number];
    value: string;
  }[];
  const found = entries.find(
    ({ value, keyArgs }) => value === toSs58(accountOfUri(owner)) && keyArgs[0] !== 0,
  );
  return found && netUid(found.keyArgs[0]);
}

/** Sudo and owner make the subnet; everything is ordinary extrinsics that stand in the chain's history. */
async function createSubnet(client: ChainClient, subnet: DemoSubnet): Promise<NetUid> {
  const known = await subnetOf(client, subnet.owner.hotkey);
  if (known !== undefined) return known;
  const owner = keyOf(subnet.owner.coldkey);
  const added =
    (await client.api.query.SubtensorModule!.NetworksAdded!.getEntries()) as unknown as {
      keyArgs: [number];
    }[];
  const taken = new Set(added.map(({ keyArgs }) => keyArgs[0]));
  let id = 1;
  while (taken.has(id)) id++;
  const sudo = (name: string, args: CallRef["args"]) =>
    ref("Sudo", "sudo", { call: nested(client, ref("AdminUtils", name, args)) });
  await together(
    client,
    [
      ref("SubtensorModule", "register_network", {
        hotkey: toSs58(accountOfUri(subnet.owner.hotkey)),
      }),
      sudo("sudo_set_admin_freeze_window", { window: 0 }),
      sudo("sudo_set_tempo", { netuid: id, tempo: TEMPO }),
      sudo("sudo_set_commit_reveal_weights_enabled", { netuid: id, enabled: false }),
      sudo("sudo_set_weights_set_rate_limit", { netuid: id, weights_set_rate_limit: 0n }),
      sudo("sudo_set_serving_rate_limit", { netuid: id, serving_rate_limit: 0n }),
      sudo("sudo_set_subnet_emission_enabled", { netuid: id, enabled: true }),
      ref("SubtensorModule", "start_call", { netuid: id }),
      ref("SubtensorModule", "set_subnet_identity", {
        netuid: id,
        subnet_name: bytes(subnet.name),
        github_repo: bytes(""),
        subnet_contact: bytes(""),
        subnet_url: bytes(""),
        discord: bytes(""),
        description: bytes(subnet.summary),
        logo_url: bytes(""),
        additional: bytes(""),
      }),
    ],
    owner,
  );
  const made = await subnetOf(client, subnet.owner.hotkey);
  if (made === undefined)
    throw new ChainError("NOT_FOUND", `the subnet ${subnet.name} was not made`);
  return made;
}

const bytes = (text: string): Uint8Array => utf8Bytes(text);

/** Registers those who aren't yet, and stakes behind the validators among them. */
async function registerAll(
  client: ChainClient,
  netuid: NetUid,
  group: { readonly coldkey: string; readonly neurons: readonly DemoNeuron[] },
): Promise<void> {
  const calls: CallRef[] = [];
  for (const neuron of group.neurons) {
    const account = accountOfUri(neuron.uri);
    if ((await client.uidOf(account, netuid)) !== undefined) continue;
    const hotkey = toSs58(account);
    calls.push(ref("SubtensorModule", "burned_register", { netuid, hotkey }));
    if (neuron.stake)
      calls.push(
        ref("SubtensorModule", "add_stake", { hotkey, netuid, amount_staked: neuron.stake }),
      );
  }
  if (calls.length > 0) await together(client, calls, keyOf(group.coldkey));
}

/**
 * Makes sure that a demo subnet and its cast are there. Does nothing on a chain that has them.
 * @returns the subnet's number
 */
export async function setUpSubnet(client: ChainClient, subnet: DemoSubnet): Promise<NetUid> {
  const fresh = (await subnetOf(client, subnet.owner.hotkey)) === undefined;
  const netuid = await createSubnet(client, subnet);
  await registerAll(client, netuid, subnet.validators);
  await registerAll(client, netuid, subnet.miners);
  // The first epoch gives validators their permits; nobody should wait twenty seconds for it.
  if (fresh) await client.request("dev_newBlock", [{ count: TEMPO + 1 }]);
  return netuid;
}
