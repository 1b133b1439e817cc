import { accountOf } from "@ganglion/crypto";
import { Dendrite, demoSubnet, keyOf, metagraph, setUpSubnet } from "@ganglion/sdk";
import { prompting } from "@ganglion/subnets/prompting/subnet";
import { promptingSynapse } from "@ganglion/subnets/prompting/synapses";
import { requestForQuestion } from "@ganglion/subnets/prompting/validator";
import { expect, test } from "vitest";
import { addressOf, playNeuron, Simulation } from "../src/index.ts";

const QUESTION = requestForQuestion([{ role: "user", content: "What is 17 * 23?" }]);

test("miners with plain answers tell them to validators alone, so that who only passes questions on earns nothing", {
  timeout: 300_000,
}, async () => {
  const simulation = await Simulation.start({ seed: 4 });
  const client = await simulation.client();
  const cast = demoSubnet({
    ...prompting,
    demo: {
      miners: [
        { name: "honest" },
        { name: "copier" },
        { name: "open", options: { "min-stake-share": "0" } },
      ],
    },
  });
  const netuid = await simulation.run(setUpSubnet(client, cast));
  const neurons = [...cast.miners.neurons, ...cast.validators.neurons];
  const running = [];
  for (const [i, neuron] of neurons.entries()) {
    const attack = neuron.name === "copier" ? { attack: "copier" } : {};
    // Who answers anyone comes later: until then there is nobody to copy from.
    if (neuron.name === "open") continue;
    const place = { neuron, netuid, ip: addressOf(i), ...attack };
    running.push(await playNeuron(simulation, prompting, place));
  }
  await simulation.advance(60_000);
  const graph = async () => {
    const { neurons: all } = await simulation.run(metagraph(client, netuid));
    return (name: string) => {
      const hotkey = accountOf(keyOf(neurons.find((each) => each.name === name)!.uri));
      return all.find((each) => each.hotkey === hotkey)!;
    };
  };
  const before = await graph();
  expect(before("honest").incentive).toBe(65_535);
  expect(before("copier").incentive).toBe(0);

  // The same question from a validator's hotkey, from a miner's and from nobody's.
  const { ip, port } = before("honest").axon!;
  const target = { ip, port, hotkey: before("honest").hotkey };
  const ask = (uri: string) => {
    const dendrite = new Dendrite({
      keypair: keyOf(uri),
      env: simulation.netEnv,
      transport: simulation.transport("10.9.9.9"),
    });
    return simulation.run(dendrite.call(target, promptingSynapse, QUESTION));
  };
  const uriOf = (name: string) => neurons.find((each) => each.name === name)!.uri;
  expect(await ask(uriOf("validator-1"))).toMatchObject({
    ok: true,
    answer: { completion: expect.stringContaining("391") },
  });
  const refused = {
    ok: false,
    status: 403,
    message: expect.stringContaining("hold at least 1 % of the subnet's stake"),
  };
  expect(await ask(uriOf("copier"))).toMatchObject(refused);
  expect(await ask("//observer")).toMatchObject(refused);

  // Whoever answers anyone is copied from at once.
  const at = neurons.findIndex(({ name }) => name === "open");
  const open = { neuron: neurons[at]!, netuid, ip: addressOf(at) };
  running.push(await playNeuron(simulation, prompting, open));
  await simulation.advance(60_000);
  const after = await graph();
  expect(after("open").incentive).toBeGreaterThan(10_000);
  expect(after("copier").incentive).toBeGreaterThan(10_000);
  for (const each of running) await simulation.run(each.stop());
  await simulation.close();
});
