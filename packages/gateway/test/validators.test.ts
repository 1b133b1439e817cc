import { VirtualEnv } from "@ganglion/node";
import { MemoryNetwork } from "@ganglion/sdk";
import { afterEach, describe, expect, test } from "vitest";
import { Fixture, NEURONS, outcome, post } from "./fixture.ts";

const START_MS = Date.UTC(2026, 0, 1);
const virtual = () => new VirtualEnv({ startMs: START_MS, seed: 1 });
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const QUESTION = { model: "prompting", messages: [{ role: "user", content: "17 * 23?" }] };

let fixture: Fixture;
afterEach(() => fixture.end());

/** Which validator answers, by its uid. */
const byUid = (uid: number) => () => ({ ...outcome(), validator: { uid, hotkey: "whatever" } });
const ask = async (core: { fetch(request: Request): Promise<Response> }) => {
  const response = await core.fetch(post("/v1/chat/completions", QUESTION));
  const body = (await response.json()) as {
    error?: { code: string; message: string; hint?: string };
    choices?: { message: { content: string }; finish_reason: string }[];
  };
  return { response, ...body, by: response.headers.get("x-ganglion-validator-uid") };
};

describe("the validator that is asked", () => {
  test("is the one with the most stake, and never a miner that happens to hold a permit", async () => {
    fixture = new Fixture({
      neurons: NEURONS.map((neuron) =>
        neuron.name === "Dave" ? { ...neuron, stake: 10_000n } : neuron,
      ),
    });
    await fixture.validator("Bob", byUid(0));
    await fixture.validator("Charlie", byUid(1));
    expect((await ask(await fixture.core())).by).toBe("1");
  });

  test("is named as the chain has it, whatever it says about itself", async () => {
    fixture = new Fixture();
    await fixture.validator("Charlie", byUid(77));
    const { by, response } = await ask(await fixture.core());
    expect(by).toBe("1");
    expect(response.status).toBe(200);
  });

  test("is the next one when the first can't be reached, which then rests half a minute", async () => {
    const env = virtual();
    fixture = new Fixture({ env });
    await fixture.validator("Bob", byUid(0));
    const core = await fixture.core();
    expect((await ask(core)).by).toBe("0");
    await fixture.validator("Charlie", byUid(1));
    expect((await ask(core)).by).toBe("0");
    env.advance(30_001);
    expect((await ask(core)).by).toBe("1");
  });

  test.each([
    ["one that answers for another subnet", { netuid: 9 }],
    ["one that chooses an answer that nobody gave", { chosenUid: 40 }],
    [
      "one that gives two answers of a miner",
      { answers: [...outcome().answers, outcome().answers[0]!] },
    ],
    ["one that answers garbage", { answers: "none" as never }],
  ])("is not %s", async (_name, change) => {
    fixture = new Fixture();
    await fixture.validator("Charlie", () => outcome(change));
    await fixture.validator("Bob", byUid(0));
    expect((await ask(await fixture.core())).by).toBe("0");
  });

  test.each(["127.0.0.1", "0.0.0.0", "0.1.2.3", "255.255.255.255"])(
    "is never at %s, whatever the chain says",
    async (ip) => {
      fixture = new Fixture({ neurons: [{ name: "Bob", permit: true, stake: 9n, ip }] });
      await fixture.validator("Bob");
      const { response, error } = await ask(await fixture.core());
      expect([response.status, error!.code]).toEqual([503, "no_validator"]);
    },
  );

  test("is nobody on a subnet without permits: 503 says what is missing", async () => {
    fixture = new Fixture({ neurons: [{ name: "Bob", ip: "10.0.0.1" }] });
    const { response, error } = await ask(await fixture.core());
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("30");
    expect(error!.hint).toContain("permit");
  });
});

