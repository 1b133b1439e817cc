import { dispatchClass, pays, weightCodec } from "@ganglion/frame";
import {
  bool,
  bytes,
  compact,
  fixedBytes,
  h256,
  newtype,
  type Of,
  option,
  str,
  struct,
  tuple,
  u8,
  u32,
  u64,
  u128,
  unnamed,
  variant,
  vec,
} from "@ganglion/scale";

/** What an account holds, in rao. `flags` is a version mark that never changes here. */
export const accountData = struct(
  "pallet_balances::types::AccountData<u64>",
  {
    free: u64,
    reserved: u64,
    frozen: u64,
    flags: newtype<bigint>("pallet_balances::types::ExtraFlags", u128),
  },
  { Balance: u64 },
);
export type AccountData = Of<typeof accountData>;
/** The mark of accounts whose consumer counts are kept in the present way. */
const NEW_LOGIC = 1n << 127n;
export const NO_BALANCE: AccountData = { free: 0n, reserved: 0n, frozen: 0n, flags: NEW_LOGIC };

/** Nonce, reference counts and balance of an account. */
export const accountInfo = struct(
  "frame_system::AccountInfo<u32, pallet_balances::types::AccountData<u64>>",
  { nonce: u32, consumers: u32, providers: u32, sufficients: u32, data: accountData },
  { Nonce: u32, AccountData: accountData },
);
export type AccountInfo = Of<typeof accountInfo>;
export const NO_ACCOUNT: AccountInfo = {
  nonce: 0,
  consumers: 0,
  providers: 0,
  sufficients: 0,
  data: NO_BALANCE,
};

const engineId = fixedBytes(4);
const engineData = () => unnamed({ engine: engineId, data: bytes });
/** An entry of a header's digest. Encoded indices are the reference's, with gaps. */
export const digestItem = variant(
  "sp_runtime::generic::digest::DigestItem",
  {
    PreRuntime: engineData(),
    Consensus: engineData(),
    Seal: engineData(),
    Other: bytes,
    RuntimeEnvironmentUpdated: null,
  },
  { indices: { PreRuntime: 6, Consensus: 4, Seal: 5, Other: 0, RuntimeEnvironmentUpdated: 8 } },
);
export type DigestItem = Of<typeof digestItem>;
export const digest = struct("sp_runtime::generic::digest::Digest", { logs: vec(digestItem) });

export const cowStr = newtype<string>("Cow<str>", str, { T: str });
export const lastRuntimeUpgrade = struct("frame_system::LastRuntimeUpgradeInfo", {
  specVersion: compact(u32),
  specName: cowStr,
});
export const codeUpgradeAuthorization = struct(
  "frame_system::CodeUpgradeAuthorization",
  { codeHash: h256, checkVersion: bool },
  { T: undefined },
);

const perClass = <T>(name: string, of: Parameters<typeof option<T>>[0]) =>
  struct(
    `frame_support::dispatch::PerDispatchClass<${name}>`,
    { normal: of, operational: of, mandatory: of },
    { T: of },
  );
export const perClassWeight = perClass("sp_weights::weight_v2::Weight", weightCodec);
const weightsPerClass = struct("frame_system::limits::WeightsPerClass", {
  baseExtrinsic: weightCodec,
  maxExtrinsic: option(weightCodec),
  maxTotal: option(weightCodec),
  reserved: option(weightCodec),
});
export const blockWeights = struct("frame_system::limits::BlockWeights", {
  baseBlock: weightCodec,
  maxBlock: weightCodec,
  perClass: perClass("frame_system::limits::WeightsPerClass", weightsPerClass),
});
export const blockLength = struct("frame_system::limits::BlockLength", {
  max: perClass("u32", u32),
});
export const runtimeDbWeight = struct("sp_weights::RuntimeDbWeight", { read: u64, write: u64 });

const apisCodec = newtype<readonly (readonly [Uint8Array, number])[]>(
  "Cow<Vec<([u8; 8], u32)>>",
  vec(tuple(fixedBytes(8), u32)),
  {
    T: vec(tuple(fixedBytes(8), u32)),
  },
);
export const runtimeVersion = struct("sp_version::RuntimeVersion", {
  specName: cowStr,
  implName: cowStr,
  authoringVersion: u32,
  specVersion: u32,
  implVersion: u32,
  apis: apisCodec,
  transactionVersion: u32,
  systemVersion: u8,
});
export type RuntimeVersion = Of<typeof runtimeVersion>;

/** How an extrinsic weighed, and whether it paid. */
export const dispatchEventInfo = struct("frame_system::DispatchEventInfo", {
  weight: weightCodec,
  class: dispatchClass,
  paysFee: pays,
});
