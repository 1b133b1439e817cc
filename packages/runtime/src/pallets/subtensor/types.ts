import {
  accountId,
  alpha,
  btreeSet,
  bytes,
  fixedBytes,
  i64,
  literals,
  netUid,
  newtype,
  type Of,
  option,
  rao,
  struct,
  u8,
  u16,
  u32,
  u64,
  u64f64,
  u128,
  unnamed,
  variant,
} from "@ganglion/scale";
import { boundedBytes } from "../../bounded.ts";

/** 20 bytes: an EVM address. */
export const h160 = newtype<Uint8Array>("primitive_types::H160", fixedBytes(20));

/** Where a neuron serves. `ip` is the address as a number, v4 in the low 32 bits. */
export const axonInfo = struct("pallet_subtensor::pallet::AxonInfo", {
  block: u64,
  version: u32,
  ip: u128,
  port: u16,
  ipType: u8,
  protocol: u8,
  placeholder1: u8,
  placeholder2: u8,
});
export type AxonInfo = Of<typeof axonInfo>;

export const prometheusInfo = struct("pallet_subtensor::pallet::PrometheusInfo", {
  block: u64,
  version: u32,
  ip: u128,
  port: u16,
  ipType: u8,
});
export type PrometheusInfo = Of<typeof prometheusInfo>;

export const neuronCertificate = struct("pallet_subtensor::pallet::NeuronCertificate", {
  publicKey: boundedBytes,
  algorithm: u8,
});
export type NeuronCertificate = Of<typeof neuronCertificate>;

/** How a coldkey presents itself; all UTF-8 by habit, none enforced. */
export const chainIdentity = struct("pallet_subtensor::pallet::ChainIdentityV2", {
  name: bytes,
  url: bytes,
  githubRepo: bytes,
  image: bytes,
  discord: bytes,
  description: bytes,
  additional: bytes,
});
export type ChainIdentity = Of<typeof chainIdentity>;

/** How a subnet presents itself. */
export const subnetIdentity = struct("pallet_subtensor::pallet::SubnetIdentityV3", {
  subnetName: bytes,
  githubRepo: bytes,
  subnetContact: bytes,
  subnetUrl: bytes,
  discord: bytes,
  description: bytes,
  logoUrl: bytes,
  additional: bytes,
});
export type SubnetIdentity = Of<typeof subnetIdentity>;

/** What becomes of the incentive that the subnet's owner would earn. */
export const recycleOrBurn = literals("pallet_subtensor::pallet::RecycleOrBurnEnum", [
  "Burn",
  "Recycle",
]);

/** What a coldkey wants done with its root dividends. */
export const rootClaimType = variant("pallet_subtensor::pallet::RootClaimTypeEnum", {
  Swap: null,
  Keep: null,
  KeepSubnets: { subnets: btreeSet(netUid) },
});
export type RootClaimType = Of<typeof rootClaimType>;

/** Stake that a coldkey locked behind a hotkey. Conviction is U64F64. */
export const lockState = struct("pallet_subtensor::staking::lock::LockState", {
  lockedMass: alpha,
  conviction: u64f64,
  lastUpdate: u64,
});
export type LockState = Of<typeof lockState>;

/** Hundredths. */
export const percent = newtype<number>("sp_arithmetic::per_things::Percent", u8);
export const subnetLease = struct(
  "pallet_subtensor::subnets::leasing::SubnetLease<sp_core::crypto::AccountId32, u32, u64>",
  {
    beneficiary: accountId,
    coldkey: accountId,
    hotkey: accountId,
    emissionsShare: percent,
    endBlock: option(u32),
    netuid: netUid,
    cost: rao,
  },
  { AccountId: accountId, BlockNumber: u32, Balance: u64 },
);
export type SubnetLease = Of<typeof subnetLease>;

/** A decimal float: mantissa * 10^exponent. Source: primitives/share-pool. */
export const safeFloat = struct("share_pool::SafeFloat", { mantissa: u128, exponent: i64 });
export type SafeFloat = Of<typeof safeFloat>;
export const SAFE_FLOAT_ZERO: SafeFloat = { mantissa: 0n, exponent: 0n };

/** Owner hyperparameters that are rate limited one by one. */
export const hyperparameter = literals("pallet_subtensor::utils::rate_limiting::Hyperparameter", [
  "Unknown",
  "ServingRateLimit",
  "MaxDifficulty",
  "AdjustmentAlpha",
  "MaxWeightLimit",
  "ImmunityPeriod",
  "MinAllowedWeights",
  "Kappa",
  "Rho",
  "ActivityCutoff",
  "PowRegistrationAllowed",
  "MinBurn",
  "MaxBurn",
  "BondsMovingAverage",
  "BondsPenalty",
  "CommitRevealEnabled",
  "LiquidAlphaEnabled",
  "AlphaValues",
  "WeightCommitInterval",
  "TransferEnabled",
  "AlphaSigmoidSteepness",
  "Yuma3Enabled",
  "BondsResetEnabled",
  "ImmuneNeuronLimit",
  "RecycleOrBurn",
  "MaxAllowedUids",
  "BurnHalfLife",
  "BurnIncreaseMult",
  "SubnetEmissionEnabled",
  "MinChildkeyTake",
  "ActivityCutoffFactorMilli",
  "TriggerEpoch",
]);
export type Hyperparameter = Of<typeof hyperparameter>;

/** What a rate limit is counted for. */
export const rateLimitKey = variant(
  "pallet_subtensor::RateLimitKey<sp_core::crypto::AccountId32>",
  {
    SetSNOwnerHotkey: netUid,
    OwnerHyperparamUpdate: unnamed({ netuid: netUid, hyperparameter }),
    NetworkLastRegistered: null,
    LastTxBlock: accountId,
    LastTxBlockChildKeyTake: accountId,
    LastTxBlockDelegateTake: accountId,
    AddStakeBurn: netUid,
  },
  { params: { AccountId: accountId } },
);
export type RateLimitKey = Of<typeof rateLimitKey>;
