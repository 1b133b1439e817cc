import type { Manifold } from "manifold-3d";
import type { Colour, Point } from "../workbench.ts";
import { type Builder, even, type Plan, STONE } from "./plan.ts";

const MOSS: readonly Colour[] = [
  [86, 122, 48],
  [110, 142, 60],
  [66, 100, 42],
];

/** A darker or lighter one of the same. */
const shade = ([r, g, b]: Colour, by: number): Colour =>
  [r, g, b].map((value) => Math.max(0, Math.min(255, Math.round(value * by)))) as never;

/**
 * A timber bridge: a humped deck of planks on three bearers, trestles with braces, railings with crossed struts,
 * stone abutments; "medieval" adds gate towers' posts with pointed caps and lanterns, "moss" grows on what lies open.
 */
export const woodenBridge: Builder = (plan) => {
  const { bench, style, length, colour, says } = plan;
  const l = length(".length .width", 12);
  const w = length(plan.wish.lengths.has(".length") ? ".width .depth" : ".depth", 0.27 * l);
  const rail = Math.min(1.1, 0.1 * l);
  const h = length(".height", 0.32 * l);
  const hump = style.between(0.075, 0.1) * l;
  const thick = 0.009 * l;
  // The deck's upper side, from bank to bank.
  const crown = h - rail - 0.03 * l;
  const deck = (x: number): number => crown - hump * ((2 * x) / l) ** 2;
  const wood = colour("", [140, 98, 58]);
  const woods = [shade(wood, 0.92), wood, shade(wood, 1.1)];
  const dark = shade(wood, 0.62);

  const bank = 0.13 * l;
  abutments(plan, { l, w, bank, deck, thick });

  // Planks lie across; each a little different.
  const planks = bench.detail < 0.5 ? 12 : 40;
  const pitch = l / planks;
  for (let i = 0; i < planks; i++) {
    const x = -l / 2 + (i + 0.5) * pitch;
    const over = style.between(-0.012, 0.012) * l;
    const y = deck(x) + style.between(-0.0012, 0.0012) * l;
    const plank = bench.box(
      [-0.455 * pitch, 0.455 * pitch],
      [-thick, 0],
      [-w / 2 + over, w / 2 + style.between(-0.012, 0.012) * l],
    );
    const slope = (Math.atan((-8 * hump * x) / l ** 2) * 180) / Math.PI;
    bench.add(style.pick(woods), bench.move(bench.turn(plank, [0, 0, slope]), [x, y, 0]));
  }
  // Bearers follow the hump below them.
  const beam = 0.028 * l;
  const curve = (from: number, to: number): Point[] => [
    ...even(17, -l / 2, l / 2).map((x): Point => [x, deck(x) - from]),
    ...even(17, l / 2, -l / 2).map((x): Point => [x, deck(x) - to]),
  ];
  for (const z of [-0.4 * w, 0, 0.4 * w])
    bench.add(dark, bench.alongZ(curve(0.5 * thick, thick + beam), [z - beam / 2, z + beam / 2]));

  trestles(plan, { l, w, beam, deck, thick, colour: dark });
  railings(plan, { l, w, rail, deck, wood, dark });
  if (says("medieval", "castle", "lantern", "lanterns", "old"))
    portals(plan, { l, w, deck, wood, dark });
  if (says("moss", "mossy", "overgrown")) moss(plan, { l, w, bank, deck, beam });
};

interface Deck {
  readonly l: number;
  readonly w: number;
  /** Height of the deck's upper side at x. */
  readonly deck: (x: number) => number;
}

/** Rough stones under both ends. */
function abutments(
  { bench, style }: Plan,
  { l, w, bank, deck, thick }: Deck & { readonly bank: number; readonly thick: number },
): void {
  const stones = [STONE, shade(STONE, 0.86), shade(STONE, 1.12), [132, 126, 112] as Colour];
  for (const side of [-1, 1]) {
    const inner = l / 2 - bank;
    const top = deck(l / 2) - thick;
    const courses = 7;
    for (let row = 0; row < courses; row++) {
      const [y0, y1] = [(row * top) / courses, ((row + 1) * top) / courses];
      const batter = 0.012 * l * (1 - row / courses);
      const cut = row % 2 === 0 ? [0, 0.22, 0.5, 0.74, 1] : [0, 0.12, 0.36, 0.63, 0.86, 1];
      for (let i = 0; i + 1 < cut.length; i++) {
        const z = (share: number) => (share - 0.5) * (1.08 * w + 2 * batter);
        const bulge = style.between(0, 0.008) * l;
        const out = side * (inner - batter - bulge);
        const x = [Math.min(out, side * l * 0.508), Math.max(out, side * l * 0.508)] as const;
        bench.add(
          style.pick(stones),
          bench.box(
            [x[0], x[1]],
            [row === 0 ? 0 : y0 - 0.001, y1],
            [z(cut[i]!) + 0.001, z(cut[i + 1]!) + 0.002],
          ),
        );
      }
    }
  }
}

