import type { Colour, Point } from "../workbench.ts";
import { type Builder, even, OAK, STONE } from "./plan.ts";

const staircase: Builder = ({ bench, style, length, count, colour }) => {
  const steps = count("step", 6);
  const w = length(".width", 1);
  const h = length(".height", 0.17 * steps);
  const d = length(".depth .length", 0.28 * steps);
  const stone = colour("", STONE);
  const nose = (style.between(0.02, 0.15) * d) / steps;
  const tread = (style.between(0.15, 0.3) * h) / steps;
  // Treads stick out to the front, and in some styles at the sides.
  const side = style.pick([0.004, 0.09]) * style.between(0.5, 1) * w;
  for (let i = 1; i <= steps; i++) {
    const y = (i * h) / steps;
    const front = d / 2 - ((i - 1) * d) / steps;
    const low = i === 1 ? 0 : ((i - 1) * h) / steps - 0.6 * tread;
    bench.add(
      stone,
      // Each block ends within its tread, and the next one begins there: no sides coincide.
      bench.box([-w / 2 + side, w / 2 - side], [low, y - 0.4 * tread], [-d / 2, front - nose]),
      bench.box(
        [-w / 2, w / 2],
        [y - tread, y],
        [i === steps ? -d / 2 : front - (1.2 * d) / steps, front],
      ),
    );
  }
};

const fence: Builder = ({ bench, style, length, count, colour, says }) => {
  const pickets = count("picket", 8);
  const rails = count("rail", 2);
  const w = length(".length .width", 2);
  const h = length(".height", 1);
  const width = Math.min(style.between(0.07, 0.1), (0.6 * w) / pickets);
  const thick = style.between(0.02, 0.03);
  const wood = colour("picket", says("wooden") ? OAK : [232, 230, 224]);
  const point = style.between(0.3, 0.6) * width;
  for (const x of even(pickets, -w / 2 + width / 2, w / 2 - width / 2)) {
    const outline: Point[] = [
      [x - width / 2, 0],
      [x + width / 2, 0],
      [x + width / 2, h - point],
      [x, h],
      [x - width / 2, h - point],
    ];
    bench.add(wood, bench.alongZ(outline, [0, thick]));
  }
  const rail = style.between(0.06, 0.1) * Math.min(1, h);
  for (const y of even(rails, style.between(0.2, 0.28) * h, style.between(0.7, 0.78) * h))
    bench.add(
      colour("rail", wood),
      // Its ends stay within the outer pickets: coinciding sides leave slivers.
      bench.box(
        [-w / 2 + 0.3 * width, w / 2 - 0.3 * width],
        [y - rail / 2, y + rail / 2],
        [-thick, thick * 0.3],
      ),
    );
};

const ladder: Builder = ({ bench, style, length, count, colour }) => {
  const rungs = count("rung", 8);
  const w = length(".width", 0.45);
  const h = length(".height .length", 0.28 * rungs);
  const side = style.between(0.035, 0.05);
  const thick = style.between(0.05, 0.075);
  const radius = style.between(0.013, 0.018);
  const sides = style.pick([6, 8, 16]);
  for (const s of [-1, 1]) {
    const x = s * (w / 2 - side / 2);
    bench.add(
      colour("rail", OAK),
      bench.box([x - side / 2, x + side / 2], [0, h], [-thick / 2, thick / 2]),
    );
  }
  for (const y of even(rungs, style.between(0.05, 0.09) * h, style.between(0.91, 0.95) * h)) {
    const rod = bench.pillar([0, 0], [-w / 2 + side / 2, w / 2 - side / 2], radius, { sides });
    bench.add(colour("rung", OAK), bench.move(bench.turn(rod, [0, 0, 90]), [0, y, 0]));
  }
};

/** A ring segment around the vertical, as an outline of x and z. */
function segment(inner: number, outer: number, from: number, to: number): Point[] {
  const angles = even(7, from, to);
  const at = (radius: number, angle: number): Point => [
    radius * Math.cos(angle),
    radius * Math.sin(angle),
  ];
  return [
    ...angles.map((angle) => at(outer, angle)),
    ...angles.reverse().map((angle) => at(inner, angle)),
  ];
}

const tower: Builder = ({ bench, style, length, count, colour }) => {
  const merlons = count("merlon", 8);
  const w = length(".diameter .width", 5);
  const h = length(".height", 12);
  const tall = Math.min(length("merlon.height", 0.8), h / 4);
  const slim = style.between(0.86, 0.95);
  const roof = h - tall;
  const crown = style.between(1.2, 2.2) * tall;
  const r = w / 2;
  const wall = colour("wall", STONE);
  const sides = 48;
  bench.add(
    wall,
    bench.pillar([0, 0], [0, roof - crown], r * style.between(0.93, 0.99), {
      top: r * slim,
      sides,
    }),
    bench.pillar([0, 0], [roof - crown - 0.01, roof - crown * 0.6], r * slim, { top: r, sides }),
    bench.pillar([0, 0], [roof - crown * 0.6 - 0.01, roof], r, { sides }),
  );
  const thick = style.between(0.14, 0.22) * r;
  const share = style.between(0.5, 0.62);
  const turn = style.between(0, 1);
  for (let i = 0; i < merlons; i++) {
    const from = (2 * Math.PI * (i + turn)) / merlons;
    bench.add(
      colour("merlon", wall),
      bench.upwards(segment(r - thick, r * 0.999, from, from + (2 * Math.PI * share) / merlons), [
        roof - 0.01,
        h,
      ]),
    );
  }
  // A ring under the merlons keeps the diameter where a gap would be.
  bench.add(wall, bench.pillar([0, 0], [roof - 0.3 * tall, roof], r, { sides: 64 }));
};

