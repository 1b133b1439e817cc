import type { Point } from "../workbench.ts";
import { type Builder, even, OAK, type Plan } from "./plan.ts";

/** So many legs under a plate of half sides (x, z). */
function placesOf(count: number, [x, z]: Point, round: boolean): Point[] {
  if (!round && count % 2 === 0 && count >= 4)
    return even(count / 2, -x, x).flatMap((at): Point[] => [
      [at, -z],
      [at, z],
    ]);
  return Array.from({ length: count }, (_, i): Point => {
    const angle = (2 * Math.PI * (i + 0.25)) / count;
    return [x * Math.cos(angle), z * Math.sin(angle)];
  });
}

function legs(
  { bench, style, count, colour }: Plan,
  {
    w,
    d,
    to,
    round,
  }: { readonly w: number; readonly d: number; readonly to: number; readonly round: boolean },
): void {
  const radius = style.between(0.045, 0.07) * Math.min(w, d, to);
  const reach = style.between(0.78, 0.92);
  const sides = style.pick([4, 8, 20]);
  const taper = style.between(0.6, 1);
  const places = placesOf(
    count("leg", 4),
    [(w / 2) * reach - radius, (d / 2) * reach - radius],
    round,
  );
  bench.add(
    colour("leg", OAK),
    ...places.map((place) =>
      bench.pillar(place, [0, to + 0.002], radius * taper, { top: radius, sides }),
    ),
  );
}

const table: Builder = (plan) => {
  const { bench, style, length, colour, says } = plan;
  const round = says("round", "circular") || plan.wish.lengths.has(".diameter");
  const across = length(".diameter", 1.1);
  const w = round ? across : length(".width .length", 1.4);
  const d = round ? across : length(".depth .width", 0.7);
  const h = length(".height", 0.75);
  const plate = length("top.thickness .thickness", 0.04);
  const bevel = style.between(0.1, 0.3) * plate;
  const top = round
    ? bench.pillar([0, 0], [h - plate, h], w / 2, { sides: 48 })
    : bench.beam([-w / 2, w / 2], [h - plate, h], [-d / 2, d / 2], bevel);
  bench.add(colour("top", OAK), top);
  legs(plan, { w, d, to: h - plate, round });
};

const stool: Builder = (plan) => {
  const { bench, style, length, colour } = plan;
  const w = length(".diameter seat.diameter .width", 0.36);
  const h = length(".height", 0.5);
  const plate = length("seat.thickness .thickness", 0.04);
  const bevel = style.between(0.1, 0.35) * plate;
  const r = w / 2;
  bench.add(
    colour("seat", OAK),
    bench.turned(
      [
        [0, h - plate],
        [r - bevel, h - plate],
        [r, h - plate + bevel],
        [r, h - bevel],
        [r - bevel, h],
        [0, h],
      ],
      48,
    ),
  );
  legs(plan, { w, d: w, to: h - plate, round: true });
};

const chair: Builder = (plan) => {
  const { bench, style, length, count, colour } = plan;
  const w = length(".width", 0.45);
  const d = length(".depth", 0.45);
  const h = length(".height", 0.95);
  const seat = length("seat.above seat.height seat.at", 0.46 * Math.min(1.05, h));
  const plate = style.between(0.03, 0.045);
  bench.add(
    colour("seat", OAK),
    bench.beam([-w / 2, w / 2], [seat - plate, seat], [-d / 2, d / 2], 0.2 * plate),
  );
  legs(plan, { w, d, to: seat - plate, round: false });
  const post = style.between(0.03, 0.045);
  const back = colour("back", OAK);
  const z = [-d / 2, -d / 2 + post] as const;
  const rail = style.between(0.06, 0.1);
  for (const side of [-1, 1]) {
    const x = side * (w / 2 - post / 2);
    bench.add(back, bench.box([x - post / 2, x + post / 2], [seat - 0.002, h], z));
  }
  bench.add(back, bench.box([-w / 2, w / 2], [h - rail, h], z));
  const slats = count("slat", 4);
  const width = Math.min(0.035, (0.5 * w) / (slats + 2)) * style.between(0.6, 1);
  const inset = style.between(0.1, 0.3) * post;
  for (const x of even(slats + 2, -w / 2 + post / 2, w / 2 - post / 2).slice(1, -1))
    bench.add(
      back,
      bench.box(
        [x - width / 2, x + width / 2],
        [seat - 0.002, h - rail + 0.002],
        [z[0] + inset, z[1] - inset],
      ),
    );
};

const bookshelf: Builder = ({ bench, style, length, count, colour }) => {
  const w = length(".width", 0.8);
  const h = length(".height", 1.8);
  const d = length(".depth", 0.3);
  const board = style.between(0.018, 0.032);
  const side = style.between(0.018, 0.032);
  const wood = colour("", OAK);
  // Inner shelves stand back from the front, top and bottom stick out at the sides.
  const inset = style.between(0.02, 0.25) * d;
  const over = style.between(0.004, 0.05) * w;
  for (const s of [-1, 1]) {
    const x = s * (w / 2 - over - side / 2);
    bench.add(
      wood,
      bench.box(
        [x - side / 2, x + side / 2],
        [board / 2, h - board / 2],
        [-d / 2, d / 2 - inset / 2],
      ),
    );
  }
  const inner = count("shelf", 4);
  for (const [i, y] of even(inner + 2, 0, h - board).entries()) {
    const outer = i === 0 || i === inner + 1;
    const half = outer ? w / 2 : w / 2 - over - side / 2;
    const front = outer ? d / 2 : d / 2 - inset;
    bench.add(wood, bench.box([-half, half], [y, y + board], [-d / 2, front]));
  }
};

export const FURNITURE: Readonly<Record<string, Builder>> = { table, stool, chair, bookshelf };