/** A beam with four sides between two points, both included. */
function strut(
  { bench }: Plan,
  from: readonly [number, number, number],
  to: readonly [number, number, number],
  half: number,
): Manifold {
  const end = ([x, y, z]: readonly [number, number, number]) =>
    bench.box([x - half, x + half], [y - half, y + half], [z - half, z + half]);
  return bench.hull(end(from), end(to));
}

/** Two pairs of posts in the stream, with braces lengthwise and across. */
function trestles(
  plan: Plan,
  {
    l,
    w,
    deck,
    thick,
    beam,
    colour,
  }: Deck & { readonly thick: number; readonly beam: number; readonly colour: Colour },
): void {
  const { bench } = plan;
  const half = 0.014 * l;
  for (const x of [-0.17 * l, 0.17 * l]) {
    const top = deck(x) - thick - beam / 2;
    for (const z of [-1, 1]) {
      bench.add(colour, strut(plan, [x * 1.06, half, z * 0.5 * w], [x, top, z * 0.4 * w], half));
      for (const way of [-1, 1])
        bench.add(
          colour,
          strut(
            plan,
            [x * 1.03, 0.5 * top, z * 0.45 * w],
            [x + way * 0.11 * l, deck(x + way * 0.11 * l) - thick - beam / 2, z * 0.4 * w],
            0.6 * half,
          ),
        );
    }
    bench.add(
      colour,
      bench.beam(
        [x - 1.2 * half, x + 1.2 * half],
        [top - 0.8 * half, top + 0.8 * half],
        [-0.5 * w, 0.5 * w],
        0.1 * half,
      ),
      strut(plan, [x * 1.05, 0.22 * top, -0.48 * w], [x * 1.01, 0.85 * top, 0.41 * w], 0.5 * half),
      strut(plan, [x * 1.05, 0.22 * top, 0.48 * w], [x * 1.01, 0.85 * top, -0.41 * w], 0.5 * half),
    );
  }
}

/** Posts, a handrail that follows the hump, a lower rail, crossed struts between. */
function railings(
  plan: Plan,
  {
    l,
    w,
    rail,
    deck,
    wood,
    dark,
  }: Deck & { readonly rail: number; readonly wood: Colour; readonly dark: Colour },
): void {
  const { bench, style } = plan;
  const half = 0.0095 * l;
  const posts = even(7, -0.47 * l, 0.47 * l);
  for (const side of [-1, 1]) {
    const z = side * (0.5 * w - 0.02 * l);
    for (const x of posts) {
      const y = deck(x);
      bench.add(
        dark,
        bench.box([x - half, x + half], [y - 0.03 * l, y + rail], [z - half, z + half]),
        bench.move(
          bench.turn(
            bench.pillar([0, 0], [0, 0.018 * l], 1.75 * half, { top: 0.2 * half, sides: 4 }),
            [0, 0, 0],
          ),
          [x, y + rail - 0.001, z],
        ),
      );
    }
    const band = (low: number, high: number): Point[] => [
      ...even(25, -0.485 * l, 0.485 * l).map((x): Point => [x, deck(x) + low]),
      ...even(25, 0.485 * l, -0.485 * l).map((x): Point => [x, deck(x) + high]),
    ];
    bench.add(
      wood,
      bench.alongZ(band(0.8 * rail, 0.93 * rail), [z - 0.8 * half, z + 1.2 * half]),
      bench.alongZ(band(0.14 * rail, 0.24 * rail), [z - 0.5 * half, z + 0.5 * half]),
    );
    for (let i = 0; i + 1 < posts.length; i++) {
      const [a, b] = [posts[i]!, posts[i + 1]!];
      const [ya, yb] = [deck(a), deck(b)];
      const thin = 0.42 * half * style.between(0.9, 1.1);
      bench.add(
        wood,
        strut(plan, [a, ya + 0.2 * rail, z], [b, yb + 0.86 * rail, z], thin),
        strut(plan, [a, ya + 0.86 * rail, z], [b, yb + 0.2 * rail, z], thin),
      );
    }
  }
}

