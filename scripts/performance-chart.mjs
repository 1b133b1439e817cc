// The charts of docs/performance.svg: lines on two logarithmic axes, two charts in a row. Readable on a
// light and on a dark page, since it brings its own ground.

const PANEL = { width: 460, height: 368, left: 62, right: 24, top: 94, bottom: 56 };
const GAP = 20;
const EDGE = 24;
const HEAD = 64;
const FOOT = 14;

/** Groups the curves of all promises by chart, in the order they come. */
export function chartsOf(promises) {
  const charts = new Map();
  for (const { curves = [] } of promises)
    for (const curve of curves) {
      const known = charts.get(curve.chart);
      if (known) known.curves.push(curve);
      else charts.set(curve.chart, { title: curve.chart, curves: [curve] });
    }
  return [...charts.values()];
}

export const escaped = (text) =>
  String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
export const px = (value) => String(Math.round(value * 10) / 10);

function shownValue(value) {
  if (value >= 1000) return Math.round(Number(value.toPrecision(3))).toLocaleString("en");
  if (value >= 10) return value.toFixed(0);
  return value.toFixed(1);
}
const shownTick = (value) => (value >= 1 ? value.toLocaleString("en") : String(value));

/** Maps a range of positive numbers onto pixels, by their logarithm. */
function logScale([low, high], [from, to]) {
  const [a, b] = [Math.log(low), Math.log(high)];
  return (value) => from + ((Math.log(value) - a) / (b - a)) * (to - from);
}

function yRange(curves) {
  const values = curves.flatMap(({ points }) => points.map(([, y]) => y));
  const low = 10 ** Math.floor(Math.log10(Math.min(...values)));
  // Room for the labels above the highest points.
  const high = 10 ** Math.ceil(Math.log10(Math.max(...values) * 1.6));
  return [low, high];
}

function xRange(xs) {
  const [low, high] = [Math.min(...xs), Math.max(...xs)];
  if (low === high) return [low / 2, high * 2];
  const margin = (high / low) ** 0.06;
  return [low / margin, high * margin];
}

function yAxis([low, high], y, { left, right }) {
  const out = [];
  for (let decade = low; decade <= high * 1.001; decade *= 10) {
    out.push(
      `<line class="grid" x1="${px(left)}" x2="${px(right)}" y1="${px(y(decade))}" y2="${px(y(decade))}"/>`,
      `<text class="tick" x="${px(left - 9)}" y="${px(y(decade) + 4)}" text-anchor="end">${shownTick(decade)}</text>`,
    );
    for (const step of [2, 5])
      if (decade * step < high)
        out.push(
          `<line class="grid faint" x1="${px(left)}" x2="${px(right)}" y1="${px(y(decade * step))}" y2="${px(y(decade * step))}"/>`,
        );
  }
  return out;
}

function xAxis(xs, x, { bottom }) {
  return xs.flatMap((value) => [
    `<line class="axis" x1="${px(x(value))}" x2="${px(x(value))}" y1="${px(bottom)}" y2="${px(bottom + 5)}"/>`,
    `<text class="tick" x="${px(x(value))}" y="${px(bottom + 20)}" text-anchor="middle">${shownTick(value)}</text>`,
  ]);
}

const marker = (shape, x, y) => {
  if (shape === 0) return `<circle cx="${px(x)}" cy="${px(y)}" r="4"/>`;
  if (shape === 1)
    return `<rect x="${px(x - 3.8)}" y="${px(y - 3.8)}" width="7.6" height="7.6" rx="1"/>`;
  if (shape === 2)
    return `<path d="M${px(x)} ${px(y - 5)}L${px(x + 4.8)} ${px(y + 3.6)}H${px(x - 4.8)}Z"/>`;
  return `<path d="M${px(x)} ${px(y - 5)}L${px(x + 5)} ${px(y)}L${px(x)} ${px(y + 5)}L${px(x - 5)} ${px(y)}Z"/>`;
};

/** Above the point; below it where another curve passes just above. */
function labelY(curves, index, [x, value], y) {
  const crowded = curves.some(({ points }, other) => {
    if (other === index) return false;
    const theirs = points.find(([each]) => each === x)?.[1];
    if (theirs === undefined) return false;
    const above = y(value) - y(theirs);
    return above > -1 && above < 26;
  });
  return crowded ? y(value) + 19 : y(value) - 11;
}

function line(curves, index, x, y) {
  const { points } = curves[index];
  const path = points.map(([a, b], i) => `${i === 0 ? "M" : "L"}${px(x(a))} ${px(y(b))}`).join("");
  return [
    `<g class="s${index % 4}">`,
    `<path class="line" d="${path}"/>`,
    ...points.map(([a, b]) => marker(index % 4, x(a), y(b))),
    ...points.map(
      ([a, b]) =>
        `<text class="value" x="${px(x(a))}" y="${px(labelY(curves, index, [a, b], y))}" text-anchor="middle">${shownValue(b)}</text>`,
    ),
    "</g>",
  ];
}

