export {
  type Applied,
  type BeaconHost,
  Executive,
  type HeaderStart,
  type RuntimeOptions,
  type Verify,
} from "./executive.ts";
export { EXTENSIONS } from "./extensions/list.ts";
export { AlphaAssets } from "./pallets/alpha-assets/pallet.ts";
export { AURA_ENGINE } from "./pallets/aura/hooks.ts";
export { Aura } from "./pallets/aura/pallet.ts";
export { Balances } from "./pallets/balances/pallet.ts";
export { Crowdloan } from "./pallets/crowdloan/pallet.ts";
export { writePulseCall } from "./pallets/drand/extrinsic.ts";
export { Drand } from "./pallets/drand/pallet.ts";
export { type BeaconStatus, beaconStatus, roundAt } from "./pallets/drand/status.ts";
export { type BeaconConfiguration, type Pulse, QUICKNET } from "./pallets/drand/types.ts";
export { Preimage } from "./pallets/preimage/pallet.ts";
export { ProxyPallet } from "./pallets/proxy/pallet.ts";
export { pureAccount } from "./pallets/proxy/pure-account.ts";
export { MevShield } from "./pallets/shield/pallet.ts";
export type { ShieldedTransaction } from "./pallets/shield/shielded-transaction.ts";
export { readEpochInput } from "./pallets/subtensor/epoch/epoch-input.ts";
export { epochWithMechanisms } from "./pallets/subtensor/epoch/run-epoch.ts";
export { SubtensorModule } from "./pallets/subtensor/pallet.ts";
export { Sudo } from "./pallets/sudo/pallet.ts";
export { Swap } from "./pallets/swap/pallet.ts";
export { System } from "./pallets/system/pallet.ts";
export {
  type AccountInfo,
  digest,
  digestItem,
  type RuntimeVersion,
} from "./pallets/system/types.ts";
export { type Replayed, replayScenario, type Scenario } from "./replay/replay.ts";
export {
  BlockBuilder,
  bareExtrinsic,
  type DigestItem,
  PALLETS,
  Runtime,
  RuntimeApiError,
  type Validity,
} from "./runtime.ts";
export { type ChainSpec, DEV_ACCOUNTS, demoSpec, devSpec, localSpec } from "./spec.ts";
export type { TransactionSource, TransactionValidityError, ValidTransaction } from "./validity.ts";