/** A gate at either end: tall posts, a beam with braces across, a shingled roof, lanterns. */
function portals(
  plan: Plan,
  { l, w, deck, wood, dark }: Deck & { readonly wood: Colour; readonly dark: Colour },
): void {
  const { bench } = plan;
  const half = 0.015 * l;
  const roof = shade([112, 70, 52], plan.style.between(0.9, 1.1));
  const iron: Colour = [52, 52, 56];
  for (const side of [-1, 1]) {
    const x = side * 0.44 * l;
    const y = deck(x);
    const top = y + 0.255 * l;
    for (const s of [-1, 1]) {
      const z = s * (0.5 * w - 0.02 * l);
      bench.add(
        dark,
        bench.box([x - half, x + half], [y - 0.04 * l, top], [z - half, z + half]),
        strut(plan, [x, top - 0.075 * l, z], [x, top - 0.005 * l, z - s * 0.075 * l], 0.55 * half),
      );
      // A lantern on an arm, on the side that looks at the traveller.
      const arm = x + side * 0.05 * l;
      const lamp = top - 0.075 * l;
      bench.add(
        iron,
        bench.box(
          [Math.min(x, arm), Math.max(x, arm)],
          [lamp, lamp + 0.005 * l],
          [z - 0.004 * l, z + 0.004 * l],
        ),
        bench.pillar([arm, z], [lamp - 0.012 * l, lamp + 0.003 * l], 0.013 * l, {
          top: 0.003 * l,
          sides: 8,
        }),
        bench.pillar([arm, z], [lamp - 0.041 * l, lamp - 0.036 * l], 0.011 * l, { sides: 8 }),
      );
      bench.add(
        [250, 205, 110],
        bench.pillar([arm, z], [lamp - 0.037 * l, lamp - 0.011 * l], 0.009 * l, { sides: 8 }),
      );
    }
    bench.add(
      wood,
      bench.beam(
        [x - 1.1 * half, x + 1.1 * half],
        [top - half, top + half],
        [-0.55 * w, 0.55 * w],
        0.2 * half,
      ),
    );
    // Three rows of shingles on each side of a ridge that runs across.
    const [eaves, ridge] = [0.062 * l, 0.062 * l];
    for (let row = 0; row < 3; row++) {
      const [a, b] = [1 - row / 3, 1 - (row + 1) / 3];
      const outline: Point[] = [
        [x - eaves * a - 0.006 * l, top + ridge * (1 - a) - 0.003 * l],
        [x - eaves * b, top + ridge * (1 - b) + 0.008 * l],
        [x + eaves * b, top + ridge * (1 - b) + 0.008 * l],
        [x + eaves * a + 0.006 * l, top + ridge * (1 - a) - 0.003 * l],
      ];
      bench.add(
        shade(roof, 0.85 + 0.13 * row),
        bench.alongZ(outline, [-0.6 * w - 0.002 * row, 0.6 * w + 0.002 * row]),
      );
    }
    bench.add(
      dark,
      bench.box(
        [x - 0.006 * l, x + 0.006 * l],
        [top + ridge - 0.004 * l, top + ridge + 0.014 * l],
        [-0.62 * w, 0.62 * w],
      ),
    );
  }
}

/** Cushions of moss on stones, planks' ends and beams, denser near the banks. */
function moss(
  { bench, style }: Plan,
  { l, w, bank, deck, beam }: Deck & { readonly bank: number; readonly beam: number },
): void {
  const cushion = (at: readonly [number, number, number], size: number, flat = 0.4): void => {
    const spread = (): number => style.between(0.7, 1.3) * size;
    bench.add(style.pick(MOSS), bench.ball(at, [spread(), flat * spread(), spread()], 8));
  };
  for (const side of [-1, 1]) {
    for (let i = 0; i < 11 * bench.detail; i++) {
      // Down the face of the abutment and over its corners.
      const z = style.between(-0.56, 0.56) * w;
      const y = style.between(0.05, 0.95) * deck(l / 2);
      cushion([side * (l / 2 - bank - 0.004 * l), y, z], style.between(0.012, 0.028) * l, 0.8);
      const low = style.between(0.02, 0.6) * deck(l / 2);
      for (const face of [-1, 1])
        if (style.chance(60))
          cushion(
            [side * (l / 2 - style.between(0, 1) * bank), low, face * 0.545 * w],
            style.between(0.012, 0.026) * l,
            0.8,
          );
    }
    for (let i = 0; i < 9 * bench.detail; i++) {
      const x = side * style.between(0.2, 0.48) * l;
      cushion(
        [x, deck(x) + 0.001 * l, style.between(-0.42, 0.42) * w],
        style.between(0.012, 0.03) * l,
        0.22,
      );
    }
  }
  for (const face of [-1, 1])
    for (let i = 0; i < 16 * bench.detail; i++) {
      const x = style.between(-0.47, 0.47) * l;
      // It hangs over the edge of the deck.
      cushion(
        [x, deck(x) - style.between(0, 0.6) * beam, face * style.between(0.46, 0.5) * w],
        style.between(0.01, 0.024) * l,
        0.6,
      );
    }
  for (const x of [-0.17 * l, 0.17 * l])
    for (const face of [-1, 1])
      cushion([x * 1.06, style.between(0.01, 0.04) * l, face * 0.5 * w], 0.026 * l, 0.9);
}
