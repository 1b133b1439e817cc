import { type Build, box, pillar } from "../clause.ts";
import { across, colours, high, metres, size } from "../draw.ts";
import type { ThingMaker } from "../make-task.ts";
import { lengthWords, numberWord } from "../wording.ts";

const mug: ThingMaker = (random) => {
  const handles = random.pick([1, 1, 2]);
  const body = metres(random, 0.07, 0.11, 0.005);
  const h = metres(random, 0.08, 0.14, 0.005);
  const [outside, handle] = colours(random, 2) as [never, never];
  const builds: Build[] = [0.3, 0.42].map((reach) => [
    pillar([0, 0], [0, h], body / 2),
    ...[1, -1].slice(0, handles).flatMap((s) => {
      const [near, far] = [(s * body) / 2, s * (body / 2 + reach * body)];
      const x = [Math.min(near, far), Math.max(near, far)] as const;
      const end = [far - 0.006, far + 0.006] as const;
      return [
        box(x, [0.2 * h, 0.2 * h + 0.012], [-0.006, 0.006]),
        box(x, [0.8 * h - 0.012, 0.8 * h], [-0.006, 0.006]),
        box(end, [0.2 * h, 0.8 * h], [-0.006, 0.006]),
      ];
    }),
  ]);
  return {
    said: {
      names: ["mug", "coffee mug", "cup"],
      dimensions: [high(h)],
      counts: [{ count: handles, one: "handle", many: "handles" }],
      paints: [
        { part: "body", many: false, colour: outside },
        { part: handles === 1 ? "handle" : "handles", many: handles > 1, colour: handle },
      ],
      sentences: [
        [
          `The round body is ${lengthWords(random, body)} in diameter.`,
          `Its round body has a diameter of ${lengthWords(random, body)}.`,
        ],
        [
          "It is hollow and open at the top.",
          "One can drink from it: it is hollow, without a lid.",
        ],
      ],
    },
    clauses: [
      size(1, h),
      size(2, body),
      { what: "handles", kind: "genus", count: handles },
      { what: "hollow", kind: "holes", axis: 1, band: [0.9, 0.99], count: 1 },
      { what: "body_colour", kind: "colour", colour: outside, share: 0.6 },
      { what: "handle_colour", kind: "colour", colour: handle, share: 0.04 },
      { what: "filled", kind: "filled", atMost: 0.4 },
      { what: "shape", kind: "shape", builds },
    ],
  };
};

const bowl: ThingMaker = (random) => {
  const w = metres(random, 0.12, 0.35);
  const h = Number((w * (random.int(35, 50) / 100)).toFixed(3));
  const [colour] = colours(random, 1) as [never];
  const build = (foot: number): Build =>
    Array.from({ length: 6 }, (_, i) => {
      const radius = (share: number) => (w / 2) * (foot + (1 - foot) * Math.sqrt(share));
      return pillar([0, 0], [(i * h) / 6, ((i + 1) * h) / 6], radius(i / 6), radius((i + 1) / 6));
    });
  return {
    said: {
      names: ["bowl", "round bowl", "salad bowl"],
      dimensions: [across(w), high(h)],
      counts: [],
      paints: [{ part: "bowl", many: false, colour }],
      sentences: [["It is hollow and open at the top.", "It is open above and closed below."]],
    },
    clauses: [
      size(0, w),
      size(1, h),
      size(2, w),
      { what: "hollow", kind: "holes", axis: 1, band: [0.7, 0.98], count: 1 },
      { what: "closed", kind: "genus", count: 0 },
      { what: "colour", kind: "colour", colour, share: 0.8 },
      { what: "filled", kind: "filled", atMost: 0.35 },
      { what: "shape", kind: "shape", builds: [build(0.35), build(0.5)] },
    ],
  };
};

const column: ThingMaker = (random) => {
  const h = metres(random, 2, 5, 0.1);
  const shaft = metres(random, 0.3, 0.7, 0.02);
  const base = Number((shaft * (random.int(140, 190) / 100)).toFixed(2));
  const [stone, ends] = colours(random, 2) as [never, never];
  const builds: Build[] = [0.08, 0.14].map((share) => [
    box([-base / 2, base / 2], [0, share * h], [-base / 2, base / 2]),
    pillar([0, 0], [0, h], shaft / 2),
    box([-base / 2, base / 2], [(1 - share) * h, h], [-base / 2, base / 2]),
  ]);
  return {
    said: {
      names: ["column", "stone column", "classical column"],
      dimensions: [high(h)],
      counts: [],
      paints: [
        { part: "shaft", many: false, colour: stone },
        { part: "base and capital", many: true, colour: ends },
      ],
      sentences: [
        [
          `The round shaft is ${lengthWords(random, shaft)} in diameter.`,
          `Its round shaft has a diameter of ${lengthWords(random, shaft)}.`,
        ],
        [
          `Base and capital are square and ${lengthWords(random, base)} wide.`,
          `The square base and the square capital are each ${lengthWords(random, base)} wide.`,
        ],
      ],
    },
    clauses: [
      size(0, base),
      size(1, h),
      size(2, base),
      { what: "shaft_width", kind: "cut", at: 0.5, along: 0, metres: shaft },
      { what: "shaft_depth", kind: "cut", at: 0.4, along: 2, metres: shaft },
      { what: "base_width", kind: "cut", at: 0.02, along: 0, metres: base },
      { what: "capital_width", kind: "cut", at: 0.98, along: 0, metres: base },
      {
        what: "shaft_colour",
        kind: "colour",
        colour: stone,
        share: 0.8,
        axis: 1,
        band: [0.25, 0.75],
      },
      { what: "base_colour", kind: "colour", colour: ends, share: 0.75, axis: 1, band: [0, 0.05] },
      {
        what: "capital_colour",
        kind: "colour",
        colour: ends,
        share: 0.75,
        axis: 1,
        band: [0.95, 1],
      },
      { what: "shape", kind: "shape", builds },
    ],
  };
};

