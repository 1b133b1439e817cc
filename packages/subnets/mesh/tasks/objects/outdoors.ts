import { type Build, box, pillar } from "../clause.ts";
import { across, colours, deep, high, long, metres, size, wide } from "../draw.ts";
import type { ThingMaker } from "../make-task.ts";
import { lengthWords, numberWord } from "../wording.ts";

const even = (count: number, from: number, to: number): number[] =>
  Array.from({ length: count }, (_, i) => from + (i * (to - from)) / (count - 1));

const staircase: ThingMaker = (random) => {
  const steps = random.int(3, 9);
  const w = metres(random, 0.8, 1.6);
  const h = Number((steps * metres(random, 0.15, 0.2)).toFixed(2));
  const d = Number((steps * metres(random, 0.24, 0.32)).toFixed(2));
  const [colour] = colours(random, 1) as [never];
  const build: Build = Array.from({ length: steps }, (_, i) =>
    box([-w / 2, w / 2], [0, ((i + 1) * h) / steps], [-d / 2, d / 2 - (i * d) / steps]),
  );
  return {
    said: {
      names: ["staircase", "flight of stairs", "solid staircase"],
      dimensions: [wide(w), high(h), deep(d)],
      counts: [{ count: steps, one: "step", many: "steps" }],
      paints: [{ part: "stairs", many: true, colour }],
      sentences: [["It is solid down to the ground.", "Below the steps it is solid."]],
    },
    clauses: [
      size(0, w),
      size(1, h),
      size(2, d),
      { what: "steps", kind: "steps", count: steps },
      { what: "colour", kind: "colour", colour, share: 0.8 },
      { what: "filled", kind: "filled", atMost: 0.75 },
      { what: "shape", kind: "shape", builds: [build] },
    ],
  };
};

const fence: ThingMaker = (random) => {
  const pickets = random.int(4, 11);
  const rails = random.pick([2, 2, 3]);
  const w = Number((pickets * metres(random, 0.18, 0.3)).toFixed(2));
  const h = metres(random, 0.8, 1.6);
  const [picket, rail] = colours(random, 2) as [never, never];
  const builds: Build[] = [0.06, 0.1].map((t) => [
    ...even(pickets, -w / 2 + t / 2, w / 2 - t / 2).map((x) =>
      box([x - t / 2, x + t / 2], [0, h], [-0.03, 0.03]),
    ),
    ...even(rails, 0.25 * h, 0.75 * h).map((y) =>
      box([-w / 2, w / 2], [y - 0.04, y + 0.04], [-0.03, 0.03]),
    ),
  ]);
  return {
    said: {
      names: ["fence", "picket fence", "garden fence"],
      dimensions: [long(w), high(h)],
      counts: [
        { count: pickets, one: "picket", many: "pickets" },
        { count: rails, one: "horizontal rail", many: "horizontal rails" },
      ],
      paints: [
        { part: "pickets", many: true, colour: picket },
        { part: "rails", many: true, colour: rail },
      ],
      sentences: [["The pickets reach above and below the rails."]],
    },
    clauses: [
      size(0, w),
      size(1, h),
      { what: "pickets", kind: "pieces", axis: 1, band: [0.9, 0.97], count: pickets },
      { what: "openings", kind: "genus", count: (pickets - 1) * (rails - 1) },
      {
        what: "picket_colour",
        kind: "colour",
        colour: picket,
        share: 0.8,
        axis: 1,
        band: [0.9, 1],
      },
      { what: "rail_colour", kind: "colour", colour: rail, share: 0.1 },
      { what: "filled", kind: "filled", atMost: 0.75 },
      { what: "shape", kind: "shape", builds },
    ],
  };
};

const ladder: ThingMaker = (random) => {
  const rungs = random.int(4, 11);
  const w = metres(random, 0.35, 0.6);
  const h = Number((rungs * metres(random, 0.25, 0.32)).toFixed(2));
  const [side, rung] = colours(random, 2) as [never, never];
  const t = 0.03;
  const build: Build = [
    ...[-1, 1].map((s) => box([s * (w / 2 - t) - t, s * (w / 2 - t) + t], [0, h], [-t, t])),
    ...even(rungs, 0.08 * h, 0.92 * h).map((y) =>
      box([-w / 2, w / 2], [y - 0.016, y + 0.016], [-0.016, 0.016]),
    ),
  ];
  return {
    said: {
      names: ["ladder", "straight ladder"],
      dimensions: [wide(w), high(h)],
      counts: [{ count: rungs, one: "rung", many: "rungs" }],
      paints: [
        { part: "rungs", many: true, colour: rung },
        { part: "side rails", many: true, colour: side },
      ],
    },
    clauses: [
      size(0, w),
      size(1, h),
      { what: "rungs", kind: "pieces", axis: 0, band: [0.4, 0.6], count: rungs },
      { what: "openings", kind: "genus", count: rungs - 1 },
      { what: "rail_colour", kind: "colour", colour: side, share: 0.8, axis: 0, band: [0, 0.05] },
      { what: "rung_colour", kind: "colour", colour: rung, share: 0.8, axis: 0, band: [0.4, 0.6] },
      { what: "filled", kind: "filled", atMost: 0.45 },
      { what: "shape", kind: "shape", builds: [build] },
    ],
  };
};

