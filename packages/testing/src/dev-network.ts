import { beacon, devKeypair, type Keypair, verify } from "@ganglion/crypto";
import { DEVELOPMENT_BEACON_KEY, type Node, NodeBeaconHost, startNode } from "@ganglion/node";
import { accountId, netUid, toHex, toSs58 } from "@ganglion/primitives";
import { devSpec, Runtime } from "@ganglion/runtime";
import {
  type Axon,
  announceAxon,
  type CallArgs,
  ChainClient,
  metagraph,
  submit,
} from "@ganglion/sdk";

/** The first subnet that somebody creates on a development chain; 0 is root and 1 comes with genesis. */
export const FIRST_NETUID = 2;
const ALICE = devKeypair("Alice");

/**
 * A development chain in this process, in memory, with the real runtime and a real socket on a free port.
 * A block comes with each call, and when a test asks for one: nothing waits for a clock.
 */
export class DevNetwork {
  readonly node: Node;
  readonly client: ChainClient;
  /** What the node told whoever runs it. */
  readonly troubles: string[];

  private constructor(parts: Pick<DevNetwork, "node" | "client" | "troubles">) {
    this.node = parts.node;
    this.client = parts.client;
    this.troubles = parts.troubles;
  }

  /** With `beacon` the chain has the development beacon. */
  static async start(options: { readonly beacon?: boolean } = {}): Promise<DevNetwork> {
    const withBeacon = options.beacon ?? false;
    const spec = devSpec({
      fast: true,
      ...(withBeacon ? { beaconKey: DEVELOPMENT_BEACON_KEY } : {}),
    });
    const host = new NodeBeaconHost(beacon);
    const troubles: string[] = [];
    const node = await startNode({
      spec,
      runtime: new Runtime({ chain: spec.chain, verify, beacon: host }),
      ...(withBeacon ? { beacon: { from: "dev", host } as const } : {}),
      log: { trouble: (what) => troubles.push(what) },
      seal: { type: "instant" },
      rpc: { ports: [0] },
      dev: true,
    });
    const client = await ChainClient.connect({
      url: `ws://127.0.0.1:${node.rpc.ports[0]}`,
      timeoutMs: 120_000,
    });
    return new DevNetwork({ node, client, troubles });
  }

  get url(): string {
    return `ws://127.0.0.1:${this.node.rpc.ports[0]}`;
  }

  /** Signs, sends and waits for the block. @throws ChainError */
  call(pallet: string, name: string, args: CallArgs, signer: Keypair = ALICE) {
    return submit(this.client, { pallet, name, args }, { signer });
  }
  /** The same with the sudo key. @throws Error if the inner call was refused */
  async sudo(pallet: string, name: string, args: CallArgs): Promise<void> {
    const call = { type: pallet, value: { type: name, value: args } };
    const { events } = await this.call("Sudo", "sudo", { call });
    const done = events.find(({ type }) => type === "Sudo.Sudid")?.value as {
      sudo_result: { success: boolean };
    };
    if (!done.sudo_result.success) throw new Error(`${name}: ${JSON.stringify(done.sudo_result)}`);
  }

  /** A started subnet with this tempo whose owner's hotkey has stake, and these hotkeys as further neurons. */
  async subnet(tempo: number, owner: Keypair, others: readonly Keypair[]): Promise<void> {
    const netuid = FIRST_NETUID;
    const ss58 = ({ publicKey }: Keypair) => toSs58(accountId(toHex(publicKey)));
    await this.call("SubtensorModule", "register_network", { hotkey: ss58(owner) });
    await this.sudo("AdminUtils", "sudo_set_admin_freeze_window", { window: 0 });
    await this.sudo("AdminUtils", "sudo_set_tempo", { netuid, tempo });
    await this.sudo("AdminUtils", "sudo_set_commit_reveal_weights_enabled", {
      netuid,
      enabled: false,
    });
    await this.sudo("AdminUtils", "sudo_set_weights_set_rate_limit", {
      netuid,
      weights_set_rate_limit: 0n,
    });
    await this.call("SubtensorModule", "start_call", { netuid });
    for (const hotkey of others)
      await this.call("SubtensorModule", "burned_register", { netuid, hotkey: ss58(hotkey) });
    await this.call("SubtensorModule", "add_stake", {
      hotkey: ss58(owner),
      netuid,
      amount_staked: 1_000_000_000_000n,
    });
  }

  /** Starts an axon on a free port of an address that is none of the loopback's first, and tells the chain. */
  async serve(hotkey: Keypair, axon: Axon): Promise<void> {
    const ip = "127.0.0.2";
    const { port } = await axon.start({ host: ip, port: 0 });
    const info = axon.info({ ip, port });
    await announceAxon(this.client, { hotkey, netuid: netUid(FIRST_NETUID), axon: info });
  }

  /** The metagraph of that subnet. */
  graph() {
    return metagraph(this.client, netUid(FIRST_NETUID));
  }

  /** Makes blocks and waits until the client has seen them. */
  async blocks(count: number): Promise<void> {
    await this.client.request("dev_newBlock", [{ count }]);
    await this.client.waitForBlock(this.node.chain.head.number);
  }

  async close(): Promise<void> {
    this.client.close();
    await this.node.close();
  }
}
