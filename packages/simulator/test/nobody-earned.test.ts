import { demoSubnet } from "@ganglion/sdk";
import { prompting } from "@ganglion/subnets/prompting/subnet";
import { expect, test } from "vitest";
import { Simulation, subnetWorld } from "../src/index.ts";

test("where every miner earns nothing, all weight goes to the uid of the subnet's owner", {
  timeout: 900_000,
}, async () => {
  const simulation = await Simulation.start({ seed: 3 });
  const whole = demoSubnet(prompting);
  const lazy = whole.miners.neurons.filter(({ name }) => name === "lazy");
  const cast = { ...whole, miners: { ...whole.miners, neurons: lazy } };
  const world = await subnetWorld(simulation, prompting, cast);
  await simulation.advance(40_000);
  const client = await simulation.client();
  const weights = await simulation.run(
    client.api.query.SubtensorModule!.Weights!.getValue(
      world.netuid,
      world.uidOf.get("validator-1")!,
    ),
  );
  // The owner registered the subnet, so its uid is the first.
  expect(weights).toEqual([[0, 65_535]]);
  await world.stop();
  await simulation.close();
});
