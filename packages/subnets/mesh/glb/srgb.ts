/** A byte of sRGB as linear light in [0, 1]: glTF's factors and vertex colours are linear (IEC 61966-2-1). */
export function linearOf(byte: number): number {
  const s = byte / 255;
  return Number((s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4).toFixed(6));
}

/** Linear light as a byte of sRGB; what lies outside of [0, 1] is cut off. */
export function srgbByte(linear: number): number {
  const l = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (l <= 0.0031308 ? 12.92 * l : 1.055 * l ** (1 / 2.4) - 0.055));
}
