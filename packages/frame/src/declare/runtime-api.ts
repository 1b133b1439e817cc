import { blake2_64 } from "@ganglion/hash";
import { type Hex, toHex, utf8Bytes } from "@ganglion/primitives";
import {
  type AnyCodec,
  type Codec,
  encode,
  type Fields,
  type OfFields,
  Reader,
  record,
  snakeCase,
} from "@ganglion/scale";
import type { Ctx } from "../context.ts";

/** One question that clients may ask of the state. */
export interface ApiMethod<I extends Fields, O> {
  readonly inputs: I;
  readonly output: Codec<O>;
  readonly docs?: string;
  run(ctx: Ctx, inputs: OfFields<I>): O;
}
// biome-ignore lint/suspicious/noExplicitAny: a table of methods with different inputs has no better element type
export type AnyApiMethod = ApiMethod<any, any>;

export function apiMethod<const I extends Fields, O>(method: ApiMethod<I, O>): ApiMethod<I, O> {
  return method;
}

/** A runtime API: methods by camelCase names; on the wire they are snake_case. */
export interface RuntimeApi {
  readonly name: string;
  readonly version: number;
  readonly docs?: string;
  readonly methods: Readonly<Record<string, AnyApiMethod>>;
}

/** blake2b-64 of the name: how the runtime version lists it. Source: sp_api `impl_runtime_apis!`. */
export function apiId(api: RuntimeApi): Hex {
  return toHex(blake2_64(utf8Bytes(api.name)));
}

/** `Name_method_name` -> the method. */
export function apiTable(apis: readonly RuntimeApi[]): ReadonlyMap<string, AnyApiMethod> {
  const table = new Map<string, AnyApiMethod>();
  for (const api of apis)
    for (const [name, method] of Object.entries(api.methods))
      table.set(`${api.name}_${snakeCase(name)}`, method);
  return table;
}

/** Decodes the inputs, asks, encodes the answer. @throws DecodeError on inputs that are none. */
export function callApi(method: AnyApiMethod, ctx: Ctx, input: Uint8Array): Uint8Array {
  const reader = new Reader(input);
  const inputs = record(method.inputs as Fields).read(reader);
  reader.end();
  return encode(method.output as AnyCodec, method.run(ctx, inputs));
}