const lamp: ThingMaker = (random) => {
  const h = metres(random, 0.4, 1.7);
  const shade = Number((h * (random.int(30, 45) / 100)).toFixed(2));
  const foot = Number((shade * (random.int(60, 85) / 100)).toFixed(2));
  const [shadeColour, footColour] = colours(random, 2) as [never, never];
  const builds: Build[] = [0.6, 0.95].map((narrow) => [
    pillar([0, 0], [0, 0.05 * h], foot / 2),
    pillar([0, 0], [0, h], 0.02 * h),
    pillar([0, 0], [0.68 * h, h], shade / 2, (narrow * shade) / 2),
  ]);
  return {
    said: {
      names: ["lamp", "table lamp", "floor lamp"],
      dimensions: [high(h)],
      counts: [],
      paints: [
        { part: "shade", many: false, colour: shadeColour },
        { part: "foot", many: false, colour: footColour },
      ],
      sentences: [
        [
          `The shade is ${lengthWords(random, shade)} in diameter.`,
          `Its shade has a diameter of ${lengthWords(random, shade)}.`,
        ],
        [
          `The round foot is ${lengthWords(random, foot)} in diameter.`,
          `Its round foot has a diameter of ${lengthWords(random, foot)}.`,
        ],
        [
          "A thin pole carries the shade above the foot.",
          "The shade sits on a thin pole above the foot.",
        ],
      ],
    },
    clauses: [
      size(0, shade),
      size(1, h),
      size(2, shade),
      { what: "foot_width", kind: "cut", at: 0.01, along: 0, metres: foot },
      { what: "pole", kind: "pieces", axis: 1, band: [0.2, 0.5], count: 1 },
      {
        what: "shade_colour",
        kind: "colour",
        colour: shadeColour,
        share: 0.7,
        axis: 1,
        band: [0.8, 1],
      },
      {
        what: "foot_colour",
        kind: "colour",
        colour: footColour,
        share: 0.7,
        axis: 1,
        band: [0, 0.04],
      },
      { what: "filled", kind: "filled", atMost: 0.4 },
      { what: "shape", kind: "shape", builds },
    ],
  };
};

const wheel: ThingMaker = (random) => {
  const w = metres(random, 0.5, 1.4);
  const d = metres(random, 0.08, 0.2);
  const spokes = random.int(4, 12);
  const [rim, spoke] = colours(random, 2) as [never, never];
  const n = numberWord(random, spokes);
  const disc: Build = [
    { form: "round", axis: 2, middle: [0, w / 2], from: -d / 2, to: d / 2, radius: w / 2 },
  ];
  return {
    said: {
      names: ["wheel", "wagon wheel", "spoked wheel"],
      dimensions: [across(w), { noun: "thickness", adjective: "thick", metres: d }],
      counts: [],
      paints: [
        { part: "rim", many: false, colour: rim },
        { part: "spokes", many: true, colour: spoke },
      ],
      sentences: [
        [
          `Between hub and rim it has ${n} spokes.`,
          `${n} spokes lead from its solid hub to the rim.`,
        ],
        [
          "It stands upright, its axle pointing to the front.",
          "It stands upright and is seen from its side.",
        ],
      ],
    },
    clauses: [
      size(0, w),
      size(1, w),
      size(2, d),
      { what: "spokes", kind: "genus", count: spokes },
      { what: "rim_colour", kind: "colour", colour: rim, share: 0.75, axis: 1, band: [0, 0.05] },
      { what: "spoke_colour", kind: "colour", colour: spoke, share: 0.12 },
      { what: "filled", kind: "filled", atMost: 0.6 },
      { what: "shape", kind: "shape", builds: [disc] },
    ],
  };
};

export const THINGS: Readonly<Record<string, ThingMaker>> = { mug, bowl, column, lamp, wheel };
