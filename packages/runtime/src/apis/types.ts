import {
  accountId,
  alpha,
  array,
  bool,
  bytes,
  compact,
  i32f32,
  i96f32,
  literals,
  netUid,
  type Of,
  option,
  rao,
  struct,
  tuple,
  u8,
  u16,
  u32,
  u64,
  u64f64,
  u128,
  variant,
  vec,
} from "@ganglion/scale";
import { axonInfo, prometheusInfo, subnetIdentity } from "../pallets/subtensor/types.ts";

// Answers of the runtime APIs. Nearly every number is compact, names are vectors of compact bytes: as in the reference,
// pallets/subtensor/src/rpc_info.

export const delegateInfo = struct(
  "pallet_subtensor::rpc_info::delegate_info::DelegateInfo<sp_core::crypto::AccountId32>",
  {
    delegateSs58: accountId,
    take: compact(u16),
    nominators: vec(tuple(accountId, vec(tuple(compact(netUid), compact(u64))))),
    ownerSs58: accountId,
    registrations: vec(compact(netUid)),
    validatorPermits: vec(compact(netUid)),
    // Spelled so that the wire's name `return_per_1000` follows from it.
    returnPer_1000: compact(u64),
    totalDailyReturn: compact(u64),
  },
  { AccountId: accountId },
);
export type DelegateInfo = Of<typeof delegateInfo>;

export const neuronInfo = struct(
  "pallet_subtensor::rpc_info::neuron_info::NeuronInfo<sp_core::crypto::AccountId32>",
  {
    hotkey: accountId,
    coldkey: accountId,
    uid: compact(u16),
    netuid: compact(netUid),
    active: bool,
    axonInfo: axonInfo,
    prometheusInfo: prometheusInfo,
    stake: vec(tuple(accountId, compact(alpha))),
    rank: compact(u16),
    emission: compact(alpha),
    incentive: compact(u16),
    consensus: compact(u16),
    trust: compact(u16),
    validatorTrust: compact(u16),
    dividends: compact(u16),
    lastUpdate: compact(u64),
    validatorPermit: bool,
    weights: vec(tuple(compact(u16), compact(u16))),
    bonds: vec(tuple(compact(u16), compact(u16))),
    pruningScore: compact(u16),
  },
  { AccountId: accountId },
);
export type NeuronInfo = Of<typeof neuronInfo>;

export const neuronInfoLite = struct(
  "pallet_subtensor::rpc_info::neuron_info::NeuronInfoLite<sp_core::crypto::AccountId32>",
  {
    hotkey: accountId,
    coldkey: accountId,
    uid: compact(u16),
    netuid: compact(netUid),
    active: bool,
    axonInfo: axonInfo,
    prometheusInfo: prometheusInfo,
    stake: vec(tuple(accountId, compact(alpha))),
    rank: compact(u16),
    emission: compact(alpha),
    incentive: compact(u16),
    consensus: compact(u16),
    trust: compact(u16),
    validatorTrust: compact(u16),
    dividends: compact(u16),
    lastUpdate: compact(u64),
    validatorPermit: bool,
    pruningScore: compact(u16),
  },
  { AccountId: accountId },
);
export type NeuronInfoLite = Of<typeof neuronInfoLite>;

export const subnetInfo = struct(
  "pallet_subtensor::rpc_info::subnet_info::SubnetInfo<sp_core::crypto::AccountId32>",
  {
    netuid: compact(netUid),
    rho: compact(u16),
    kappa: compact(u16),
    difficulty: compact(u64),
    immunityPeriod: compact(u16),
    maxAllowedValidators: compact(u16),
    minAllowedWeights: compact(u16),
    maxWeightsLimit: compact(u16),
    scalingLawPower: compact(u16),
    subnetworkN: compact(u16),
    maxAllowedUids: compact(u16),
    blocksSinceLastStep: compact(u64),
    tempo: compact(u16),
    networkModality: compact(u16),
    networkConnect: vec(array(u16, 2)),
    emissionValues: compact(u64),
    burn: compact(rao),
    owner: accountId,
  },
  { AccountId: accountId },
);
export type SubnetInfo = Of<typeof subnetInfo>;

