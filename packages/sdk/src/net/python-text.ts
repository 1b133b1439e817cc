/**
 * A JSON value as Python's `str` shows it, which is what v10 hashes. JSON says 1 for Python's 1 and,
 * after JavaScript has read it, also for its 1.0; `floats` tells which is meant.
 */
export function pythonStr(value: unknown, options: { floats?: boolean } = {}): string {
  return typeof value === "string" ? value : pythonRepr(value, options.floats ?? false);
}

function pythonRepr(value: unknown, floats: boolean): string {
  if (value === null || value === undefined) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return quote(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number")
    return Number.isInteger(value) && !floats ? BigInt(value).toString() : pythonFloat(value);
  if (Array.isArray(value)) return `[${value.map((item) => pythonRepr(item, floats)).join(", ")}]`;
  const entries = Object.entries(value as object).filter(([, item]) => item !== undefined);
  return `{${entries.map(([key, item]) => `${quote(key)}: ${pythonRepr(item, floats)}`).join(", ")}}`;
}

/** Both languages write the shortest digits; they differ in where the exponent begins and how it looks. */
function pythonFloat(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  const [digits, exponent] = value.toExponential().split("e") as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < 16) {
    const fixed = String(value);
    return fixed.includes(".") ? fixed : `${fixed}.0`;
  }
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

const NAMED: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
// What Python holds for not printable: all of Unicode's Other and Separator, but the space.
const UNPRINTABLE = /[\p{C}\p{Z}]/u;

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = mark;
  for (const character of text) {
    if (character === mark) out += `\\${mark}`;
    else if (NAMED[character]) out += NAMED[character];
    else if (character !== " " && UNPRINTABLE.test(character)) out += escaped(character);
    else out += character;
  }
  return out + mark;
}

function escaped(character: string): string {
  const hex = character.codePointAt(0)!.toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, "0")}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