const archBridge: Builder = ({ bench, style, length, count, colour }) => {
  const arches = count("arch", 2);
  const l = length(".length", 5 * arches);
  const w = length(".width", 3);
  const rail = length("parapet.height", 0.8);
  const h = length(".height", 3 + rail);
  const deck = h - rail;
  const bay = l / arches;
  const pier = style.between(0.16, 0.22) * bay;
  const rise = style.between(0.76, 0.86) * deck;
  const stone = colour("arch", STONE);
  // The arches may stand back under the deck.
  const back = style.between(0, 0.09) * w;
  const openings = Array.from({ length: arches }, (_, i) => {
    const middle = -l / 2 + (i + 0.5) * bay;
    const half = (bay - pier) / 2;
    const outline: Point[] = [[middle - half, -1]];
    for (const angle of even(25, Math.PI, 0))
      outline.push([middle + half * Math.cos(angle), rise * Math.sin(angle)]);
    outline.push([middle + half, -1]);
    return bench.alongZ(outline, [-w, w]);
  });
  bench.add(
    stone,
    bench.minus(bench.box([-l / 2, l / 2], [0, deck], [-w / 2 + back, w / 2 - back]), ...openings),
    bench.box([-l / 2, l / 2], [deck - style.between(0.05, 0.12) * deck, deck], [-w / 2, w / 2]),
  );
  const thick = style.between(0.08, 0.12) * w;
  for (const s of [-1, 1]) {
    const z = s * (w / 2 - thick / 2);
    bench.add(
      colour("parapet", stone),
      bench.box([-l / 2, l / 2], [deck - 0.01, h], [z - thick / 2, z + thick / 2]),
    );
  }
};

const house: Builder = ({ bench, style, length, count, colour }) => {
  const w = length(".width .length", 8);
  const d = length(".depth", 6);
  const eaves = length("eaves.at eaves.height wall.height", 2.8);
  const ridge = length("ridge.at ridge.height", eaves + 0.45 * d);
  const chimneys = count("chimney", 1);
  const h = length(".height", ridge + 0.8);
  // How far the roof reaches over the walls: at the ends, at the back, and over the door.
  const ends = style.between(0.03, 0.08) * w;
  const over = style.between(0.03, 0.14) * d;
  const wall = colour("wall", [230, 222, 205]);
  bench.add(
    wall,
    bench.box(
      [-w / 2 + ends, w / 2 - ends],
      [0, eaves + 0.02],
      [-d / 2 + style.between(0.03, 0.09) * d, d / 2 - over],
    ),
  );
  bench.add(
    colour("roof", [150, 70, 55]),
    bench.alongX(
      [
        [-d / 2, eaves],
        [d / 2, eaves],
        [0, ridge],
      ],
      [-w / 2, w / 2],
    ),
  );
  const side = style.between(0.45, 0.95);
  for (const x of even(chimneys + 2, -w / 2, w / 2).slice(1, -1))
    bench.add(
      colour("chimney", [150, 80, 66]),
      bench.box([x - side / 2, x + side / 2], [eaves, h], [-side / 2, side / 2]),
    );
  const dark: Colour = [70, 90, 110];
  const door: Colour = [96, 62, 40];
  const z = d / 2 - over;
  const doorWidth = Math.min(1, w / 6);
  bench.add(
    door,
    bench.box(
      [-doorWidth / 2, doorWidth / 2],
      [0, Math.min(2, 0.75 * eaves)],
      [z - 0.05, z + 0.06],
    ),
  );
  const windows = style.pick([2, 4]);
  for (const x of even(windows + 1, -0.36 * w, 0.36 * w).filter((at) => Math.abs(at) > doorWidth))
    bench.add(
      dark,
      bench.box([x - 0.4, x + 0.4], [0.35 * eaves, 0.7 * eaves], [z - 0.05, z + 0.04]),
    );
};

const gate: Builder = ({ bench, style, length, colour }) => {
  const w = length(".width", 4);
  const h = length(".height", 4.5);
  const d = length(".depth .thickness", 1.2);
  const stone = colour("", STONE);
  const half = style.between(0.28, 0.34) * w;
  const rise = style.between(0.8, 0.86) * h;
  const spring = rise - half;
  const outline: Point[] = [[-half, -1]];
  for (const angle of even(25, Math.PI, 0))
    outline.push([half * Math.cos(angle), spring + half * Math.sin(angle)]);
  outline.push([half, -1]);
  bench.add(
    stone,
    bench.minus(
      bench.box([-w / 2, w / 2], [0, h], [-d / 2, d / 2]),
      bench.alongZ(outline, [-d, d]),
    ),
  );
};

export const OUTDOORS: Readonly<Record<string, Builder>> = {
  staircase,
  fence,
  ladder,
  tower,
  house,
  gate,
  archBridge,
};
