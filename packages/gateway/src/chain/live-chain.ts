import { blake2_256Hex } from "@ganglion/hash";
import { fromHex, type Hex, netUid, toSs58 } from "@ganglion/primitives";
import { type ChainClient, metagraph } from "@ganglion/sdk";
import type { BlockHash, GatewayChain } from "./gateway-chain.ts";

// The shapes that the live metadata gives to what is read here.
type EventRecord = {
  readonly phase: { readonly type: string; readonly value?: unknown };
  readonly event: {
    readonly type: string;
    readonly value: { readonly type: string; readonly value: unknown };
  };
};
type Extrinsics = { readonly block: { readonly extrinsics: readonly Hex[] } };

/** Bytes of a compact length in front, by the two lowest bits of the first; the fourth way is for gigabytes. */
const LENGTH_BYTES = [1, 2, 4, 5] as const;
/** In the byte of the version, which comes behind the length. */
const SIGNED_BIT = 0x80;

function isSigned(raw: Uint8Array): boolean {
  const at = LENGTH_BYTES[(raw[0] ?? 0) & 3]!;
  return ((raw[at] ?? 0) & SIGNED_BIT) !== 0;
}

/** The chain behind a client: state by the typed door, block bodies by plain JSON-RPC. */
export function liveChain(client: ChainClient): GatewayChain {
  const read = async <T>(pallet: string, item: string, ...args: readonly unknown[]): Promise<T> =>
    (await client.api.query[pallet]![item]!.getValue(...(args as never[]))) as T;
  const subtensor = <T>(item: string, ...args: readonly unknown[]): Promise<T> =>
    read("SubtensorModule", item, ...args);
  const events = (at: BlockHash) => read<EventRecord[]>("System", "Events", { at });
  return {
    genesis: () => client.blockHash(0),
    head: () => client.head(),
    blockHash: (number) => client.blockHash(number),
    watchBlocks: (onBlock, onError) => client.watchBlocks(onBlock, onError),
    async block(hash) {
      const [body, happened, moment] = await Promise.all([
        client.request<Extrinsics | null>("chain_getBlock", [hash]),
        events(hash),
        read<bigint | undefined>("Timestamp", "Now", { at: hash }),
      ]);
      const counts = new Map<string, number>();
      for (const { event } of happened) {
        const name = `${event.type}.${event.value.type}`;
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      const extrinsics = (body?.block.extrinsics ?? []).map((raw) => fromHex(raw));
      return {
        timeMs: moment ? Number(moment) : null,
        extrinsics: extrinsics.map((raw) => blake2_256Hex(raw)),
        signed: extrinsics.filter(isSigned).length,
        events: [...counts],
      };
    },
    async graph(netuid) {
      const [graph, alphaPrice, nextEpoch] = await Promise.all([
        metagraph(client, netUid(netuid)),
        client.api.apis.SwapRuntimeApi!.current_alpha_price!(netuid) as Promise<bigint>,
        client.api.apis.SubnetInfoRuntimeApi!.get_next_epoch_start_block!(netuid) as Promise<
          bigint | undefined
        >,
      ]);
      return {
        ...graph,
        alphaPrice: BigInt(alphaPrice),
        nextEpochBlock: nextEpoch === undefined ? null : Number(nextEpoch),
        neurons: graph.neurons.map((neuron) => ({
          ...neuron,
          account: neuron.hotkey,
          hotkey: toSs58(neuron.hotkey),
          coldkey: toSs58(neuron.coldkey),
        })),
      };
    },
    hotkey: ({ netuid, uid, at }) => subtensor("Keys", netuid, uid, { at }),
    lastUpdates: async ({ netuid, at }) =>
      (await subtensor<readonly bigint[]>("LastUpdate", netuid, { at })).map(Number),
    async weightsEvents({ netuid, at }) {
      return (await events(at)).flatMap(({ phase, event }) => {
        if (event.type !== "SubtensorModule" || event.value.type !== "WeightsSet") return [];
        const [index, uid] = event.value.value as readonly [number, number];
        const extrinsicIndex = phase.type === "ApplyExtrinsic" ? (phase.value as number) : null;
        return index === netuid ? [{ uid, extrinsicIndex }] : [];
      });
    },
    weights: ({ netuid, uid, at }) => subtensor("Weights", netuid, uid, { at }),
    lastEpoch: async ({ netuid, at }) =>
      Number(await subtensor<bigint>("LastMechansimStepBlock", netuid, { at })),
    async pay({ netuid, at }) {
      const [incentive, emission] = await Promise.all([
        subtensor<readonly number[]>("Incentive", netuid, { at }),
        subtensor<readonly bigint[]>("Emission", netuid, { at }),
      ]);
      return { incentive: [...incentive], emission: [...emission] };
    },
  };
}
