import { concatBytes, fromHex } from "@ganglion/primitives";
import { Reader, readLength, Writer, writeLength } from "@ganglion/scale";
import { blockWithState } from "../block.ts";
import type { Handler } from "../dispatcher.ts";
import { INTERNAL_ERROR, invalidParams, RpcError } from "../error.ts";
import { byteListJson, RawJson } from "../json.ts";
import { accountParam, integerParam, type Params, u64Param } from "../params.ts";

/** How a parameter comes in JSON and goes into SCALE. */
type Input = "netuid" | "uid" | "mecid" | "account" | "indexes" | "amount";
/** How the runtime's SCALE answer goes into JSON: most methods hand it on as a list of bytes. */
type Output = "bytes" | "u64" | "netuid?" | "prices";

interface CustomMethod {
  readonly api: string;
  readonly inputs: readonly Input[];
  readonly output: Output;
}

const bytesOf = (api: string, ...inputs: Input[]): CustomMethod => ({
  api,
  inputs,
  output: "bytes",
});

/** The reference's own methods. Source: pallets/subtensor/rpc and pallets/swap/rpc, src/lib.rs. */
const METHODS: Readonly<Record<string, CustomMethod>> = {
  delegateInfo_getDelegates: bytesOf("DelegateInfoRuntimeApi_get_delegates"),
  delegateInfo_getDelegate: bytesOf("DelegateInfoRuntimeApi_get_delegate", "account"),
  delegateInfo_getDelegated: bytesOf("DelegateInfoRuntimeApi_get_delegated", "account"),
  neuronInfo_getNeuronsLite: bytesOf("NeuronInfoRuntimeApi_get_neurons_lite", "netuid"),
  neuronInfo_getNeuronLite: bytesOf("NeuronInfoRuntimeApi_get_neuron_lite", "netuid", "uid"),
  neuronInfo_getNeurons: bytesOf("NeuronInfoRuntimeApi_get_neurons", "netuid"),
  neuronInfo_getNeuron: bytesOf("NeuronInfoRuntimeApi_get_neuron", "netuid", "uid"),
  subnetInfo_getSubnetInfo: bytesOf("SubnetInfoRuntimeApi_get_subnet_info", "netuid"),
  subnetInfo_getSubnetsInfo: bytesOf("SubnetInfoRuntimeApi_get_subnets_info"),
  subnetInfo_getSubnetInfo_v2: bytesOf("SubnetInfoRuntimeApi_get_subnet_info_v2", "netuid"),
  subnetInfo_getSubnetsInfo_v2: bytesOf("SubnetInfoRuntimeApi_get_subnets_info_v2"),
  subnetInfo_getSubnetHyperparams: bytesOf("SubnetInfoRuntimeApi_get_subnet_hyperparams", "netuid"),
  subnetInfo_getSubnetHyperparamsV2: bytesOf(
    "SubnetInfoRuntimeApi_get_subnet_hyperparams_v2",
    "netuid",
  ),
  subnetInfo_getAllDynamicInfo: bytesOf("SubnetInfoRuntimeApi_get_all_dynamic_info"),
  subnetInfo_getDynamicInfo: bytesOf("SubnetInfoRuntimeApi_get_dynamic_info", "netuid"),
  subnetInfo_getAllMetagraphs: bytesOf("SubnetInfoRuntimeApi_get_all_metagraphs"),
  subnetInfo_getMetagraph: bytesOf("SubnetInfoRuntimeApi_get_metagraph", "netuid"),
  subnetInfo_getAllMechagraphs: bytesOf("SubnetInfoRuntimeApi_get_all_mechagraphs"),
  subnetInfo_getMechagraph: bytesOf("SubnetInfoRuntimeApi_get_mechagraph", "netuid", "mecid"),
  subnetInfo_getSubnetState: bytesOf("SubnetInfoRuntimeApi_get_subnet_state", "netuid"),
  subnetInfo_getLockCost: {
    api: "SubnetRegistrationRuntimeApi_get_network_registration_cost",
    inputs: [],
    output: "u64",
  },
  subnetInfo_getSelectiveMetagraph: bytesOf(
    "SubnetInfoRuntimeApi_get_selective_metagraph",
    "netuid",
    "indexes",
  ),
  subnetInfo_getColdkeyAutoStakeHotkey: bytesOf(
    "SubnetInfoRuntimeApi_get_coldkey_auto_stake_hotkey",
    "account",
    "netuid",
  ),
  subnetInfo_getSelectiveMechagraph: bytesOf(
    "SubnetInfoRuntimeApi_get_selective_mechagraph",
    "netuid",
    "mecid",
    "indexes",
  ),
  subnetInfo_getSubnetToPrune: {
    api: "SubnetInfoRuntimeApi_get_subnet_to_prune",
    inputs: [],
    output: "netuid?",
  },
  subnetInfo_getSubnetAccountId: bytesOf("SubnetInfoRuntimeApi_get_subnet_account_id", "netuid"),
  stakeInfo_getColdkeyLock: bytesOf("StakeInfoRuntimeApi_get_coldkey_lock", "account", "netuid"),
  swap_currentAlphaPrice: {
    api: "SwapRuntimeApi_current_alpha_price",
    inputs: ["netuid"],
    output: "u64",
  },
  swap_currentAlphaPriceAll: {
    api: "SwapRuntimeApi_current_alpha_price_all",
    inputs: [],
    output: "prices",
  },
  swap_simSwapTaoForAlpha: bytesOf("SwapRuntimeApi_sim_swap_tao_for_alpha", "netuid", "amount"),
  swap_simSwapAlphaForTao: bytesOf("SwapRuntimeApi_sim_swap_alpha_for_tao", "netuid", "amount"),
};

