export {
  accountId,
  alpha,
  h256,
  i32f32,
  i64f64,
  i96f32,
  mechId,
  netUid,
  rao,
  storageIndex,
  u64f64,
  u96f32,
  uid,
} from "./chain-types.ts";
export {
  type AnyCodec,
  alias,
  type Codec,
  decode,
  encode,
  type Field,
  type Of,
  type Primitive,
  type Shape,
  type TypeInfo,
  type Variant,
} from "./codec.ts";
export { compact, readCompact, readLength, writeCompact, writeLength } from "./compact.ts";
export {
  array,
  boxedOption,
  btreeMap,
  btreeSet,
  bytes,
  fixedBytes,
  option,
  result,
  tuple,
  unit,
  vec,
} from "./containers.ts";
export {
  type Fields,
  literals,
  newtype,
  type OfFields,
  type OfVariants,
  type Params,
  record,
  snakeCase,
  struct,
  unnamed,
  type Variants,
  variant,
} from "./named.ts";
export { u16Pairs } from "./packed.ts";
export { bool, i16, i32, i64, i128, str, u8, u16, u32, u64, u128 } from "./primitives.ts";
export { DecodeError, Reader } from "./reader.ts";
export { Writer } from "./writer.ts";
