import { platformNetEnv, statsSynapse } from "@ganglion/sdk";
import { afterEach, describe, expect, test } from "vitest";
import { Validators } from "../src/questions/validators.ts";
import { Fixture, get, NEURONS, post } from "./fixture.ts";
import { NETUID, ss58 } from "./memory-chain.ts";

let fixture: Fixture;
afterEach(() => fixture.end());

interface SubnetView {
  validators: object[];
  miners: { uid: number; status: string; backend: string | null }[];
  neurons: { uid: number; role: string; axon: string | null }[];
}

describe("a subnet", () => {
  test("is listed by name", async () => {
    fixture = new Fixture();
    const core = await fixture.core();
    expect(await (await core.fetch(get("/v1/subnets"))).json()).toEqual({
      object: "list",
      data: [
        {
          netuid: 2,
          name: "prompting",
          symbol: "β",
          price: 2,
          priceRao: "2000000000",
          title: "Text prompting",
          summary: "Questions answered by miners that compete for them.",
          neurons: 5,
        },
      ],
    });
  });

  test("shows validators with stake, and miners with names, incentive and emission as the chain has them", async () => {
    fixture = new Fixture();
    fixture.chain.silently({
      epoch: {
        incentive: [0, 0, 60_000, 5_535, 0],
        emission: [0n, 1n, 9_007_199_254_740_993n, 3n, 0n],
      },
    });
    const core = await fixture.core();
    const view = (await (await core.fetch(get("/v1/subnets/prompting"))).json()) as SubnetView;
    expect(view).toMatchObject({ netuid: 2, name: "prompting", symbol: "β", price: 2 });
    expect(view.validators).toEqual([
      { uid: 0, hotkey: ss58("Bob"), stake: "100", dividends: 0, axon: "10.0.0.1:8091" },
      { uid: 1, hotkey: ss58("Charlie"), stake: "900", dividends: 0, axon: "10.0.0.2:8091" },
    ]);
    expect(view.miners[0]).toEqual({
      uid: 2,
      hotkey: ss58("Dave"),
      name: "full",
      backend: null,
      incentive: 60_000,
      emission: "9007199254740993",
      axon: "10.0.0.3:8091",
      status: "unknown",
    });
    expect(view).toMatchObject({
      stats: { tempo: 20, block: 8, lastEpochBlock: 8, nextEpochBlock: 28, questions: 0 },
    });
  });

  test("tells of each miner how its last answer went, by hotkey", async () => {
    fixture = new Fixture();
    await fixture.validator("Charlie");
    const core = await fixture.core();
    const question = { model: "prompting", messages: [{ role: "user", content: "17 * 23?" }] };
    await core.fetch(post("/v1/chat/completions", question));
    const view = (await (await core.fetch(get("/v1/subnets/prompting"))).json()) as SubnetView;
    expect(view.miners.map(({ uid, status, backend }) => [uid, status, backend])).toEqual([
      [2, "ok", "builtin/2"],
      [3, "ok", "builtin/3"],
      [4, "timeout", "builtin/4"],
    ]);
    expect(view).toMatchObject({ stats: { questions: 1, answered: 1 } });
  });

  test("adds what its validator says of itself, and does without where none answers", async () => {
    fixture = new Fixture();
    const stats = async () =>
      (
        (await (await (await fixture.core()).fetch(get("/v1/subnets/prompting"))).json()) as {
          stats: object;
        }
      ).stats;
    expect(await stats()).not.toHaveProperty("window");
    const axon = await fixture.validator("Charlie");
    axon.attach(statsSynapse, () => ({ stats: { window: 12, tempo: "a lie" } }));
    expect(await stats()).toMatchObject({ window: 12, tempo: 20 });
  });

  test("may come while the gateway runs; one of an unknown name may not", async () => {
    fixture = new Fixture();
    const core = await fixture.core({ subnets: [] });
    expect((await core.fetch(get("/v1/subnets/prompting"))).status).toBe(404);
    await expect(core.serve({ name: "poetry", netuid: 2 })).rejects.toMatchObject({
      code: "UNKNOWN_SUBNET",
    });
    await core.serve({ name: "prompting", netuid: 2 });
    expect((await core.fetch(get("/v1/subnets/prompting"))).status).toBe(200);
    expect(await (await core.fetch(get("/v1/models"))).json()).toMatchObject({
      data: [{ id: "prompting", netuid: 2 }],
    });
  });

  test("has every neuron in its table, also those that serve nothing", async () => {
    fixture = new Fixture({ neurons: [...NEURONS, { name: "One" }] });
    const core = await fixture.core();
    const view = (await (await core.fetch(get("/v1/subnets/prompting"))).json()) as SubnetView;
    expect(view.neurons.map(({ role }) => role)).toEqual([
      "validator",
      "validator",
      "miner",
      "miner",
      "miner",
      "idle",
    ]);
    expect(view.neurons[5]!.axon).toBeNull();
  });

  test("has a miner with a permit among the miners once it is paid, and asks it last", async () => {
    // The strongest of all, and nobody told the gateway its name.
    const newcomer = { name: "One", permit: true, stake: 5_000n, ip: "10.0.0.6" };
    fixture = new Fixture({ neurons: [...NEURONS, newcomer] });
    const core = await fixture.core();
    fixture.chain.add({
      epoch: {
        incentive: [0, 0, 40_000, 0, 0, 25_535],
        emission: [0n, 0n, 8n, 0n, 0n, 5n],
      },
    });
    const view = (await (await core.fetch(get("/v1/subnets/prompting"))).json()) as SubnetView;
    expect(view.neurons.map(({ role }) => role)).toEqual([
      "validator",
      "validator",
      "miner",
      "miner",
      "miner",
      "miner",
    ]);
    const graph = await fixture.chain.chain.graph(NETUID);
    const order = new Validators(platformNetEnv).inOrder(graph, new Set([ss58("Dave")]));
    expect(order.map(({ uid }) => uid)).toEqual([1, 0, 5]);
  });

  test("that the gateway does not serve is 404, and one that the chain does not tell is 503", async () => {
    fixture = new Fixture();
    const core = await fixture.core();
    const unknown = await core.fetch(get("/v1/subnets/mesh"));
    expect([unknown.status, await unknown.json()]).toMatchObject([
      404,
      { error: { code: "subnet_not_found" } },
    ]);
    fixture.chain.down = true;
    const silent = await core.fetch(get("/v1/subnets/prompting"));
    expect([silent.status, await silent.json()]).toMatchObject([
      503,
      { error: { code: "chain_unavailable", type: "service_unavailable_error" } },
    ]);
    expect((await core.fetch(get("/v1/subnets"))).status).toBe(503);
  });

  test("is read from the chain once per block, however many look", async () => {
    fixture = new Fixture();
    const core = await fixture.core();
    await core.fetch(get("/v1/subnets/prompting"));
    const before = fixture.chain.asked.get("graph")!;
    await Promise.all(Array.from({ length: 20 }, () => core.fetch(get("/v1/subnets/prompting"))));
    expect(fixture.chain.asked.get("graph")! - before).toBeLessThanOrEqual(1);
  });

  test("of a kind that nobody can ask is refused at the start", async () => {
    fixture = new Fixture();
    const subnets = [{ name: "poetry", netuid: 2 }];
    await expect(fixture.core({ subnets })).rejects.toMatchObject({ code: "UNKNOWN_SUBNET" });
  });
});
