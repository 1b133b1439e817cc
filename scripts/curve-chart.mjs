// The charts of docs/subnets: curves on two linear axes, such as a loss that falls window by window.
import { escaped, px, STYLE } from "./performance-chart.mjs";

const WIDTH = 940;
const BOX = { left: 84, right: 690, top: 84, bottom: 424 };
const HEIGHT = 490;
/** Colours are four; after them the line is broken. */
const DASHES = ["", "7 4", "2 3"];

/** About `count` round numbers that cover a range. */
export function ticks(low, high, count = 6) {
  if (low === high) return [low];
  const rough = (high - low) / count;
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * decade).find((each) => each >= rough);
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

function scale(marks, [from, to]) {
  const [low, high] = [marks[0], marks.at(-1)];
  // A range of one value stands in the middle.
  if (low === high) return () => (from + to) / 2;
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/** Names at the right ends of the curves, moved apart where they would cover each other. */
function labels(curves, y) {
  const placed = curves
    .map(({ name, points }, i) => ({ name, i, at: y(points.at(-1)[1]) }))
    .sort((a, b) => a.at - b.at);
  for (let k = 1; k < placed.length; k++)
    placed[k].at = Math.max(placed[k].at, placed[k - 1].at + 17);
  const over = placed.length > 0 ? placed.at(-1).at - BOX.bottom : 0;
  if (over > 0) for (const each of placed) each.at -= over;
  return placed.flatMap(({ name, i, at }) => [
    `<g class="s${i % 4}">`,
    `<line class="line" x1="${BOX.right + 14}" x2="${BOX.right + 36}" y1="${px(at)}" y2="${px(at)}" stroke-dasharray="${DASHES[(i >> 2) % 3]}"/>`,
    "</g>",
    `<text class="name" x="${BOX.right + 43}" y="${px(at + 4)}">${escaped(name)}</text>`,
  ]);
}

/** The chart of one subnet's curves; those without a point are left out. */
export function renderCurves(title, { curves: all, axes = ["", ""] }) {
  const curves = all.filter(({ points }) => points.length > 0);
  const values = (at) => curves.flatMap(({ points }) => points.map((point) => point[at]));
  const marks = [0, 1].map((at) =>
    curves.length === 0 ? [0, 1] : ticks(Math.min(...values(at)), Math.max(...values(at))),
  );
  const x = scale(marks[0], [BOX.left, BOX.right]);
  const y = scale(marks[1], [BOX.bottom, BOX.top]);
  const label = `${title}: ${axes[1]} by ${axes[0]}`;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(label)}">`,
    `<style>${STYLE}</style>`,
    `<rect class="card" x="0.5" y="0.5" width="${WIDTH - 1}" height="${HEIGHT - 1}" rx="14"/>`,
    `<text class="headline" x="24" y="36">${escaped(title)}</text>`,
    `<text class="sub" x="24" y="60">${escaped(axes[1])}</text>`,
    ...marks[1].flatMap((value) => [
      `<line class="grid" x1="${BOX.left}" x2="${BOX.right}" y1="${px(y(value))}" y2="${px(y(value))}"/>`,
      `<text class="tick" x="${BOX.left - 9}" y="${px(y(value) + 4)}" text-anchor="end">${value.toLocaleString("en")}</text>`,
    ]),
    ...marks[0].flatMap((value) => [
      `<line class="axis" x1="${px(x(value))}" x2="${px(x(value))}" y1="${BOX.bottom}" y2="${BOX.bottom + 5}"/>`,
      `<text class="tick" x="${px(x(value))}" y="${BOX.bottom + 20}" text-anchor="middle">${value.toLocaleString("en")}</text>`,
    ]),
    `<line class="axis" x1="${BOX.left}" x2="${BOX.right}" y1="${BOX.bottom}" y2="${BOX.bottom}"/>`,
    `<text class="label" x="${(BOX.left + BOX.right) / 2}" y="${BOX.bottom + 44}" text-anchor="middle">${escaped(axes[0])}</text>`,
    ...curves.map(({ points }, i) => {
      const path = points.map(([a, b], k) => `${k === 0 ? "M" : "L"}${px(x(a))} ${px(y(b))}`);
      return `<g class="s${i % 4}"><path class="line" d="${path.join("")}" stroke-dasharray="${DASHES[(i >> 2) % 3]}"/></g>`;
    }),
    ...labels(curves, y),
    "</svg>",
  ].join("\n")}\n`;
}
