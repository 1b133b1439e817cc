/** A goal with what it is compared with: `value` is measured, the limit is agreed. */
export interface Goal {
  readonly text: string;
  readonly value: number;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** What our figure is compared with. */
export interface Alternative {
  readonly what: string;
  readonly value: number;
  /** False: a figure from elsewhere, measured on another machine. */
  readonly measuredHere: boolean;
}

export interface Figure {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  readonly alternatives: readonly Alternative[];
  readonly goals: readonly Goal[];
}

/** How a cost grows. */
export interface Curve {
  /** Which chart it stands in. */
  readonly chart: string;
  readonly name: string;
  /** What the points are counted in: across, and up. */
  readonly axes: readonly [x: string, y: string];
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** What one benchmark found. */
export interface Finding {
  readonly figures: readonly Figure[];
  readonly curves?: readonly Curve[];
  /** How it was measured, and what was left out. */
  readonly notes: readonly string[];
}

/** Hands the finding to `scripts/bench.mjs`: one line on stdout; talk goes to stderr. */
export function report(finding: Finding): void {
  process.stdout.write(`${JSON.stringify(finding)}\n`);
}

export const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Seconds of processor time that this process has used so far, in all its threads. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Processor time of `work` in seconds. On a machine that others use too it says more than the clock. */
export function cpuSecondsOf(work: () => void): number {
  const begin = cpuSeconds();
  work();
  return cpuSeconds() - begin;
}
