import type { Point } from "../workbench.ts";
import { type Builder, even, OAK, STONE } from "./plan.ts";

const mug: Builder = ({ bench, style, length, count, colour }) => {
  const w = length("body.diameter .diameter .width", 0.085);
  const h = length(".height", 0.1);
  const handles = Math.min(2, count("handle", 1));
  const wall = style.between(0.045, 0.06) * w;
  const r = w / 2;
  const body = bench.turned(
    [
      [0, 0],
      [r, 0],
      [r, h],
      [r - wall, h],
      [r - wall, wall],
      [0, wall],
    ],
    40,
  );
  bench.add(colour("body", [236, 235, 230]), body);
  const inside = bench.pillar([0, 0], [wall, h], r - wall / 2, { sides: 40 });
  const reach = style.between(0.27, 0.46) * w;
  const thick = style.between(0.045, 0.06) * w;
  const tall = style.between(0.26, 0.32) * h;
  for (const side of [1, -1].slice(0, handles)) {
    const ring = (rx: number, ry: number): Point[] =>
      even(33, 0, 2 * Math.PI)
        .slice(0, -1)
        .map((angle): Point => [side * r + rx * Math.cos(angle), 0.5 * h + ry * Math.sin(angle)]);
    const outer = bench.alongZ(ring(reach + thick, tall + thick), [-thick, thick]);
    const inner = bench.alongZ(ring(reach - thick, tall - thick), [-w, w]);
    bench.add(colour("handle", colour("body", [236, 235, 230])), bench.minus(outer, inner, inside));
  }
};

const bowl: Builder = ({ bench, style, length, colour }) => {
  const w = length(".diameter .width", 0.2);
  const h = length(".height", 0.45 * w);
  const foot = style.between(0.35, 0.48) * (w / 2);
  const wall = style.between(0.035, 0.05) * w;
  const r = w / 2;
  const curve = style.between(0.45, 0.55);
  const side = (inset: number, low: number): Point[] =>
    even(12, 0, 1).map(
      (share): Point => [foot + (r - foot) * share ** curve - inset, low + share * (h - low)],
    );
  const outside = side(0, 0);
  const inside = side(wall, wall).reverse();
  bench.add(
    colour("", [46, 86, 176]),
    bench.turned([[0, 0], ...outside, ...inside, [0, wall]], 48),
  );
};

const column: Builder = ({ bench, style, length, colour }) => {
  const h = length(".height", 3);
  const shaft = length("shaft.diameter shaft.width .diameter", 0.5);
  const base = length("capital.width base.width .width", 1.6 * shaft);
  const stone = colour("shaft", STONE);
  const ends = colour("base", colour("capital", stone));
  const plinth = style.between(0.08, 0.13) * h;
  const r = shaft / 2;
  bench.add(stone, bench.pillar([0, 0], [plinth - 0.01, h - plinth + 0.01], r, { sides: 40 }));
  const half = base / 2;
  const square = [-half, half] as const;
  const plate = style.between(0.5, 0.8) * plinth;
  const bell = Math.min(half, r * style.between(1.15, 1.4));
  for (const [flat, round] of [
    [
      [0, plate],
      [plate - 0.005, plinth],
    ],
    [
      [h - plate, h],
      [h - plinth, h - plate + 0.005],
    ],
  ] as const)
    bench.add(
      ends,
      bench.box(square, flat, square),
      bench.pillar([0, 0], round, bell, { sides: 40 }),
    );
};

const lamp: Builder = ({ bench, style, length, colour }) => {
  const h = length(".height", 0.6);
  const shade = length("shade.diameter shade.width .diameter .width", 0.4 * h);
  const foot = length("foot.diameter foot.width base.diameter", 0.7 * shade);
  const tall = style.between(0.26, 0.34) * h;
  const narrow = style.between(0.6, 0.9);
  const dark = colour("foot", [60, 60, 64]);
  bench.add(
    dark,
    bench.pillar([0, 0], [0, style.between(0.045, 0.06) * h], foot / 2, { sides: 40 }),
  );
  bench.add(
    colour("pole", dark),
    bench.pillar([0, 0], [0.02 * h, h - tall / 2], style.between(0.012, 0.02) * h, { sides: 16 }),
  );
  bench.add(
    colour("shade", [240, 225, 190]),
    bench.pillar([0, 0], [h - tall, h], shade / 2, { top: (narrow * shade) / 2, sides: 40 }),
  );
};

const wheel: Builder = ({ bench, style, length, count, colour }) => {
  const w = length(".diameter .height", 0.9);
  const d = length(".thickness .width .depth", 0.12);
  const spokes = Math.max(3, count("spoke", 8));
  const r = w / 2;
  const rim = style.between(0.12, 0.17) * r;
  const hub = style.between(0.15, 0.22) * r;
  const disc = (radius: number, half: number, sides: number) =>
    bench.move(bench.turn(bench.pillar([0, 0], [-half, half], radius, { sides }), [90, 0, 0]), [
      0,
      r,
      0,
    ]);
  bench.add(colour("rim", OAK), bench.minus(disc(r, d / 2, 64), disc(r - rim, d, 64)));
  bench.add(colour("hub", colour("spoke", OAK)), disc(hub, d / 2, 32));
  const width = Math.min(style.between(0.09, 0.12) * r, (1.6 * hub) / spokes + 0.01 * r);
  const thick = style.between(0.35, 0.6) * d;
  const turn = style.between(0, 1);
  for (let i = 0; i < spokes; i++) {
    const spoke = bench.box(
      [hub * 0.5, r - rim * 0.6],
      [-width / 2, width / 2],
      [-thick / 2, thick / 2],
    );
    const angle = (360 * (i + turn)) / spokes;
    bench.add(colour("spoke", OAK), bench.move(bench.turn(spoke, [0, 0, angle]), [0, r, 0]));
  }
};

const barrel: Builder = ({ bench, style, length, count, colour }) => {
  const w = length(".diameter .width", 0.6);
  const h = length(".height", 0.85);
  const hoops = count("hoop", 4);
  const bulge = style.between(0.78, 0.86);
  const radius = (y: number): number =>
    (w / 2) * (bulge + (1 - bulge) * Math.sin((Math.PI * y) / h)) * 0.98;
  const outline: Point[] = [[0, 0], ...even(15, 0, h).map((y): Point => [radius(y), y]), [0, h]];
  bench.add(colour("", OAK), bench.turned(outline, 36));
  for (const y of even(hoops, 0.1 * h, 0.9 * h))
    bench.add(
      colour("hoop", [70, 72, 76]),
      bench.pillar([0, 0], [y - 0.025 * h, y + 0.025 * h], radius(y) + 0.01 * w, { sides: 36 }),
    );
};

export const THINGS: Readonly<Record<string, Builder>> = { mug, bowl, column, lamp, wheel, barrel };
