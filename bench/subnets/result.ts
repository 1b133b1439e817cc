/** One line of a subnet's table: what was measured, and its figures by column. */
export interface BenchRow {
  readonly name: string;
  readonly values: Readonly<Record<string, number>>;
}

/** How a figure went, point by point. */
export interface BenchCurve {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** What a subnet's benchmark found: `run()` of each file in this folder gives one. */
export interface BenchResult {
  /** Name in the registry, and of its page in docs/subnets. */
  readonly subnet: string;
  /** All that chance depended on: the same seeds give the same figures. */
  readonly seeds: readonly number[];
  readonly rows: readonly BenchRow[];
  /** What the columns mean, how it was measured, what it doesn't say. Sentences without a full stop. */
  readonly notes: readonly string[];
  /** Drawn as one chart, in docs/subnets/NAME.svg. */
  readonly curves?: readonly BenchCurve[];
  /** What the curves' points are counted in. */
  readonly axes?: readonly [x: string, y: string];
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
