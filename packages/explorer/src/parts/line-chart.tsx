const WIDTH = 640;
const HEIGHT = 180;
const MARGIN = { left: 52, right: 12, top: 12, bottom: 26 } as const;

export type Point = readonly [x: number, y: number];

interface Scale {
  readonly least: number;
  readonly most: number;
  readonly place: (value: number) => number;
}

/** From least to most of the values, which may all be the same. */
function scaleOf(values: readonly number[], from: number, to: number): Scale {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const span = most - least || 1;
  return { least, most, place: (value) => from + ((value - least) / span) * (to - from) };
}

const short = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toPrecision(3);

/** A curve with its first and last values written beside it. `points`: at least two, ascending by x. */
export function LineChart({
  title,
  across,
  points,
}: {
  readonly title: string;
  /** What x counts. */
  readonly across: string;
  readonly points: readonly Point[];
}) {
  const x = scaleOf(
    points.map(([at]) => at),
    MARGIN.left,
    WIDTH - MARGIN.right,
  );
  const y = scaleOf(
    points.map(([, value]) => value),
    HEIGHT - MARGIN.bottom,
    MARGIN.top,
  );
  const path = points
    .map(
      ([at, value], i) =>
        `${i === 0 ? "M" : "L"}${x.place(at).toFixed(1)} ${y.place(value).toFixed(1)}`,
    )
    .join("");
  const [first, last] = [points[0]!, points.at(-1)!];
  const told = `${title}: ${short(first[1])} in ${across} ${short(first[0])}, ${short(last[1])} in ${across} ${short(last[0])}`;
  return (
    <figure className="chart" data-testid="history">
      <figcaption>
        {title}: <b className="number">{short(last[1])}</b>
        <small> from {short(first[1])}</small>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={told}>
        {[y.most, y.least].map((value, i) => (
          <g key={i === 0 ? "most" : "least"}>
            <line
              x1={MARGIN.left}
              x2={WIDTH - MARGIN.right}
              y1={y.place(value)}
              y2={y.place(value)}
            />
            <text x={MARGIN.left - 8} y={y.place(value) + 4} textAnchor="end">
              {short(value)}
            </text>
          </g>
        ))}
        <text x={MARGIN.left} y={HEIGHT - 6}>
          {across} {short(x.least)}
        </text>
        <text x={WIDTH - MARGIN.right} y={HEIGHT - 6} textAnchor="end">
          {short(x.most)}
        </text>
        <path d={path} />
      </svg>
    </figure>
  );
}
