/** Colours and materials that questions name, as sRGB. Answers are compared with these by eye's distance. */
export const PALETTE = {
  red: [190, 40, 40],
  orange: [225, 125, 30],
  yellow: [230, 200, 50],
  green: [60, 140, 60],
  blue: [45, 85, 175],
  purple: [120, 60, 150],
  white: [235, 235, 230],
  black: [35, 35, 38],
  grey: [130, 130, 130],
  oak: [160, 115, 65],
  walnut: [90, 60, 40],
  brick: [160, 75, 60],
  copper: [185, 110, 70],
} as const satisfies Record<string, readonly [number, number, number]>;
export type ColourName = keyof typeof PALETTE;

type Lab = readonly [number, number, number];

/** CIE L*a*b* (1976) of an sRGB colour under D65. */
export function labOf(red: number, green: number, blue: number): Lab {
  const linear = (byte: number) => {
    const s = byte / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  };
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Euclidean distance in L*a*b*: about 2 is just seen, 100 is black against white. */
export const labDistance = (a: Lab, b: Lab): number =>
  Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

const LABS = new Map(
  Object.entries(PALETTE).map(([name, [r, g, b]]) => [name as ColourName, labOf(r, g, b)]),
);
/** Within this it is that colour. */
const SAME = 24;

export const isColour = (lab: Lab, name: ColourName): boolean =>
  labDistance(lab, LABS.get(name)!) <= SAME;

/** Colours that nobody takes for each other. */
export const tellApart = (a: ColourName, b: ColourName): boolean =>
  labDistance(LABS.get(a)!, LABS.get(b)!) > 2 * SAME;