const tower: ThingMaker = (random) => {
  const merlons = random.pick([4, 6, 8, 10]);
  const w = metres(random, 3, 8, 0.1);
  const h = metres(random, 8, 20, 0.1);
  const [wall, crown] = colours(random, 2) as [never, never];
  const tall = metres(random, 0.6, 1.4, 0.1);
  const builds: Build[] = [
    [pillar([0, 0], [0, h - tall / 2], w / 2)],
    [
      pillar([0, 0], [0, h - tall], (w / 2) * 0.88),
      pillar([0, 0], [h - 2.5 * tall, h - tall / 2], w / 2),
    ],
  ];
  return {
    said: {
      names: ["tower", "round tower", "castle tower"],
      dimensions: [across(w), high(h)],
      counts: [{ count: merlons, one: "merlon", many: "merlons" }],
      paints: [
        { part: "walls", many: true, colour: wall },
        { part: "merlons", many: true, colour: crown },
      ],
      sentences: [
        [
          `The merlons are ${lengthWords(random, tall)} tall and stand around the roof.`,
          `Around the flat roof stand the merlons, ${lengthWords(random, tall)} tall each.`,
        ],
        ["It is round.", "Its plan is a circle."],
      ],
    },
    clauses: [
      size(0, w),
      size(1, h),
      size(2, w),
      {
        what: "merlons",
        kind: "pieces",
        axis: 1,
        band: [1 - (0.7 * tall) / h, 1 - (0.1 * tall) / h],
        count: merlons,
      },
      { what: "wall", kind: "pieces", axis: 1, band: [0.3, 0.7], count: 1 },
      {
        what: "wall_colour",
        kind: "colour",
        colour: wall,
        share: 0.75,
        axis: 1,
        band: [0.05, 0.75],
      },
      {
        what: "merlon_colour",
        kind: "colour",
        colour: crown,
        share: 0.75,
        axis: 1,
        band: [1 - (0.9 * tall) / h, 1],
      },
      { what: "shape", kind: "shape", builds },
    ],
  };
};

const bridge: ThingMaker = (random) => {
  const arches = random.int(1, 5);
  const l = Number((arches * metres(random, 3, 6, 0.1)).toFixed(1));
  const w = metres(random, 2, 4, 0.1);
  const h = metres(random, 2.5, 5, 0.1);
  const [stone, parapet] = colours(random, 2) as [never, never];
  const n = numberWord(random, arches);
  const rail = metres(random, 0.6, 1, 0.1);
  const deck = h - rail;
  const STRIPS = 12;
  const builds: Build[] = [0.14, 0.24].map((pierShare) => {
    const bay = l / arches;
    const pier = pierShare * bay;
    const strips = Array.from({ length: arches }, (_, bayAt) =>
      Array.from({ length: STRIPS }, (_, i) => {
        const x0 = -l / 2 + bayAt * bay + pier / 2 + (i * (bay - pier)) / STRIPS;
        const x1 = x0 + (bay - pier) / STRIPS;
        const off = (i + 0.5) / STRIPS - 0.5;
        const rise = 0.82 * deck * Math.sqrt(Math.max(0, 1 - 4 * off * off));
        return box([x0, x1], [rise, deck], [-w / 2, w / 2]);
      }),
    ).flat();
    const piers = Array.from({ length: arches + 1 }, (_, i) => {
      const x = -l / 2 + i * bay;
      return box(
        [Math.max(-l / 2, x - pier / 2), Math.min(l / 2, x + pier / 2)],
        [0, deck],
        [-w / 2, w / 2],
      );
    });
    const walls = [-1, 1].map((s) =>
      box([-l / 2, l / 2], [deck, h], [s * (w / 2 - 0.15) - 0.15, s * (w / 2 - 0.15) + 0.15]),
    );
    return [...strips, ...piers, ...walls];
  });
  return {
    said: {
      names: ["arch bridge", "stone bridge", "bridge"],
      dimensions: [long(l), wide(w), high(h)],
      counts: [],
      paints: [
        { part: "arches", many: true, colour: stone },
        { part: "parapets", many: true, colour: parapet },
      ],
      sentences: [
        [
          arches === 1 ? `It crosses in ${n} arch.` : `It stands on ${n} arches.`,
          arches === 1 ? `${n} arch carries the flat deck.` : `${n} arches carry the flat deck.`,
        ],
        [
          `Along both sides runs a parapet ${lengthWords(random, rail)} tall.`,
          `On either side of the deck is a parapet, ${lengthWords(random, rail)} tall.`,
        ],
      ],
    },
    clauses: [
      size(0, l),
      size(1, h),
      size(2, w),
      { what: "piers", kind: "pieces", axis: 1, band: [0.02, (0.5 * deck) / h], count: arches + 1 },
      { what: "deck", kind: "pieces", axis: 0, band: [0, 1], count: 1 },
      {
        what: "parapets",
        kind: "pieces",
        axis: 1,
        band: [1 - (0.6 * rail) / h, 0.99],
        count: 2,
      },
      {
        what: "arch_colour",
        kind: "colour",
        colour: stone,
        share: 0.75,
        axis: 1,
        band: [0, (0.8 * deck) / h],
      },
      {
        what: "parapet_colour",
        kind: "colour",
        colour: parapet,
        share: 0.75,
        axis: 1,
        band: [1 - (0.8 * rail) / h, 1],
      },
      { what: "filled", kind: "filled", atMost: 0.6 },
      { what: "shape", kind: "shape", builds },
    ],
  };
};