describe("a validator that takes too long", () => {
  test("costs its time once, then the next one answers", async () => {
    const env = virtual();
    fixture = new Fixture({ env });
    await fixture.validator("Charlie", () => new Promise(() => undefined));
    await fixture.validator("Bob", byUid(0));
    const answer = ask(await fixture.core());
    await env.advanceAsync(13_000, settle);
    expect((await answer).by).toBe("0");
    expect(env.now() - START_MS).toBe(13_000);
  });

  test("is 504 if there is no other, and the client is told not to try again by itself", async () => {
    const env = virtual();
    fixture = new Fixture({ env });
    for (const name of ["Bob", "Charlie"])
      await fixture.validator(name, () => new Promise(() => undefined));
    const answer = ask(await fixture.core());
    await env.advanceAsync(26_000, settle);
    const { response, error } = await answer;
    expect([response.status, error!.code]).toEqual([504, "validator_timeout"]);
    expect(response.headers.get("x-should-retry")).toBe("false");
    expect(response.headers.get("x-ganglion-query-id")).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe("miners that are silent", () => {
  test("make an honest answer that nobody had one", async () => {
    fixture = new Fixture();
    const [right, wrong, late] = outcome().answers;
    const answers = [
      { ...right!, text: "", status: "error" as const, reason: "error", score: 0 },
      { ...wrong!, text: "", status: "timeout" as const, reason: "timeout" },
      late!,
    ];
    await fixture.validator("Charlie", () => outcome({ answers, chosenUid: null }));
    const { response, choices } = await ask(await fixture.core());
    expect(response.status).toBe(200);
    expect(choices![0]!.finish_reason).toBe("stop");
    expect(choices![0]!.message.content).toBe(
      "No miner had an answer. 3 were asked: 2 did not answer in time, 1 failed.",
    );
    expect(response.headers.has("x-ganglion-uid")).toBe(false);
  });

  test("and a subnet without miners says that", async () => {
    fixture = new Fixture();
    await fixture.validator("Charlie", () => outcome({ answers: [], chosenUid: null }));
    const { choices } = await ask(await fixture.core());
    expect(choices![0]!.message.content).toMatch(/no miner that could be asked/);
  });
});

test("questions go on with the last known metagraph while the chain is away", async () => {
  fixture = new Fixture();
  await fixture.validator("Charlie", byUid(1));
  const core = await fixture.core();
  expect((await ask(core)).response.status).toBe(200);
  fixture.chain.down = true;
  fixture.chain.add();
  expect((await ask(core)).response.status).toBe(200);
});

test("a chain that hangs costs a question a second, not its answer", async () => {
  const env = virtual();
  fixture = new Fixture({ env });
  await fixture.validator("Charlie", byUid(1));
  const core = await fixture.core();
  expect((await ask(core)).response.status).toBe(200);
  fixture.chain.hung = true;
  fixture.chain.add();
  const answer = ask(core);
  await env.advanceAsync(1_000, settle);
  expect((await answer).response.status).toBe(200);
  // Closing waits for its last question to the chain, but not for ever.
  const closed = core.close();
  await env.advanceAsync(500, settle);
  await closed;
});

test("a chain that was never read is 503 with what to do", async () => {
  fixture = new Fixture();
  const core = await fixture.core();
  fixture.chain.down = true;
  const { response, error } = await ask(core);
  expect([response.status, error!.code]).toEqual([503, "chain_unavailable"]);
});

test("more questions than may wait are 429 and cost the others nothing", async () => {
  fixture = new Fixture();
  let go = () => {};
  const gate = new Promise<void>((resolve) => (go = resolve));
  await fixture.validator("Charlie", async () => {
    await gate;
    return outcome();
  });
  const core = await fixture.core({ questionsAtATime: 2 });
  const waiting = [ask(core), ask(core)];
  await settle();
  expect((await ask(core)).response.status).toBe(429);
  go();
  expect((await Promise.all(waiting)).map(({ response }) => response.status)).toEqual([200, 200]);
  expect((await ask(core)).response.status).toBe(200);
});

test("a network that loses a validator's answer is a timeout, not a hang", async () => {
  const env = virtual();
  fixture = new Fixture({
    env,
    neurons: [NEURONS[1]!],
    deliver: ({ to }) => (to === "10.0.9.9" ? "lost" : { delayMs: 1 }),
  });
  await fixture.validator("Charlie");
  const answer = ask(await fixture.core());
  await env.advanceAsync(13_000, settle);
  expect((await answer).response.status).toBe(504);
  expect(fixture.network).toBeInstanceOf(MemoryNetwork);
});
