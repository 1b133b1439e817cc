import type { Subnet } from "../api/shapes.ts";
import type { Point } from "../parts/line-chart.tsx";

/** What a subnet's validator measures, as far as the page can show it. */
export interface Measures {
  readonly history: { readonly title: string; readonly points: readonly Point[] } | undefined;
  readonly figures: readonly (readonly [name: string, text: string])[];
  /** Columns of `miners`, besides the uid. */
  readonly columns: readonly string[];
  readonly miners: readonly {
    readonly uid: number;
    readonly cells: Readonly<Record<string, string>>;
  }[];
}

/** Figures that every subnet has: the gateway's own. */
const OWN = new Set([
  "block",
  "tempo",
  "lastEpochBlock",
  "nextEpochBlock",
  "alphaInPool",
  "alphaOutstanding",
  "taoInPool",
  "registrationBurnRao",
  "maxUids",
  "ownerHotkey",
  "questions",
  "answered",
]);

/** `heldOutBitsPerByte` is "Held out bits per byte". */
export function words(name: string): string {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return spaced.slice(0, 1).toUpperCase() + spaced.slice(1);
}

function shown(value: unknown): string | undefined {
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : value.toFixed(3);
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "yes" : "no";
  return undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isPoint = (value: unknown): value is Point =>
  Array.isArray(value) && value.length === 2 && value.every((part) => Number.isFinite(part));

/** Reads what came from a validator: whatever isn't of the known form is left out. */
export function measuresOf(stats: Subnet["stats"]): Measures {
  const all = Object.entries(stats).filter(([name]) => !OWN.has(name));
  const { history, miners } = stats;
  const points = Array.isArray(history) ? history.filter(isPoint) : [];
  const rows = (Array.isArray(miners) ? miners : []).filter(
    (row): row is Record<string, unknown> & { uid: number } =>
      isRecord(row) && typeof row["uid"] === "number",
  );
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter(
    (name) => name !== "uid" && rows.some((row) => shown(row[name]) !== undefined),
  );
  return {
    history:
      points.length < 2
        ? undefined
        : {
            title: "heldOutBitsPerByte" in stats ? "Held-out text, bits per byte" : "History",
            points,
          },
    figures: all.flatMap(([name, value]) => {
      const text = shown(value);
      return text === undefined ? [] : [[words(name), text] as const];
    }),
    columns,
    miners: rows.map((row) => ({
      uid: row.uid,
      cells: Object.fromEntries(columns.map((name) => [name, shown(row[name]) ?? ""])),
    })),
  };
}
