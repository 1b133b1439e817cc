import { type Fields, type OfFields, type OfVariants, u32, variant } from "@ganglion/scale";

/** When an event was deposited. */
export const phase = variant("frame_system::Phase", {
  ApplyExtrinsic: u32,
  Finalization: null,
  Initialization: null,
});
export type Phase = OfVariants<{
  ApplyExtrinsic: typeof u32;
  Finalization: null;
  Initialization: null;
}>;

/** An event that happened. */
export interface EventRecord {
  readonly event: AnyEvent;
  readonly data: unknown;
}

/** What metadata and the outer codec need to know of any event. */
export interface AnyEvent {
  readonly index: number;
  readonly fields: Fields;
  /** False where the reference's event carries no field names on the wire. */
  readonly named: boolean;
  readonly docs: string;
  /** Set once when the pallet is assembled. */
  pallet: string;
  palletIndex: number;
  name: string;
}

/** Called with data it makes a record to deposit. */
export interface Event<F extends Fields> extends AnyEvent {
  (data: OfFields<F>): EventRecord;
}

function declared<F extends Fields>(
  index: number,
  fields: F,
  named: boolean,
  docs: string,
): Event<F> {
  const make = (data: OfFields<F>): EventRecord => ({ event: self, data });
  // `name` of a function is read-only until it is defined anew.
  const self = Object.defineProperties(make, {
    name: { value: "", writable: true },
  }) as unknown as Event<F>;
  return Object.assign(self, { index, fields, named, docs, pallet: "", palletIndex: -1 });
}

/** An event whose fields have names on the wire. */
export const event = <const F extends Fields>(index: number, fields: F, docs = ""): Event<F> =>
  declared(index, fields, true, docs);
/** An event whose fields are named here for the reader, and nameless on the wire as in the reference. */
export const positional = <const F extends Fields>(index: number, fields: F, docs = ""): Event<F> =>
  declared(index, fields, false, docs);
