import { formatTao } from "@ganglion/primitives";

/** Rao, as decimal text, in whole tokens with so many significant decimals: `7885704893` -> `7.886`. */
export function tokens(rao: string, decimals = 3): string {
  const amount = BigInt(rao);
  if (amount === 0n) return "0";
  const unit = 10n ** BigInt(9 - decimals);
  const rounded = ((amount + unit / 2n) / unit) * unit;
  if (rounded === 0n) return `< ${formatTao(unit)}`;
  const [whole, fraction = ""] = formatTao(rounded).split(".");
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return fraction === "" ? grouped : `${grouped}.${fraction}`;
}

/** A share of u16: 65535 = 100 %. */
export function percent(u16: number): string {
  const share = (u16 / 65_535) * 100;
  if (u16 === 0) return "0 %";
  if (share < 0.1) return "< 0.1 %";
  return `${share >= 99.95 ? 100 : share.toFixed(1)} %`;
}

/** A number of things, with thin spaces between thousands. */
export const count = (value: number): string =>
  value.toString().replace(/\B(?=(\d{3})+$)/g, "\u202f");

/** `3 s`, `2 min`, `4 h`. */
export function span(ms: number): string {
  if (ms < 950) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = ms / 1_000;
  if (seconds < 10) return `${seconds.toFixed(1).replace(/\.0$/, "")} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

/** How long ago, in whole seconds and more: nothing flickers. */
export function age(ms: number): string {
  return ms < 1_000 ? "now" : `${span(ms < 10_000 ? Math.floor(ms / 1_000) * 1_000 : ms)} ago`;
}

/** `5DRwf7…FkCv`: enough to tell keys apart. */
export const shortKey = (key: string, ends = 5): string =>
  key.length <= 2 * ends + 1 ? key : `${key.slice(0, ends + 1)}…${key.slice(-ends + 1)}`;

export const blocksWord = (blocks: number): string =>
  blocks === 1 ? "1 block" : `${count(blocks)} blocks`;
