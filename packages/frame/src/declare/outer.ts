import {
  type AnyCodec,
  type Codec,
  DecodeError,
  h256,
  type Of,
  record,
  struct,
  vec,
} from "@ganglion/scale";
import type { AnyCall } from "./call.ts";
import { type AnyEvent, type EventRecord, phase } from "./event.ts";
import type { Pallet } from "./pallet.ts";

/** A call with its arguments. */
export interface RuntimeCall {
  readonly call: AnyCall;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Nesting beyond this is refused while decoding. Source: sp_api MAX_EXTRINSIC_DEPTH. */
export const MAX_CALL_DEPTH = 256;

// Calls contain calls and events contain errors, so the outer enums are known before their pallets.
// There is one runtime per program; it binds its pallets here once, while modules load.
let bound: readonly Pallet[] = [];
const calls = new Map<number, { readonly call: AnyCall; readonly body: AnyCodec }>();
const events = new Map<number, { readonly event: AnyEvent; readonly body: AnyCodec }>();

/** Tells the outer enums which pallets there are. */
export function bindOuter(pallets: readonly Pallet[]): void {
  bound = pallets;
  calls.clear();
  events.clear();
  for (const each of pallets) {
    for (const call of Object.values(each.calls))
      calls.set(each.index * 256 + call.index, { call, body: record(call.args) as AnyCodec });
    for (const event of Object.values(each.events))
      events.set(each.index * 256 + event.index, { event, body: record(event.fields) as AnyCodec });
  }
}

const fieldOf = (codec: AnyCodec) => ({ codec });
const enumOf = (
  name: string,
  has: (pallet: Pallet) => boolean,
  part: (pallet: Pallet) => AnyCodec,
): AnyCodec["type"] => ({
  name,
  path: name.split("::"),
  params: [],
  shape: () => ({
    kind: "variant",
    variants: bound.filter(has).map((each) => ({
      name: each.name,
      index: each.index,
      fields: [fieldOf(part(each))],
    })),
  }),
});

const made = new Map<string, AnyCodec>();
/** The `Call`, `Event` or `Error` enum of one pallet, for the metadata: nothing is encoded with it. */
export function palletEnum(of: Pallet, part: string): AnyCodec {
  const name = `${of.module}::${part}`;
  let codec = made.get(name);
  if (!codec) {
    codec = describeOnly(name, () => variantsOf(of, part));
    made.set(name, codec);
  }
  return codec;
}

function describeOnly(name: string, variants: () => ReturnType<typeof variantsOf>): AnyCodec {
  const never = (): never => {
    throw new TypeError(`${name} is described only`);
  };
  return {
    type: {
      name,
      path: name.split("::"),
      params: [{ name: "T", type: undefined }],
      shape: () => ({ kind: "variant", variants: variants() }),
    },
    write: never,
    read: never,
  };
}

const snake = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const named = (fields: Readonly<Record<string, AnyCodec>>, withNames: boolean) =>
  Object.entries(fields).map(([name, codec]) =>
    withNames ? { name: snake(name), codec } : { codec },
  );

function variantsOf(of: Pallet, part: string) {
  const list =
    part === "Call"
      ? Object.values(of.calls).map((call) => ({
          name: call.name,
          index: call.index,
          fields: named(call.args, true),
          docs: docsOf(call.docs),
        }))
      : part === "Event"
        ? Object.values(of.events).map((event) => ({
            name: event.name,
            index: event.index,
            fields: named(event.fields, event.named),
            docs: docsOf(event.docs),
          }))
        : Object.values(of.errors).map((error) => ({
            name: error.name,
            index: error.index,
            fields: [],
            docs: docsOf(error.docs),
          }));
  return list.sort((a, b) => a.index - b.index);
}
const docsOf = (docs: string | undefined): readonly string[] => (docs ? docs.split("\n") : []);

/** Any call of any pallet: pallet index, call index, arguments. */
export const runtimeCall: Codec<RuntimeCall> = {
  type: enumOf(
    "node_subtensor_runtime::RuntimeCall",
    (each) => Object.keys(each.calls).length > 0,
    (each) => palletEnum(each, "Call"),
  ),
  write(w, { call, args }) {
    w.byte(call.palletIndex);
    w.byte(call.index);
    calls.get(call.palletIndex * 256 + call.index)!.body.write(w, args);
  },
  read(r) {
    if (++r.depth > MAX_CALL_DEPTH) r.fail("calls are nested too deep");
    const at = r.take(2);
    const [palletIndex, index] = [r.bytes[at]!, r.bytes[at + 1]!];
    const found = calls.get(palletIndex * 256 + index);
    if (!found) throw new DecodeError(`no call ${index} in pallet ${palletIndex}`, at);
    const args = found.body.read(r);
    r.depth--;
    return { call: found.call, args };
  },
};

/** Any event of any pallet. */
export const runtimeEvent: Codec<EventRecord> = {
  type: enumOf(
    "node_subtensor_runtime::RuntimeEvent",
    (each) => Object.keys(each.events).length > 0,
    (each) => palletEnum(each, "Event"),
  ),
  write(w, { event, data }) {
    w.byte(event.palletIndex);
    w.byte(event.index);
    events.get(event.palletIndex * 256 + event.index)!.body.write(w, data);
  },
  read(r) {
    const at = r.take(2);
    const found = events.get(r.bytes[at]! * 256 + r.bytes[at + 1]!);
    if (!found) throw new DecodeError(`no event ${r.bytes[at + 1]} in pallet ${r.bytes[at]}`, at);
    return { event: found.event, data: found.body.read(r) };
  },
};

/** Why a pallet holds a part of somebody's balance: the pallet and its own reason. */
export interface HoldReason {
  readonly pallet: string;
  readonly reason: string;
}

/** Any reason of any pallet: pallet index, the reason's index. */
export const runtimeHoldReason: Codec<HoldReason> = {
  type: enumOf(
    "node_subtensor_runtime::RuntimeHoldReason",
    (each) => each.holdReason !== undefined,
    (each) => each.holdReason!,
  ),
  write(w, { pallet, reason }) {
    const found = bound.find((each) => each.name === pallet);
    if (!found?.holdReason) throw new TypeError(`${pallet} holds nothing`);
    w.byte(found.index);
    found.holdReason.write(w, reason);
  },
  read(r) {
    const at = r.take(1);
    const found = bound.find((each) => each.index === r.bytes[at]);
    if (!found?.holdReason) throw new DecodeError(`pallet ${r.bytes[at]} holds nothing`, at);
    return { pallet: found.name, reason: found.holdReason.read(r) };
  },
};

/** All errors, for the metadata. */
export const runtimeError: AnyCodec = {
  ...describeOnly("node_subtensor_runtime::RuntimeError", () => []),
  type: enumOf(
    "node_subtensor_runtime::RuntimeError",
    (each) => Object.keys(each.errors).length > 0,
    (each) => palletEnum(each, "Error"),
  ),
};

/** An entry of System.Events. */
export const eventRecord = struct(
  "frame_system::EventRecord<node_subtensor_runtime::RuntimeEvent, primitive_types::H256>",
  { phase, event: runtimeEvent, topics: vec(h256) },
  { E: runtimeEvent, T: h256 },
);
export type EventRecordValue = Of<typeof eventRecord>;

/** Makes a `RuntimeCall` of a declared call, typed by it. */
export function runtimeCallOf<A extends Readonly<Record<string, AnyCodec>>>(
  declared: { readonly args: A } & AnyCall,
  args: { readonly [K in keyof A]: Of<A[K]> },
): RuntimeCall {
  return { call: declared, args };
}

/** A call by its names, for tools. @throws RangeError if there is none. */
export function findCall(palletName: string, name: string): AnyCall {
  const found = bound.find((each) => each.name === palletName)?.calls;
  const call = found && Object.values(found).find((each) => each.name === name);
  if (!call) throw new RangeError(`no call ${palletName}.${name}`);
  return call;
}
