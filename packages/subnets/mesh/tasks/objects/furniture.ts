import { type Build, box, type Clause, pillar } from "../clause.ts";
import { across, colours, deep, high, metres, size, wide } from "../draw.ts";
import type { ThingMaker } from "../make-task.ts";
import { lengthWords, numberWord } from "../wording.ts";

/** Places of legs: at corners, or on a ring. */
function legPlaces(count: number, [x, z]: readonly [number, number], round: boolean) {
  if (!round && count === 4)
    return [-1, 1].flatMap((sx) => [-1, 1].map((sz) => [sx * x, sz * z] as const));
  if (!round && count === 6)
    return [-1, 0, 1].flatMap((sx) => [-1, 1].map((sz) => [sx * x, sz * z] as const));
  return Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * (i + 0.25)) / count;
    return [x * Math.cos(angle), z * Math.sin(angle)] as const;
  });
}

/** A plate on legs: table and stool. */
function onLegs({
  w,
  d,
  h,
  plate,
  legs,
  round,
}: {
  readonly w: number;
  readonly d: number;
  readonly h: number;
  readonly plate: number;
  readonly legs: number;
  readonly round: boolean;
}): Build[] {
  const top = round
    ? pillar([0, 0], [h - plate, h], w / 2)
    : box([-w / 2, w / 2], [h - plate, h], [-d / 2, d / 2]);
  return [0.93, 0.75].flatMap((reach) =>
    [0.04, 0.07].map((thick) => {
      const r = thick * Math.min(w, d, h);
      const places = legPlaces(legs, [(w / 2) * reach - r, (d / 2) * reach - r], round);
      return [top, ...places.map((place) => pillar(place, [0, h - plate], r))];
    }),
  );
}

const legClauses = (legs: number, h: number, plate: number): Clause[] => [
  { what: "legs", kind: "pieces", axis: 1, band: [0.05, 0.6], count: legs },
  { what: "top_thickness", kind: "slab", band: [0.5, 1], thickness: plate },
  // The plate is at the top, not somewhere below.
  { what: "top_height", kind: "slab", band: [0.5, 1], top: h },
];

const table: ThingMaker = (random) => {
  const [w, d, h] = [metres(random, 0.9, 2), metres(random, 0.5, 0.85), metres(random, 0.6, 0.95)];
  const plate = metres(random, 0.03, 0.07);
  const legs = random.pick([4, 4, 6]);
  const [top, leg] = colours(random, 2) as [never, never];
  return {
    said: {
      names: ["table", "dining table", "desk", "rectangular table"],
      dimensions: [wide(w), deep(d), high(h)],
      counts: [{ count: legs, one: "leg", many: "legs" }],
      paints: [
        { part: "top", many: false, colour: top },
        { part: "legs", many: true, colour: leg },
      ],
      sentences: [
        [
          `The top is ${lengthWords(random, plate)} thick.`,
          `Its top has a thickness of ${lengthWords(random, plate)}.`,
        ],
      ],
    },
    clauses: [
      size(0, w),
      size(1, h),
      size(2, d),
      ...legClauses(legs, h, plate),
      {
        what: "top_colour",
        kind: "colour",
        colour: top,
        share: 0.7,
        axis: 1,
        band: [1 - (0.9 * plate) / h, 1],
      },
      { what: "leg_colour", kind: "colour", colour: leg, share: 0.7, axis: 1, band: [0, 0.6] },
      { what: "filled", kind: "filled", atMost: 0.3 },
      { what: "shape", kind: "shape", builds: onLegs({ w, d, h, plate, legs, round: false }) },
    ],
  };
};

const stool: ThingMaker = (random) => {
  const [w, h] = [metres(random, 0.28, 0.5), metres(random, 0.4, 0.8)];
  const plate = metres(random, 0.03, 0.06);
  const legs = random.pick([3, 4]);
  const [seat, leg] = colours(random, 2) as [never, never];
  return {
    said: {
      names: ["stool", "round stool", "bar stool"],
      dimensions: [across(w), high(h)],
      counts: [{ count: legs, one: "leg", many: "legs" }],
      paints: [
        { part: "seat", many: false, colour: seat },
        { part: "legs", many: true, colour: leg },
      ],
      sentences: [
        [
          `The round seat is ${lengthWords(random, plate)} thick.`,
          `Its circular seat has a thickness of ${lengthWords(random, plate)}.`,
        ],
      ],
    },
    clauses: [
      size(0, w),
      size(1, h),
      size(2, w),
      ...legClauses(legs, h, plate),
      {
        what: "seat_colour",
        kind: "colour",
        colour: seat,
        share: 0.7,
        axis: 1,
        band: [1 - (0.9 * plate) / h, 1],
      },
      { what: "leg_colour", kind: "colour", colour: leg, share: 0.7, axis: 1, band: [0, 0.6] },
      { what: "filled", kind: "filled", atMost: 0.3 },
      { what: "shape", kind: "shape", builds: onLegs({ w, d: w, h, plate, legs, round: true }) },
    ],
  };
};