function legend(curves, left, top) {
  let x = left;
  return curves.flatMap(({ name }, i) => {
    const at = x;
    x += 46 + name.length * 6.7;
    return [
      `<g class="s${i % 4}">`,
      `<line class="line" x1="${px(at)}" x2="${px(at + 22)}" y1="${px(top)}" y2="${px(top)}"/>`,
      marker(i % 4, at + 11, top),
      "</g>",
      `<text class="name" x="${px(at + 29)}" y="${px(top + 4)}">${escaped(name)}</text>`,
    ];
  });
}

function panel({ title, curves }, at) {
  const box = {
    left: at.x + PANEL.left,
    right: at.x + PANEL.width - PANEL.right,
    top: at.y + PANEL.top,
    bottom: at.y + PANEL.height - PANEL.bottom,
  };
  const xs = [...new Set(curves.flatMap(({ points }) => points.map(([x]) => x)))].sort(
    (a, b) => a - b,
  );
  const range = yRange(curves);
  const x = logScale(xRange(xs), [box.left, box.right]);
  const y = logScale(range, [box.bottom, box.top]);
  const [across, up] = curves[0].axes;
  return [
    `<rect class="card" x="${at.x}" y="${at.y}" width="${PANEL.width}" height="${PANEL.height}" rx="10"/>`,
    `<text class="title" x="${at.x + 20}" y="${at.y + 30}">${escaped(title)}</text>`,
    ...legend(curves, at.x + 20, at.y + 52),
    ...yAxis(range, y, box),
    ...xAxis(xs, x, box),
    `<line class="axis" x1="${px(box.left)}" x2="${px(box.right)}" y1="${px(box.bottom)}" y2="${px(box.bottom)}"/>`,
    `<text class="label" x="${px((box.left + box.right) / 2)}" y="${px(box.bottom + 42)}" text-anchor="middle">${escaped(across)}</text>`,
    `<text class="label" x="${px(at.x + 20)}" y="${px(box.top - 17)}">${escaped(up)}</text>`,
    ...curves.flatMap((_, i) => line(curves, i, x, y)),
  ];
}

export const STYLE = `
  .ground { fill: #f6f8fa; }
  .card { fill: #ffffff; stroke: #d8dee4; }
  .headline { font: 600 20px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328; }
  .title { font: 600 15px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328; }
  .sub, .name, .label, .tick, .value { font: 12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #59636e; }
  .name { fill: #1f2328; }
  .grid { stroke: #d8dee4; }
  .faint { stroke: #eef1f4; }
  .axis { stroke: #818b98; }
  .line { fill: none; stroke: currentColor; stroke-width: 2.2; stroke-linejoin: round; }
  .s0, .s1, .s2, .s3 { fill: currentColor; }
  .value { fill: currentColor; font-weight: 600; paint-order: stroke; stroke: #ffffff; stroke-width: 4px; stroke-linejoin: round; }
  .s0 { color: #0969da; }
  .s1 { color: #bc4c00; }
  .s2 { color: #1a7f37; }
  .s3 { color: #8250df; }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #010409; }
    .card { fill: #0d1117; stroke: #30363d; }
    .headline, .title, .name { fill: #e6edf3; }
    .sub, .label, .tick { fill: #9198a1; }
    .grid { stroke: #30363d; }
    .faint { stroke: #1c2128; }
    .axis { stroke: #656c76; }
    .value { stroke: #0d1117; }
    .s0 { color: #58a6ff; }
    .s1 { color: #f0883e; }
    .s2 { color: #3fb950; }
    .s3 { color: #bc8cff; }
  }
`;

/** The whole picture; a line of text where nothing was measured yet. */
export function renderCharts(charts) {
  const columns = Math.min(2, Math.max(1, charts.length));
  const rows = Math.max(1, Math.ceil(charts.length / 2));
  const width = 2 * EDGE + columns * PANEL.width + (columns - 1) * GAP;
  const height = HEAD + rows * PANEL.height + (rows - 1) * GAP + EDGE + FOOT;
  const places = charts.map((_, i) => ({
    x: EDGE + (i % 2) * (PANEL.width + GAP),
    y: HEAD + Math.floor(i / 2) * (PANEL.height + GAP),
  }));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="How the cost of a block grows">`,
    `<style>${STYLE}</style>`,
    `<rect class="ground" width="${width}" height="${height}" rx="14"/>`,
    `<text class="headline" x="${EDGE}" y="34">How the cost of a block grows</text>`,
    `<text class="sub" x="${EDGE}" y="53">${charts.length === 0 ? "Nothing was measured yet." : "Processor time with state root, seal and commit. Both axes are logarithmic; lower is better."}</text>`,
    ...charts.flatMap((chart, i) => panel(chart, places[i])),
    `<text class="sub" x="${EDGE}" y="${height - 14}">npm run bench -- block</text>`,
    "</svg>",
  ].join("\n")}\n`;
}
