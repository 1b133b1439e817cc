import { apiMethod, type Ctx, type RuntimeApi } from "@ganglion/frame";
import { U16_MAX } from "@ganglion/math";
import { alpha, mechId, type NetUid } from "@ganglion/primitives";
import { netUid, option, u16, vec } from "@ganglion/scale";
import { getMechanismStorageIndex } from "../pallets/subtensor/epoch/mechanisms.ts";
import {
  Active,
  Bonds,
  Consensus,
  Dividends,
  Emission,
  Incentive,
  ValidatorPermit,
  ValidatorTrust,
} from "../pallets/subtensor/epoch/storage.ts";
import { getOwningColdkeyForHotkey } from "../pallets/subtensor/keys/accounts.ts";
import { Keys } from "../pallets/subtensor/registration/storage.ts";
import { getSubnetworkN } from "../pallets/subtensor/registration/uids.ts";
import { getAxonInfo, getPrometheusInfo } from "../pallets/subtensor/serving/endpoints.ts";
import { getStakeForHotkeyOnSubnet } from "../pallets/subtensor/staking/stake-utils.ts";
import { ifSubnetExist } from "../pallets/subtensor/subnets/queries.ts";
import { getLastUpdateForUid } from "../pallets/subtensor/weights/checks.ts";
import { Weights } from "../pallets/subtensor/weights/storage.ts";
import { type NeuronInfo, type NeuronInfoLite, neuronInfo, neuronInfoLite } from "./types.ts";

// Neurons one by one, of the first mechanism. Source: pallets/subtensor/src/rpc_info/neuron_info.rs

const FIRST_MECHANISM = mechId(0);
const NO_ALPHA = alpha(0n);

function neuronLite(ctx: Ctx, netuid: NetUid, uid: number): NeuronInfoLite | undefined {
  if (!Keys.has(ctx, netuid, uid)) return undefined;
  const hotkey = Keys.get(ctx, netuid, uid);
  const coldkey = getOwningColdkeyForHotkey(ctx, hotkey);
  const index = getMechanismStorageIndex(netuid, FIRST_MECHANISM);
  return {
    hotkey,
    coldkey,
    uid,
    netuid,
    active: Active.get(ctx, netuid)[uid] ?? false,
    axonInfo: getAxonInfo(ctx, netuid, hotkey),
    prometheusInfo: getPrometheusInfo(ctx, netuid, hotkey),
    // All that lies under the hotkey, whoever staked it, in the name of its owner.
    stake: [[coldkey, getStakeForHotkeyOnSubnet(ctx, hotkey, netuid)]],
    // Rank, trust and pruning score are no longer computed.
    rank: 0,
    emission: Emission.get(ctx, netuid)[uid] ?? NO_ALPHA,
    incentive: Incentive.get(ctx, index)[uid] ?? 0,
    consensus: Consensus.get(ctx, netuid)[uid] ?? 0,
    trust: 0,
    validatorTrust: ValidatorTrust.get(ctx, netuid)[uid] ?? 0,
    dividends: Dividends.get(ctx, netuid)[uid] ?? 0,
    lastUpdate: getLastUpdateForUid(ctx, index, uid),
    validatorPermit: ValidatorPermit.get(ctx, netuid)[uid] ?? false,
    pruningScore: U16_MAX,
  };
}

type Row = readonly (readonly [uid: number, value: number])[];
const nonzero = (row: Row): Row => row.filter(([, value]) => value > 0);

function neuron(ctx: Ctx, netuid: NetUid, uid: number): NeuronInfo | undefined {
  const lite = neuronLite(ctx, netuid, uid);
  if (!lite) return undefined;
  const index = getMechanismStorageIndex(netuid, FIRST_MECHANISM);
  return {
    ...lite,
    weights: nonzero(Weights.get(ctx, index, uid)),
    bonds: nonzero(Bonds.get(ctx, index, uid)),
  };
}

/** Neurons by uid, up to the first uid that nobody has; none of a subnet that isn't there. */
function neurons<T>(
  ctx: Ctx,
  netuid: NetUid,
  read: (ctx: Ctx, netuid: NetUid, uid: number) => T | undefined,
): T[] {
  const found: T[] = [];
  if (!ifSubnetExist(ctx, netuid)) return found;
  const n = getSubnetworkN(ctx, netuid);
  for (let uid = 0; uid < n; uid++) {
    const each = read(ctx, netuid, uid);
    if (each === undefined) break;
    found.push(each);
  }
  return found;
}

/** Source: pallets/subtensor/runtime-api */
export const neuronInfoApi: RuntimeApi = {
  name: "NeuronInfoRuntimeApi",
  version: 1,
  methods: {
    getNeurons: apiMethod({
      inputs: { netuid: netUid },
      output: vec(neuronInfo),
      run: (ctx, { netuid }) => neurons(ctx, netuid, neuron),
    }),
    getNeuron: apiMethod({
      inputs: { netuid: netUid, uid: u16 },
      output: option(neuronInfo),
      run: (ctx, { netuid, uid }) =>
        ifSubnetExist(ctx, netuid) ? neuron(ctx, netuid, uid) : undefined,
    }),
    getNeuronsLite: apiMethod({
      inputs: { netuid: netUid },
      output: vec(neuronInfoLite),
      run: (ctx, { netuid }) => neurons(ctx, netuid, neuronLite),
    }),
    getNeuronLite: apiMethod({
      inputs: { netuid: netUid, uid: u16 },
      output: option(neuronInfoLite),
      run: (ctx, { netuid, uid }) =>
        ifSubnetExist(ctx, netuid) ? neuronLite(ctx, netuid, uid) : undefined,
    }),
  },
};
