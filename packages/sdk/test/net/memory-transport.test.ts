import { accountOf, devKeypair } from "@ganglion/crypto";
import { expect, test } from "vitest";
import { Axon, type AxonTarget, type Delivery, Dendrite, MemoryNetwork } from "../../src/index.ts";
import { Prompting } from "./synapses.ts";
import { VirtualEnv } from "./virtual-env.ts";

const QUESTION = { roles: ["user"], messages: ["hello"] };
const NAMES = ["Alice", "Bob", "Charlie"];

/** A validator asks three miners ten times over a network with delays, losses and refusals. */
async function conversation(): Promise<string[]> {
  const env = new VirtualEnv();
  const log: string[] = [];
  const fate = (): Delivery => {
    const [roll] = env.random(1);
    return roll! < 20 ? "lost" : roll! < 40 ? "refused" : { delayMs: roll! };
  };
  const network = new MemoryNetwork({ env, deliver: fate });
  const targets: AxonTarget[] = [];
  for (const [i, name] of NAMES.entries()) {
    const keypair = devKeypair(name);
    const axon = new Axon({ keypair, env, transport: network.transport(`10.0.0.${i + 1}`) });
    axon.attach(Prompting, ({ messages }) => ({ completion: `${name} heard ${messages[0]}` }));
    const { host: ip, port } = await axon.start({ port: 8091 });
    targets.push({ ip, port, hotkey: accountOf(keypair) });
  }
  const transport = network.transport("10.0.1.1");
  const dendrite = new Dendrite({ keypair: devKeypair("Dave"), env, transport });
  for (let round = 0; round < 10; round++) {
    const asked = dendrite.forward(targets, Prompting, QUESTION, { timeoutMs: 1_000 });
    await env.advance(1_500);
    for (const result of await asked)
      log.push(`${result.elapsedMs} ${result.ok ? result.answer.completion : result.code}`);
  }
  return log;
}

test("a conversation over a bad network is the same every time, and all of it happens", async () => {
  const first = await conversation();
  expect(await conversation()).toEqual(first);
  const text = first.join("\n");
  for (const outcome of ["heard", "TIMEOUT", "UNREACHABLE"]) expect(text).toContain(outcome);
});

test("addresses and ports belong to hosts, and a closed one is free again", async () => {
  const env = new VirtualEnv();
  const network = new MemoryNetwork({ env });
  const keypair = devKeypair("Bob");
  const axonAt = (ip: string) => new Axon({ keypair, env, transport: network.transport(ip) });
  const first = axonAt("10.0.0.1");
  const { port } = await first.start({ port: 0 });
  await expect(axonAt("10.0.0.1").start({ port })).rejects.toMatchObject({ code: "PORT_TAKEN" });
  await axonAt("10.0.0.2").start({ port });
  await first.stop();
  await axonAt("10.0.0.1").start({ port });
});
