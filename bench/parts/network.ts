import { accountOf, type Keypair, keypairFromUri } from "@ganglion/crypto";
import type { RuntimeCall } from "@ganglion/frame";
import type { Node } from "@ganglion/node";
import { type NetUid, netUid, rao } from "@ganglion/primitives";
import type { Runtime } from "@ganglion/runtime";
import { callOf, hexOf, signCall } from "./signer.ts";

/** A subnet to set up by ordinary extrinsics. */
export interface SubnetPlan {
  /** Blocks. */
  readonly tempo: number;
  readonly neurons: number;
  /** How many of them have stake, a permit and weights for all. */
  readonly validators: number;
}

/** Dev and fast chains begin with root and one subnet. */
const NEXT_NETUID = netUid(2);
const U64F64_ONE = 1n << 64n;
const STAKE = 1_000_000_000n;
const key = (name: string): Keypair => keypairFromUri(`//bench//${name}`);
const sudo = (name: string, args: RuntimeCall["args"]): RuntimeCall =>
  callOf("Sudo", "sudo", { call: callOf("AdminUtils", name, args) });
const subtensor = (name: string, args: RuntimeCall["args"]): RuntimeCall =>
  callOf("SubtensorModule", name, args);
const all = (calls: readonly RuntimeCall[]): RuntimeCall =>
  callOf("Utility", "batch_all", { calls });

/** One block with these extrinsics and nothing else. @throws Error if one of them is refused */
async function block(
  node: Node,
  options: {
    readonly runtime: Runtime;
    readonly calls: readonly (readonly [Keypair, RuntimeCall])[];
  },
): Promise<void> {
  const { runtime, calls } = options;
  const chain = { genesisHash: node.genesisHash, version: runtime.version };
  const transactions = calls.map(([signer, call]) => {
    const nonce = node.rpc.handle("system_accountNextIndex", [accountOf(signer)]) as number;
    return hexOf(signCall(call, { signer, nonce, chain }).raw);
  });
  await node.rpc.handle("dev_newBlock", [{ transactions }]);
  const events = stored(node, runtime, "System", "Events") as readonly {
    readonly event: { readonly event: { readonly name: string } };
  }[];
  const names = events.map(({ event }) => event.event.name);
  if (names.includes("ExtrinsicFailed"))
    throw new Error(`a call of the set-up was refused: ${names.join(" ")}`);
}

function stored(
  node: Node,
  runtime: Runtime,
  pallet: string,
  item: string,
  ...key: readonly unknown[]
): unknown {
  const found = runtime.declaration.pallets.find(({ name }) => name === pallet)!.storage[item];
  const { get } = found as unknown as { get(ctx: unknown, ...key: readonly unknown[]): unknown };
  return get.call(found, { state: node.chain.state, chain: runtime.chain }, ...key);
}

/** A subnet with stakes, permits and weights; its first epochs have run. */
export async function setUpSubnet(
  node: Node,
  options: { readonly runtime: Runtime; readonly plan: SubnetPlan },
): Promise<NetUid> {
  const { runtime, plan } = options;
  const alice = keypairFromUri("//Alice");
  const netuid = NEXT_NETUID;
  const asAlice = (calls: readonly RuntimeCall[]): Promise<void> =>
    block(node, { runtime, calls: [[alice, all(calls)]] });
  await asAlice([
    subtensor("register_network", { hotkey: accountOf(key("owner")) }),
    sudo("sudo_set_admin_freeze_window", { window: 0 }),
    sudo("sudo_set_tempo", { netuid, tempo: plan.tempo }),
    sudo("sudo_set_commit_reveal_weights_enabled", { netuid, enabled: false }),
    sudo("sudo_set_weights_set_rate_limit", { netuid, weightsSetRateLimit: 0n }),
    sudo("sudo_set_subnet_emission_enabled", { netuid, enabled: true }),
    sudo("sudo_set_burn_increase_mult", { netuid, burnIncreaseMult: U64F64_ONE }),
    subtensor("start_call", { netuid }),
  ]);
  // The owner's hotkey is the first neuron.
  const hotkeys = Array.from({ length: plan.neurons - 1 }, (_, i) => key(String(i)));
  for (let from = 0; from < hotkeys.length; from += 16)
    await asAlice(
      hotkeys
        .slice(from, from + 16)
        .map((each) => subtensor("burned_register", { netuid, hotkey: accountOf(each) })),
    );
  const validators = hotkeys.slice(0, plan.validators);
  await asAlice(
    validators.map((each, i) =>
      subtensor("add_stake", {
        hotkey: accountOf(each),
        netuid,
        amountStaked: rao(STAKE * BigInt(i + 1)),
      }),
    ),
  );
  // The first epoch gives them their permits.
  await node.rpc.handle("dev_newBlock", [{ count: plan.tempo + 1 }]);
  const dests = Array.from({ length: plan.neurons }, (_, uid) => uid);
  await block(node, {
    runtime,
    calls: validators.map((each, i) => [
      each,
      subtensor("set_weights", {
        netuid,
        dests,
        weights: dests.map((uid) => 1000 + ((uid * 7919 + i * 104_729) % 9000)),
        versionKey: 0n,
      }),
    ]),
  });
  await node.rpc.handle("dev_newBlock", [{ count: 2 * plan.tempo }]);
  const incentive = stored(node, runtime, "SubtensorModule", "Incentive", netuid) as number[];
  if (incentive.filter((each) => each > 0).length < plan.neurons / 2)
    throw new Error(`the weights do not pay: incentive ${incentive.join(" ")}`);
  return netuid;
}