const house: ThingMaker = (random) => {
  const [w, d] = [metres(random, 6, 12, 0.1), metres(random, 5, 8, 0.1)];
  const eaves = metres(random, 2.5, 4, 0.1);
  const ridge = Number((eaves + d * 0.45).toFixed(1));
  const chimneys = random.int(1, 3);
  const h = Number((ridge + metres(random, 0.6, 1.2, 0.1)).toFixed(1));
  const [wall, roof] = colours(random, 2) as [never, never];
  const builds: Build[] = [0, 0.3].map((over) => [
    box([-w / 2 + over, w / 2 - over], [0, eaves], [-d / 2 + over, d / 2 - over]),
    {
      form: "wedge",
      corners: [
        [-d / 2, eaves],
        [d / 2, eaves],
        [0, ridge],
      ],
      from: -w / 2,
      to: w / 2,
      alongX: true,
    },
    ...Array.from({ length: chimneys }, (_, i) => {
      const x = -w / 2 + ((i + 1) * w) / (chimneys + 1);
      return box([x - 0.35, x + 0.35], [eaves, h], [-0.35, 0.35]);
    }),
  ]);
  return {
    said: {
      names: ["house", "cottage", "small house"],
      dimensions: [wide(w), deep(d), high(h)],
      counts: [{ count: chimneys, one: "chimney", many: "chimneys" }],
      paints: [
        { part: "walls", many: true, colour: wall },
        { part: "roof", many: false, colour: roof },
      ],
      sentences: [
        [
          `The eaves of its gabled roof are at ${lengthWords(random, eaves)}, the ridge at ${lengthWords(random, ridge)}.`,
          `It has a gable roof: eaves at ${lengthWords(random, eaves)}, ridge at ${lengthWords(random, ridge)}.`,
        ],
        ["The chimneys stand on the ridge.", "Chimneys rise above the ridge."],
      ],
    },
    clauses: [
      size(0, w),
      size(1, h),
      size(2, d),
      {
        what: "chimneys",
        kind: "pieces",
        axis: 1,
        band: [(ridge + 0.25 * (h - ridge)) / h, 0.99],
        count: chimneys,
      },
      {
        what: "wall_colour",
        kind: "colour",
        colour: wall,
        share: 0.6,
        axis: 1,
        band: [0.05, (0.85 * eaves) / h],
      },
      {
        what: "roof_colour",
        kind: "colour",
        colour: roof,
        share: 0.6,
        axis: 1,
        band: [(eaves + 0.25 * (ridge - eaves)) / h, (eaves + 0.75 * (ridge - eaves)) / h],
      },
      { what: "filled", kind: "filled", atMost: 0.8 },
      { what: "shape", kind: "shape", builds },
    ],
  };
};

export const OUTDOORS: Readonly<Record<string, ThingMaker>> = {
  staircase,
  fence,
  ladder,
  tower,
  bridge,
  house,
};
