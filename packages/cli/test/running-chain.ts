import { beacon, verify } from "@ganglion/crypto";
import { DEVELOPMENT_BEACON_KEY, type Node, NodeBeaconHost, startNode } from "@ganglion/node";
import type { AccountId } from "@ganglion/primitives";
import { devSpec, Runtime } from "@ganglion/runtime";

/**
 * A development chain in memory that makes a block for each extrinsic; governed by //Alice, or by `sudo`. With
 * `pulses` it has the development beacon.
 */
export async function runningChain(
  options: { readonly sudo?: AccountId; readonly pulses?: boolean } = {},
): Promise<{
  readonly node: Node;
  readonly url: string;
  /** Blocks without waiting for them. */
  readonly mine: (count: number) => Promise<void>;
}> {
  const { pulses = false, ...governed } = options;
  const key = pulses ? { beaconKey: DEVELOPMENT_BEACON_KEY } : {};
  const spec = { ...devSpec({ fast: true, ...key }), ...governed };
  const host = new NodeBeaconHost(beacon);
  const node = await startNode({
    spec,
    runtime: new Runtime({ chain: spec.chain, verify, beacon: host }),
    ...(pulses ? { beacon: { from: "dev", host } as const } : {}),
    seal: { type: "instant" },
    rpc: { ports: [0] },
    dev: true,
  });
  const mine = async (count: number): Promise<void> => {
    await node.rpc.handle("dev_newBlock", [{ count }]);
  };
  return { node, url: `ws://127.0.0.1:${node.rpc.ports[0]}`, mine };
}
