import type { Neuron } from "../api/shapes.ts";

export type Column =
  | "uid"
  | "role"
  | "stake"
  | "incentive"
  | "dividends"
  | "emission"
  | "lastUpdate";
export interface Sorting {
  readonly by: Column;
  readonly descending: boolean;
}

const VALUES: Readonly<Record<Column, (neuron: Neuron) => bigint | number | string>> = {
  uid: ({ uid }) => uid,
  role: ({ role, name }) => `${role} ${name ?? ""}`,
  stake: ({ stake }) => BigInt(stake),
  incentive: ({ incentive }) => incentive,
  dividends: ({ dividends }) => dividends,
  emission: ({ emission }) => BigInt(emission),
  lastUpdate: ({ lastUpdate }) => lastUpdate,
};

/** The neurons in this order; equals by uid. */
export function sorted(neurons: readonly Neuron[], { by, descending }: Sorting): Neuron[] {
  const value = VALUES[by];
  const turn = descending ? -1 : 1;
  return [...neurons].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    return x < y ? -turn : x > y ? turn : a.uid - b.uid;
  });
}

/** The same column turns round; another one begins with what matters most: names upwards, numbers downwards. */
export const sortedBy = (before: Sorting, by: Column): Sorting => ({
  by,
  descending: before.by === by ? !before.descending : by !== "uid" && by !== "role",
});
