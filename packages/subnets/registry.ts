import type { Subnet } from "@ganglion/sdk";

/** The subnets of this repository by name, in the order in which pages list them. `ganglion kit new` adds a line. */
const SUBNETS: Readonly<Record<string, () => Promise<Subnet>>> = {
  prompting: async () => (await import("./prompting/subnet.ts")).prompting,
  code: async () => (await import("./code/subnet.ts")).code,
  mesh: async () => (await import("./mesh/subnet.ts")).mesh,
  gradient: async () => (await import("./gradient/subnet.ts")).gradient,
  tournament: async () => (await import("./tournament/subnet.ts")).tournament,
  template: async () => (await import("./template/subnet.ts")).template,
};

/** What `ganglion up` starts unless it is told otherwise; the first is ready before the others start. */
export const DEFAULT_SUBNETS: readonly string[] = ["prompting", "gradient", "code", "mesh"];

export const subnetNames = (): readonly string[] => Object.keys(SUBNETS);

/** A subnet's declaration; what it needs is loaded now. @throws RangeError on a name that isn't one */
export async function loadSubnet(name: string): Promise<Subnet> {
  const load = Object.hasOwn(SUBNETS, name) ? SUBNETS[name] : undefined;
  if (!load)
    throw new RangeError(`there is no subnet "${name}"; known: ${subnetNames().join(", ")}`);
  return load();
}