const chair: ThingMaker = (random) => {
  const [w, d] = [metres(random, 0.4, 0.55), metres(random, 0.4, 0.55)];
  const seat = metres(random, 0.4, 0.5);
  const h = metres(random, 0.85, 1.1);
  const slats = random.int(2, 6);
  const [seatColour, back] = colours(random, 2) as [never, never];
  const n = numberWord(random, slats);
  const post = 0.04;
  const plate = 0.04;
  const builds: Build[] = [0.03, 0.045].map((t) => [
    box([-w / 2, w / 2], [seat - plate, seat], [-d / 2, d / 2]),
    ...legPlaces(4, [w / 2 - t, d / 2 - t], false).map((place) =>
      pillar(place, [0, seat], t / 1.4),
    ),
    ...[-1, 1].map((side) => pillar([side * (w / 2 - t), -d / 2 + t], [seat, h], t / 1.4)),
    box([-w / 2, w / 2], [h - 2 * post, h], [-d / 2, -d / 2 + post]),
    ...Array.from({ length: slats }, (_, i) => {
      const x = -w / 2 + ((i + 1) * w) / (slats + 1);
      return box([x - 0.012, x + 0.012], [seat, h], [-d / 2, -d / 2 + post]);
    }),
  ]);
  return {
    said: {
      names: ["chair", "kitchen chair", "side chair"],
      dimensions: [wide(w), deep(d), high(h)],
      counts: [{ count: 4, one: "leg", many: "legs" }],
      paints: [
        { part: "seat", many: false, colour: seatColour },
        { part: "backrest", many: false, colour: back },
      ],
      sentences: [
        [
          `The seat is ${lengthWords(random, seat)} above the ground.`,
          `Its seat height is ${lengthWords(random, seat)}.`,
        ],
        [
          `The backrest has ${n} upright slats between two posts, below a top rail.`,
          `Between the two posts of the backrest stand ${n} vertical slats under a rail.`,
        ],
      ],
    },
    clauses: [
      size(0, w),
      size(1, h),
      size(2, d),
      { what: "legs", kind: "pieces", axis: 1, band: [0.05, (0.75 * seat) / h], count: 4 },
      {
        what: "slats",
        kind: "pieces",
        axis: 1,
        band: [(seat + 0.35 * (h - seat)) / h, (seat + 0.65 * (h - seat)) / h],
        count: slats + 2,
      },
      { what: "seat_height", kind: "slab", band: [0.3, 0.75], top: seat },
      {
        what: "seat_colour",
        kind: "colour",
        colour: seatColour,
        share: 0.6,
        axis: 1,
        band: [(seat - 0.03) / h, (seat + 0.002) / h],
      },
      {
        what: "back_colour",
        kind: "colour",
        colour: back,
        share: 0.7,
        axis: 1,
        band: [(seat + 0.05) / h, 1],
      },
      { what: "filled", kind: "filled", atMost: 0.25 },
      { what: "shape", kind: "shape", builds },
    ],
  };
};

const bookshelf: ThingMaker = (random) => {
  const [w, h, d] = [metres(random, 0.6, 1.2), metres(random, 1, 2.2), metres(random, 0.22, 0.4)];
  const inner = random.int(2, 6);
  const [colour] = colours(random, 1) as [never];
  const n = numberWord(random, inner);
  const builds: Build[] = [0.018, 0.035].map((t) => [
    box([-w / 2, -w / 2 + t], [0, h], [-d / 2, d / 2]),
    box([w / 2 - t, w / 2], [0, h], [-d / 2, d / 2]),
    ...Array.from({ length: inner + 2 }, (_, i) => {
      const y = (i * (h - t)) / (inner + 1);
      return box([-w / 2, w / 2], [y, y + t], [-d / 2, d / 2]);
    }),
  ]);
  return {
    said: {
      names: ["bookshelf", "bookcase", "set of shelves"],
      dimensions: [wide(w), high(h), deep(d)],
      counts: [],
      paints: [{ part: "whole bookshelf", many: false, colour }],
      sentences: [
        [
          `Besides top and bottom it has ${n} inner shelves, evenly spaced.`,
          `Between its bottom and top board there are ${n} shelves at equal distances.`,
        ],
        ["It has no back panel.", "Leave the back open.", "It is open at the back."],
      ],
    },
    clauses: [
      size(0, w),
      size(1, h),
      size(2, d),
      { what: "shelves", kind: "pieces", axis: 0, band: [0.35, 0.65], count: inner + 2 },
      { what: "openings", kind: "genus", count: inner + 1 },
      { what: "colour", kind: "colour", colour, share: 0.8 },
      { what: "filled", kind: "filled", atMost: 0.35 },
      { what: "shape", kind: "shape", builds },
    ],
  };
};

export const FURNITURE: Readonly<Record<string, ThingMaker>> = { table, stool, chair, bookshelf };
