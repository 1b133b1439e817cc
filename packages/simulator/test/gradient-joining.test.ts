import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accountOf } from "@ganglion/crypto";
import {
  Dendrite,
  demoSubnet,
  keyOf,
  metagraph,
  type RunningNeuron,
  runValidator,
  setUpSubnet,
  statsSynapse,
} from "@ganglion/sdk";
import { DEFAULT_CONFIG } from "@ganglion/subnets/gradient/config";
import { gradientSubnet } from "@ganglion/subnets/gradient/subnet";
import { expect, test } from "vitest";
import { addressOf, playNeuron, Simulation } from "../src/index.ts";

const SMALL = {
  ...DEFAULT_CONFIG,
  windowBlocks: 10,
  commitMs: 3_500,
  lockMs: 4_000,
  shape: { width: 16, layers: 1, heads: 1, context: 32 },
  checkpointEvery: 2,
  lossBatches: 2,
  ownBatches: 1,
};
type Curve = readonly (readonly [number, number])[];

test("who comes later takes up the model by its checkpoint and steps, and who comes back remembers it", {
  timeout: 900_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "ganglion-market-"));
  const subnet = gradientSubnet(SMALL);
  const cast = demoSubnet({ ...subnet, demo: { miners: [{ name: "one" }, { name: "two" }] } });
  const simulation = await Simulation.start({ seed: 5, blockMs: 1_000 });
  const client = await simulation.client();
  const netuid = await simulation.run(setUpSubnet(client, cast));
  const [first, second] = cast.validators.neurons;
  const running: RunningNeuron[] = [];
  for (const [i, neuron] of [...cast.miners.neurons, first!].entries())
    running.push(await playNeuron(simulation, subnet, { neuron, netuid, ip: addressOf(i) }));
  const joiner = async () => {
    const ip = addressOf(9);
    return simulation.run(
      runValidator(subnet, {
        client: await simulation.client(),
        hotkey: keyOf(second!.uri),
        netuid,
        ip,
        port: 8091,
        env: simulation.netEnv,
        transport: simulation.transport(ip),
        log: simulation.log("joiner"),
        folder,
      }),
    );
  };
  const dendrite = new Dendrite({
    keypair: keyOf("//observer"),
    env: simulation.netEnv,
    transport: simulation.transport("10.9.9.9"),
  });
  const curve = async (uri: string): Promise<Curve> => {
    const graph = await simulation.run(metagraph(client, netuid));
    const hotkey = accountOf(keyOf(uri));
    const { axon } = graph.neurons.find((each) => each.hotkey === hotkey)!;
    const told = await simulation.run(
      dendrite.call({ ip: axon!.ip, port: axon!.port, hotkey }, statsSynapse, {}),
    );
    if (!told.ok) throw new Error(told.message);
    return told.answer.stats["history"] as Curve;
  };
  const common = async () => {
    const [leader, late] = [await curve(first!.uri), await curve(second!.uri)];
    const known = new Map(leader);
    return { late, same: late.filter(([window, bits]) => known.get(window) === bits) };
  };

  await simulation.advance(50_000);
  let validator = await joiner();
  await simulation.advance(30_000);
  expect(
    simulation.said.filter(({ who, what }) => who === "joiner" && what === "joined"),
  ).toHaveLength(1);
  const joined = await common();
  expect(joined.same.length).toBeGreaterThan(1);
  // The last of its windows may be one that the leader hasn't finished.
  expect(joined.late.length - joined.same.length).toBeLessThan(2);

  await simulation.run(validator.stop());
  await simulation.advance(20_000);
  validator = await joiner();
  await simulation.advance(20_000);
  const back = await common();
  // What it knew is there, and what came since goes on from where the others are.
  expect(back.late.slice(0, joined.late.length)).toEqual(joined.late);
  expect(back.same.length).toBeGreaterThan(joined.same.length);
  await simulation.run(validator.stop());
  for (const each of running) await simulation.run(each.stop());
  await simulation.close();
  rmSync(folder, { recursive: true, force: true });
});
