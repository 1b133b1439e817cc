import { type Fraction, fraction, scaled } from "./fraction.ts";

/** Name, plural, sign and size in the base unit of its family. The foreign ones by their legal definition. */
export type Unit = { one: string; many: string; sign: string; size: Fraction };
const unit = (names: string, size: Fraction | number): Unit => {
  const [one, many, sign] = names.split(" ") as [string, string, string];
  return { one, many, sign, size: typeof size === "number" ? fraction(size) : size };
};

/** Units that convert into each other. The validator's own table: the miner's solver has another. */
export const FAMILIES: readonly (readonly Unit[])[] = [
  [
    unit("millimetre millimetres mm", scaled(1, 3)),
    unit("centimetre centimetres cm", scaled(1, 2)),
    unit("metre metres m", 1),
    unit("kilometre kilometres km", 1000),
    unit("inch inches in", scaled(254, 4)),
    unit("foot feet ft", scaled(3048, 4)),
    unit("yard yards yd", scaled(9144, 4)),
    unit("mile miles mi", scaled(1609344, 3)),
  ],
  [
    unit("milligram milligrams mg", scaled(1, 3)),
    unit("gram grams g", 1),
    unit("kilogram kilograms kg", 1000),
    unit("tonne tonnes t", 1_000_000),
    unit("pound pounds lb", scaled(45359237, 5)),
    unit("ounce ounces oz", scaled(28349523125, 9)),
  ],
  [
    unit("second seconds s", 1),
    unit("minute minutes min", 60),
    unit("hour hours h", 3600),
    unit("day days d", 86_400),
    unit("week weeks wk", 604_800),
  ],
  [
    unit("millilitre millilitres ml", scaled(1, 3)),
    unit("centilitre centilitres cl", scaled(1, 2)),
    unit("litre litres l", 1),
  ],
  [
    unit("byte bytes B", 1),
    unit("kilobyte kilobytes kB", 1000),
    unit("megabyte megabytes MB", 1_000_000),
    unit("gigabyte gigabytes GB", 1_000_000_000),
    unit("kibibyte kibibytes KiB", 1024),
    unit("mebibyte mebibytes MiB", 1_048_576),
  ],
];