/** The reference's own methods by name, each answered by a runtime API. */
export function customMethods(): [string, Handler][] {
  return Object.entries(METHODS).map(([name, method]) => [name, handlerOf(method)]);
}

function handlerOf({ api, inputs, output }: CustomMethod): Handler {
  return (node, params) => {
    const input = concatBytes(...inputs.map((kind, at) => scaleOf(kind, params, at)));
    return jsonOf(output, node.chain.call(api, input, blockWithState(node, params, inputs.length)));
  };
}

function little(value: number | bigint, length: number): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, BigInt(value), true);
  return out.subarray(0, length);
}

function scaleOf(kind: Input, params: Params, at: number): Uint8Array {
  switch (kind) {
    case "netuid":
    case "uid":
      return little(integerParam(params, at, { what: kind, max: 0xffff }), 2);
    case "mecid":
      return little(integerParam(params, at, { what: kind, max: 0xff }), 1);
    case "amount":
      return little(u64Param(params, at, kind), 8);
    case "account":
      return fromHex(accountParam(params, at));
    case "indexes": {
      const list = params[at];
      if (!Array.isArray(list)) throw invalidParams(`parameter ${at} (indexes) is a list`);
      const w = new Writer(2 * list.length + 4);
      writeLength(w, list.length);
      for (let i = 0; i < list.length; i++)
        w.put(little(integerParam(list, i, { what: "index", max: 0xffff }), 2));
      return w.bytes.slice(0, w.at);
    }
  }
}

function jsonOf(kind: Output, answer: Uint8Array): unknown {
  if (kind === "bytes") return byteListJson(answer);
  const r = new Reader(answer);
  const u16 = (): number => r.view.getUint16(r.take(2), true);
  const u64 = (): bigint => r.view.getBigUint64(r.take(8), true);
  let text: string;
  if (kind === "u64") text = String(u64());
  else if (kind === "netuid?") text = r.bytes[r.take(1)] === 1 ? String(u16()) : "null";
  else {
    const prices: string[] = [];
    for (let left = readLength(r); left > 0; left--)
      prices.push(`{"netuid":${u16()},"price":${u64()}}`);
    text = `[${prices.join(",")}]`;
  }
  if (r.left() > 0)
    throw new RpcError(INTERNAL_ERROR, "Internal error", `${r.left()} bytes left in the answer`);
  return new RawJson(text);
}
