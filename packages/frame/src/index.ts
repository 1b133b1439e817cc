export { type ChainMode, Context, type Ctx, type Dispatcher, type StateCtx } from "./context.ts";
export { type AnyCall, type Call, call, type PostInfo } from "./declare/call.ts";
export { errors } from "./declare/errors.ts";
export {
  type AnyEvent,
  type Event,
  type EventRecord,
  event,
  type Phase,
  phase,
  positional,
} from "./declare/event.ts";
export {
  bindOuter,
  type EventRecordValue,
  eventRecord,
  findCall,
  type HoldReason,
  MAX_CALL_DEPTH,
  palletEnum,
  type RuntimeCall,
  runtimeCall,
  runtimeCallOf,
  runtimeError,
  runtimeEvent,
  runtimeHoldReason,
} from "./declare/outer.ts";
export { type Pallet, pallet } from "./declare/pallet.ts";
export {
  type AnyApiMethod,
  type ApiMethod,
  apiId,
  apiMethod,
  apiTable,
  callApi,
  type RuntimeApi,
} from "./declare/runtime-api.ts";
export {
  type AnyConstant,
  type AnyItem,
  type AnyKey,
  blake2,
  byMode,
  type Constant,
  constant,
  type Default,
  type Hasher,
  type Item,
  identity,
  type Key,
  map,
  map2,
  mapN,
  type Prefix,
  twox,
  value,
} from "./declare/storage.ts";
export { type DispatchResult, dispatchCall } from "./dispatch/dispatch.ts";
export {
  type CallFilter,
  ensureNone,
  ensureRoot,
  ensureSigned,
  mayDispatch,
  NONE,
  narrowed,
  type Origin,
  ROOT,
  signed,
} from "./dispatch/origin.ts";
export {
  Arithmetic,
  BadOrigin,
  CannotLookup,
  type DispatchError,
  dispatchError,
  dispatchResult,
  ensure,
  ModuleError,
  OtherError,
  Refusal,
  RefusedWith,
  RootNotAllowed,
  Token,
  Transactional,
  tolerate,
} from "./dispatch/refusal.ts";
export {
  addWeight,
  type DispatchClass,
  dispatchClass,
  minWeight,
  type Pays,
  pays,
  READ_PS,
  type Weight,
  WRITE_PS,
  weigh,
  weightCodec,
  ZERO_WEIGHT,
} from "./dispatch/weight.ts";
export { type Era, era, eraBirth, eraDeath } from "./extrinsic/era.ts";
export {
  decodeExtrinsic,
  type Extension,
  type Extrinsic,
  encodeExtrinsic,
  ensureLookup,
  isBareExtrinsic,
  lookup,
  type MultiAddress,
  type MultiSignature,
  multiAddress,
  multiSignature,
  signingPayload,
  uncheckedExtrinsic,
} from "./extrinsic/format.ts";
export type { Host, PulseClaim, SignatureClaim } from "./host.ts";
export { buildMetadata, type Declaration } from "./metadata/metadata.ts";
export { type Backing, State } from "./state/state.ts";
