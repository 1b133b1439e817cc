import { metagraph } from "@ganglion/sdk";
import { prompting } from "@ganglion/subnets/prompting/subnet";
import { expect, test } from "vitest";
import { Simulation, subnetWorld } from "../src/index.ts";

/** Two virtual minutes of the whole network. */
async function run(seed: number) {
  const simulation = await Simulation.start({ seed });
  const world = await subnetWorld(simulation, prompting);
  await simulation.advance(90_000);
  const graph = await metagraph(await simulation.client(), world.netuid);
  const emission = (name: string) => graph.neurons[world.uidOf.get(name)!]!.emission;
  const result = {
    root: simulation.stateRoot(),
    block: simulation.node.chain.head.number,
    full: emission("full"),
    weak: emission("weak"),
    lazy: emission("lazy"),
    trouble: simulation.said
      .filter(({ what }) => what.includes(":"))
      .map(({ who, what }) => `${who}: ${what}`),
  };
  await world.stop();
  await simulation.close();
  return result;
}

test("one seed gives one history: a whole network run twice ends in the same state root", async () => {
  const first = await run(7);
  const second = await run(7);
  expect(second).toEqual(first);
  expect(first.trouble).toEqual([]);
  expect(first.block).toBeGreaterThan(100);
  expect(first.full).toBeGreaterThan(first.weak);
  expect(first.full).toBeGreaterThan(0n);
  expect(first.lazy).toBe(0n);
  const other = await run(8);
  expect(other.root).not.toBe(first.root);
});