export const subnetInfov2 = struct(
  "pallet_subtensor::rpc_info::subnet_info::SubnetInfov2<sp_core::crypto::AccountId32>",
  {
    netuid: compact(netUid),
    rho: compact(u16),
    kappa: compact(u16),
    difficulty: compact(u64),
    immunityPeriod: compact(u16),
    maxAllowedValidators: compact(u16),
    minAllowedWeights: compact(u16),
    maxWeightsLimit: compact(u16),
    scalingLawPower: compact(u16),
    subnetworkN: compact(u16),
    maxAllowedUids: compact(u16),
    blocksSinceLastStep: compact(u64),
    tempo: compact(u16),
    networkModality: compact(u16),
    networkConnect: vec(array(u16, 2)),
    emissionValue: compact(u64),
    burn: compact(rao),
    owner: accountId,
    identity: option(subnetIdentity),
  },
  { AccountId: accountId },
);
export type SubnetInfov2 = Of<typeof subnetInfov2>;

export const subnetHyperparams = struct(
  "pallet_subtensor::rpc_info::subnet_info::SubnetHyperparams",
  {
    rho: compact(u16),
    kappa: compact(u16),
    immunityPeriod: compact(u16),
    minAllowedWeights: compact(u16),
    maxWeightsLimit: compact(u16),
    tempo: compact(u16),
    minDifficulty: compact(u64),
    maxDifficulty: compact(u64),
    weightsVersion: compact(u64),
    weightsRateLimit: compact(u64),
    adjustmentInterval: compact(u16),
    activityCutoff: compact(u64),
    registrationAllowed: bool,
    targetRegsPerInterval: compact(u16),
    minBurn: compact(rao),
    maxBurn: compact(rao),
    bondsMovingAvg: compact(u64),
    maxRegsPerBlock: compact(u16),
    servingRateLimit: compact(u64),
    maxValidators: compact(u16),
    adjustmentAlpha: compact(u64),
    difficulty: compact(u64),
    commitRevealPeriod: compact(u64),
    commitRevealWeightsEnabled: bool,
    alphaHigh: compact(u16),
    alphaLow: compact(u16),
    liquidAlphaEnabled: bool,
  },
);
export type SubnetHyperparams = Of<typeof subnetHyperparams>;

export const subnetHyperparamsV2 = struct(
  "pallet_subtensor::rpc_info::subnet_info::SubnetHyperparamsV2",
  {
    rho: compact(u16),
    kappa: compact(u16),
    immunityPeriod: compact(u16),
    minAllowedWeights: compact(u16),
    maxWeightsLimit: compact(u16),
    tempo: compact(u16),
    minDifficulty: compact(u64),
    maxDifficulty: compact(u64),
    weightsVersion: compact(u64),
    weightsRateLimit: compact(u64),
    adjustmentInterval: compact(u16),
    activityCutoff: compact(u64),
    registrationAllowed: bool,
    targetRegsPerInterval: compact(u16),
    minBurn: compact(rao),
    maxBurn: compact(rao),
    bondsMovingAvg: compact(u64),
    maxRegsPerBlock: compact(u16),
    servingRateLimit: compact(u64),
    maxValidators: compact(u16),
    adjustmentAlpha: compact(u64),
    difficulty: compact(u64),
    commitRevealPeriod: compact(u64),
    commitRevealWeightsEnabled: bool,
    alphaHigh: compact(u16),
    alphaLow: compact(u16),
    liquidAlphaEnabled: bool,
    alphaSigmoidSteepness: i32f32,
    yumaVersion: compact(u16),
    subnetIsActive: bool,
    transfersEnabled: bool,
    bondsResetEnabled: bool,
    userLiquidityEnabled: bool,
  },
);
export type SubnetHyperparamsV2 = Of<typeof subnetHyperparamsV2>;

export const hyperparamValue = variant("pallet_subtensor::rpc_info::subnet_info::HyperparamValue", {
  Bool: bool,
  U16: compact(u16),
  U32: compact(u32),
  U64: compact(u64),
  U128: compact(u128),
  TaoBalance: compact(rao),
  I32F32: i32f32,
  U64F64: u64f64,
});
export type HyperparamValue = Of<typeof hyperparamValue>;

export const hyperparamEntry = struct("pallet_subtensor::rpc_info::subnet_info::HyperparamEntry", {
  name: bytes,
  value: hyperparamValue,
});
export type HyperparamEntry = Of<typeof hyperparamEntry>;

