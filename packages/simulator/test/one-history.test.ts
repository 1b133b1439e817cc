import type { Subnet } from "@ganglion/sdk";
import { DEFAULT_CONFIG } from "@ganglion/subnets/gradient/config";
import { gradientSubnet } from "@ganglion/subnets/gradient/subnet";
import { loadSubnet, subnetNames } from "@ganglion/subnets/registry";
import { describe, expect, test } from "vitest";
import { Simulation, subnetWorld } from "../src/index.ts";

const SMALL_MARKET = gradientSubnet({
  ...DEFAULT_CONFIG,
  windowBlocks: 10,
  commitMs: 3_500,
  lockMs: 4_000,
  shape: { width: 16, layers: 1, heads: 1, context: 32 },
  ownBatches: 2,
});

async function run(subnet: Subnet) {
  const simulation = await Simulation.start({ seed: 4 });
  const startMs = simulation.env.now();
  const world = await subnetWorld(simulation, subnet);
  const readyMs = simulation.env.now() - startMs;
  await simulation.advance(14_000);
  const result = { readyMs, root: simulation.stateRoot(), said: [...simulation.said] };
  await world.stop();
  await simulation.close();
  return result;
}

// In the first run modules are read from disk, threads are started and kernels compiled; in the second all that is
// there. Whatever of it doesn't wait behind `outside` lets the virtual clock run on, as far as the machine is slow.
describe.each(subnetNames())("the subnet %s", (name) => {
  test("has one history, whether its parts are loaded already or not", {
    timeout: 900_000,
  }, async () => {
    const subnet = name === "gradient" ? SMALL_MARKET : await loadSubnet(name);
    const cold = await run(subnet);
    const warm = await run(subnet);
    expect(warm).toEqual(cold);
    expect(cold.said.map(({ what }) => what)).toContain("weights set");
  });
});
