import { VirtualEnv } from "@ganglion/node";
import { afterEach, describe, expect, test } from "vitest";
import type { GatewayCore } from "../src/gateway.ts";
import { Fixture, get, until } from "./fixture.ts";

let fixture: Fixture;
afterEach(() => fixture.end());

interface ChainView {
  genesis: string;
  rpc: string | null;
  head: { number: number } | null;
  connected: boolean;
  silentMs: number | null;
  blocks: { number: number; extrinsics: number | null; events: [string, number][] | null }[];
}
const view = async (core: GatewayCore) =>
  (await (await core.fetch(get("/v1/chain"))).json()) as ChainView;
const numbers = async (core: GatewayCore) => (await view(core)).blocks.map(({ number }) => number);

/** Numbers of the blocks that a stream of events brings, as they come. */
function listen(response: Response) {
  const heard: number[] = [];
  let text = "";
  const state = { heard, ended: false, raw: () => text };
  void (async () => {
    const decoder = new TextDecoder();
    const reader = response.body!.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      text += decoder.decode(next.value);
      heard.length = 0;
      for (const [, data] of text.matchAll(/^event: block\ndata: (.*)\n\n/gm))
        heard.push((JSON.parse(data!) as { number: number }).number);
    }
    state.ended = true;
  })().catch(() => (state.ended = true));
  return state;
}

describe("live blocks", () => {
  test("begin with the last dozen and go on, the newest first", async () => {
    fixture = new Fixture();
    for (let i = 0; i < 13; i++) fixture.chain.silently();
    const core = await fixture.core({ rpcUrl: "ws://127.0.0.1:9944" });
    await until(async () => (await numbers(core)).length === 13);
    expect((await numbers(core)).at(-1)).toBe(8);
    fixture.chain.add({ weights: { 1: [[2, 1]] } });
    await until(async () => (await numbers(core))[0] === 21);
    const { blocks, head, rpc, connected, genesis } = await view(core);
    expect(blocks[0]).toMatchObject({
      number: 21,
      extrinsics: 2,
      signed: 1,
      events: [["SubtensorModule.WeightsSet", 1]],
    });
    expect({ head: head!.number, rpc, connected }).toEqual({
      head: 21,
      rpc: "ws://127.0.0.1:9944",
      connected: true,
    });
    expect(genesis).toBe(fixture.chain.genesisHash);
  });

  test("come as events, those that were left out between two announcements too", async () => {
    fixture = new Fixture();
    const core = await fixture.core();
    await until(async () => (await numbers(core))[0] === 7);
    const events = listen(await core.fetch(get("/v1/chain/events")));
    await until(() => events.heard.length === 1);
    fixture.chain.silently();
    fixture.chain.silently();
    fixture.chain.add();
    await until(() => events.heard.length === 4);
    expect(events.heard).toEqual([7, 8, 9, 10]);
    core.endStreams();
    await until(() => events.ended);
  });

  test("whose content can't be read still come, without it", async () => {
    fixture = new Fixture();
    const core = await fixture.core();
    await until(async () => (await numbers(core))[0] === 7);
    fixture.chain.add({ pruned: true });
    await until(async () => (await numbers(core))[0] === 8);
    expect((await view(core)).blocks[0]).toMatchObject({
      number: 8,
      extrinsics: null,
      signed: null,
      events: null,
    });
  });

  test("that a restarting node swallowed are asked for once more", async () => {
    const env = new VirtualEnv({ startMs: 0, seed: 1 });
    fixture = new Fixture({ env });
    const core = await fixture.core();
    await until(async () => (await numbers(core))[0] === 7);
    fixture.chain.hung = true;
    fixture.chain.add();
    fixture.chain.hung = false;
    await env.advanceAsync(5_000, () => new Promise((resolve) => setImmediate(resolve)));
    await until(async () => (await numbers(core))[0] === 8);
    expect((await view(core)).blocks[0]).toMatchObject({ number: 8, extrinsics: 1 });
  });

  test("are followed again after a cut, and meanwhile the page is told so", async () => {
    const env = new VirtualEnv({ startMs: 0, seed: 1 });
    fixture = new Fixture({ env });
    const core = await fixture.core();
    await until(async () => (await view(core)).connected);
    fixture.chain.cutOff();
    expect((await view(core)).connected).toBe(false);
    expect((await core.fetch(get("/health"))).status).toBe(503);
    fixture.chain.silently();
    env.advance(1_000);
    await until(async () => (await numbers(core))[0] === 8);
    expect((await view(core)).connected).toBe(true);
    expect(fixture.log.filter((line) => line.includes("can't be followed"))).toHaveLength(1);
  });

  test("of a chain that began anew take the place of the old ones", async () => {
    fixture = new Fixture();
    const core = await fixture.core();
    await until(async () => (await numbers(core))[0] === 7);
    fixture.chain.rewind(2);
    fixture.chain.add();
    await until(async () => (await numbers(core))[0] === 3);
    expect(await numbers(core)).toEqual([3, 2, 1, 0]);
  });

  test("are sent with a sign of life in between, and a listener that reads nothing is let go", async () => {
    const env = new VirtualEnv({ startMs: 0, seed: 1 });
    fixture = new Fixture({ env });
    const core = await fixture.core();
    await until(async () => (await numbers(core))[0] === 7);
    const events = listen(await core.fetch(get("/v1/chain/events")));
    await core.fetch(get("/v1/chain/events"));
    await env.advanceAsync(16_000, () => new Promise((resolve) => setImmediate(resolve)));
    await until(() => events.raw().includes(": still here"));
    for (let i = 0; i < 250; i++) {
      fixture.chain.add();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => events.heard.at(-1) === 257);
    expect(events.ended).toBe(false);
  });

  test("are for a hundred listeners; one that leaves makes room", async () => {
    fixture = new Fixture();
    const core = await fixture.core();
    const open = () => core.fetch(get("/v1/chain/events"));
    const all = await Promise.all(Array.from({ length: 100 }, open));
    expect((await open()).status).toBe(503);
    await all[0]!.body!.cancel();
    expect((await open()).status).toBe(200);
  });
});

describe("health", () => {
  test("is good while blocks come, and bad after a minute of silence", async () => {
    const env = new VirtualEnv({ startMs: 0, seed: 1 });
    fixture = new Fixture({ env });
    const core = await fixture.core();
    await until(async () => (await view(core)).connected);
    const health = async () => {
      const response = await core.fetch(get("/health"));
      return [response.status, await response.json()] as const;
    };
    expect(await health()).toEqual([
      200,
      {
        ok: true,
        chain: { connected: true, best: 7, silentMs: 0 },
        questions: { open: 0, kept: 0 },
      },
    ]);
    env.advance(60_000);
    expect(await health()).toMatchObject([503, { ok: false, chain: { silentMs: 60_000 } }]);
  });
});