export const dynamicInfo = struct(
  "pallet_subtensor::rpc_info::dynamic_info::DynamicInfo<sp_core::crypto::AccountId32>",
  {
    netuid: compact(netUid),
    ownerHotkey: accountId,
    ownerColdkey: accountId,
    subnetName: vec(compact(u8)),
    tokenSymbol: vec(compact(u8)),
    tempo: compact(u16),
    lastStep: compact(u64),
    blocksSinceLastStep: compact(u64),
    emission: compact(u64),
    alphaIn: compact(alpha),
    alphaOut: compact(alpha),
    taoIn: compact(rao),
    alphaOutEmission: compact(alpha),
    alphaInEmission: compact(alpha),
    taoInEmission: compact(rao),
    pendingAlphaEmission: compact(alpha),
    pendingRootEmission: compact(rao),
    subnetVolume: compact(u128),
    networkRegisteredAt: compact(u64),
    subnetIdentity: option(subnetIdentity),
    movingPrice: i96f32,
  },
  { AccountId: accountId },
);
export type DynamicInfo = Of<typeof dynamicInfo>;

export const subnetState = struct(
  "pallet_subtensor::rpc_info::show_subnet::SubnetState<sp_core::crypto::AccountId32>",
  {
    netuid: compact(netUid),
    hotkeys: vec(accountId),
    coldkeys: vec(accountId),
    active: vec(bool),
    validatorPermit: vec(bool),
    pruningScore: vec(compact(u16)),
    lastUpdate: vec(compact(u64)),
    emission: vec(compact(alpha)),
    dividends: vec(compact(u16)),
    incentives: vec(compact(u16)),
    consensus: vec(compact(u16)),
    trust: vec(compact(u16)),
    rank: vec(compact(u16)),
    blockAtRegistration: vec(compact(u64)),
    alphaStake: vec(compact(alpha)),
    taoStake: vec(compact(rao)),
    totalStake: vec(compact(rao)),
    emissionHistory: vec(vec(compact(alpha))),
  },
  { AccountId: accountId },
);
export type SubnetState = Of<typeof subnetState>;

export const stakeInfo = struct(
  "pallet_subtensor::rpc_info::stake_info::StakeInfo<sp_core::crypto::AccountId32>",
  {
    hotkey: accountId,
    coldkey: accountId,
    netuid: compact(netUid),
    stake: compact(alpha),
    locked: compact(u64),
    emission: compact(alpha),
    taoEmission: compact(rao),
    drain: compact(u64),
    isRegistered: bool,
  },
  { AccountId: accountId },
);
export type StakeInfo = Of<typeof stakeInfo>;

export const stakeAvailability = struct(
  "pallet_subtensor::rpc_info::stake_info::StakeAvailability",
  { total: compact(alpha), locked: compact(alpha), available: compact(alpha) },
);
export type StakeAvailability = Of<typeof stakeAvailability>;

export const proxyTypeInfo = struct("subtensor_runtime_common::ProxyTypeInfo", {
  name: bytes,
  index: u8,
  deprecated: bool,
});
export type ProxyTypeInfo = Of<typeof proxyTypeInfo>;

export const filterMode = literals("subtensor_runtime_common::FilterMode", [
  "AllowAll",
  "DenyAll",
  "Allow",
  "Deny",
]);

export const callCondition = variant("subtensor_runtime_common::CallCondition", {
  ParamLessThan: { paramName: bytes, limit: u128 },
  NestedCallMustBe: { palletName: bytes, callName: bytes },
});
export type CallCondition = Of<typeof callCondition>;

export const callInfo = struct("subtensor_runtime_common::CallInfo", {
  palletName: bytes,
  palletIndex: u8,
  callName: option(bytes),
  callIndex: option(u8),
  condition: option(callCondition),
});
export type CallInfo = Of<typeof callInfo>;

export const proxyFilterInfo = struct("subtensor_runtime_common::ProxyFilterInfo", {
  proxyType: u8,
  name: bytes,
  deprecated: bool,
  filterMode: filterMode,
  calls: vec(callInfo),
  exceptions: vec(callInfo),
});
export type ProxyFilterInfo = Of<typeof proxyFilterInfo>;

export const subnetPrice = struct("pallet_subtensor_swap_runtime_api::SubnetPrice", {
  netuid: netUid,
  price: u64,
});
export type SubnetPrice = Of<typeof subnetPrice>;

export const simSwapResult = struct("pallet_subtensor_swap_runtime_api::SimSwapResult", {
  taoAmount: rao,
  alphaAmount: alpha,
  taoFee: rao,
  alphaFee: alpha,
  taoSlippage: rao,
  alphaSlippage: alpha,
});
export type SimSwapResult = Of<typeof simSwapResult>;
