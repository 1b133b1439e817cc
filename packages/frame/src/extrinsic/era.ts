import { type Codec, DecodeError } from "@ganglion/scale";

/** How long an extrinsic may wait: for ever, or `period` blocks from a birth that `phase` tells. */
export type Era =
  | { readonly type: "Immortal" }
  | { readonly type: "Mortal"; readonly period: number; readonly phase: number };

const variants = () => [
  { name: "Immortal", index: 0, fields: [] },
  ...Array.from({ length: 255 }, (_, i) => ({
    name: `Mortal${i + 1}`,
    index: i + 1,
    fields: [{ codec: byte }],
  })),
];
const byte: Codec<number> = {
  type: { name: "u8", path: [], params: [], shape: () => ({ kind: "primitive", primitive: "u8" }) },
  write: (w, v) => w.byte(v),
  read: (r) => r.bytes[r.take(1)]!,
};

/** One byte 0, or two bytes: log2 of the period and the quantised phase. Source: sp_runtime::generic::Era. */
export const era: Codec<Era> = {
  type: {
    name: "sp_runtime::generic::era::Era",
    path: ["sp_runtime", "generic", "era", "Era"],
    params: [],
    shape: () => ({ kind: "variant", variants: variants() }),
  },
  write(w, value) {
    if (value.type === "Immortal") {
      w.byte(0);
      return;
    }
    const quantize = Math.max(value.period >> 12, 1);
    const trailing = 31 - Math.clz32(value.period & -value.period);
    const encoded = Math.min(15, Math.max(1, trailing - 1)) | ((value.phase / quantize) << 4);
    const at = w.reserve(2);
    w.view.setUint16(at, encoded, true);
  },
  read(r) {
    const at = r.take(1);
    const first = r.bytes[at]!;
    if (first === 0) return { type: "Immortal" };
    const encoded = first | (r.bytes[r.take(1)]! << 8);
    const period = 2 << (encoded % 16);
    const phase = (encoded >> 4) * Math.max(period >> 12, 1);
    if (period < 4 || phase >= period) throw new DecodeError("invalid era", at);
    return { type: "Mortal", period, phase };
  },
};

/** First block of the era that holds at `current`. */
export function eraBirth(value: Era, current: number): number {
  if (value.type === "Immortal") return 0;
  const { period, phase } = value;
  return Math.floor((Math.max(current, phase) - phase) / period) * period + phase;
}

/** First block in which it no longer holds; never for an immortal one. */
export function eraDeath(value: Era, current: number): number {
  return value.type === "Immortal"
    ? Number.POSITIVE_INFINITY
    : eraBirth(value, current) + value.period;
}
