import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandsOf, Shell, type Terminal } from "./walk-through.ts";

// docs/guides/life-of-a-miner.md, done word for word. What a reader leaves at its default, ports and folders, is set by
// environment variables here, so that two of these can run on one machine; only `npm start` gets options behind it.

const ROOT = join(import.meta.dirname, "..");
const COMMANDS = commandsOf(readFileSync(join(ROOT, "docs/guides/life-of-a-miner.md"), "utf8"));
const PAID_WITHIN_MS = 600_000;
const TAO = 1_000_000_000n;

interface Ready {
  readonly rpc: string;
  readonly gateway: string;
}
interface NeuronSeen {
  readonly uid: number;
  readonly name: string | null;
  readonly role: string;
  readonly incentive: number;
  readonly emission: string;
}

let home: string;
let shell: Shell;
let network: Terminal;
let ready: Ready;
let miner: Terminal;
let uid: number;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "ganglion-newcomer-"));
  shell = new Shell(ROOT, {
    NO_COLOR: "1",
    GANGLION_WALLET_PATH: join(home, "wallets"),
    GANGLION_CONFIG: join(home, "no-config.json"),
  });
});
afterAll(async () => {
  await shell.close();
  rmSync(home, { recursive: true, force: true });
});

/** What a command printed. @throws Error with what it complained about */
async function done(command: string): Promise<string> {
  const { code, stdout, stderr } = await shell.run(command);
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${stderr}${stdout}`);
  return stdout;
}
// biome-ignore lint/suspicious/noExplicitAny: documents of many shapes, asserted field by field
const read = async (command: string): Promise<any> => JSON.parse(await done(`${command} --json`));
const free = async (): Promise<bigint> =>
  BigInt((await read("npx ganglion wallet balance --wallet.name newcomer")).balances[0].free);
const staked = async (): Promise<bigint> => {
  const { stakes } = await read("npx ganglion stake list --wallet.name newcomer");
  return BigInt(stakes.find((each: { netuid: number }) => each.netuid === 2)?.stake ?? 0);
};
const neurons = async (): Promise<readonly NeuronSeen[]> => {
  const answer = await fetch(`${ready.gateway}/subnets/prompting`);
  return ((await answer.json()) as { neurons: readonly NeuronSeen[] }).neurons;
};

/** True if somebody listens there. */
const answers = (url: string): Promise<boolean> =>
  fetch(url)
    .then((answer) => answer.text())
    .then(
      () => true,
      () => false,
    );

/** Waits until something holds. @throws Error if it never does */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PAID_WITHIN_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`in ten minutes it never came to be that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** What the page promises of each of its commands, in its order. */
const PROMISES: readonly {
  readonly of: string;
  readonly promise: string;
  readonly keep: (command: string) => Promise<void>;
}[] = [
  {
    of: "npm start",
    promise: "a network comes up",
    async keep(command) {
      const ports = ["rpc", "web", "metrics", "axon"].map((name) => `--${name}-port 0`);
      const own = `--json --subnets prompting --data '${join(home, "data")}' ${ports.join(" ")}`;
      network = await shell.start(`${command} -- ${own}`, /^\{"ready":true.*\}$/m);
      ready = JSON.parse(network.said) as Ready;
      shell.env["GANGLION_NETWORK"] = ready.rpc;
      shell.env["GANGLION_GATEWAY"] = ready.gateway;
    },
  },
  {
    of: "subnets list",
    promise: "subnet 2 is prompting",
    async keep(command) {
      expect(await done(command)).toMatch(/^ +2 +prompting /m);
    },
  },
  {
    of: "subnets show",
    promise: "the price of a place and a line for each neuron are shown",
    async keep(command) {
      const shown = await done(command);
      expect(shown).toMatch(/Registration τ\d/);
      expect(shown).toMatch(/Incentive +Dividends +Emission/);
      // The owner, three validators, three miners.
      expect(shown.match(/^ +\d+ .*…/gm)).toHaveLength(7);
    },
  },
  {
    of: "wallet create",
    promise: "a coldkey and a hotkey are made",
    async keep(command) {
      const made = await done(command);
      expect(made).toMatch(/coldkey newcomer +5\w{47}/);
      expect(made).toMatch(/hotkey +newcomer\/miner +5\w{47}/);
    },
  },
  {
    of: "faucet",
    promise: "a hundred TAO come",
    async keep(command) {
      expect(await done(command)).toContain("τ100 now");
    },
  },
  {
    of: "wallet balance",
    promise: "they are in the wallet",
    async keep(command) {
      expect(await done(command)).toMatch(/newcomer .*τ100 +τ0 +τ100/);
    },
  },
  {
    of: "subnets register",
    promise: "the hotkey gets a uid, and the price is burned",
    async keep(command) {
      const [, number] = /Registered as uid (\d+) of subnet 2/.exec(await done(command)) ?? [];
      uid = Number(number);
      expect((await neurons()).find((each) => each.uid === uid)).toMatchObject({ emission: "0" });
      expect(await free()).toBeLessThan(100n * TAO);
    },
  },
  {
    of: "stake add",
    promise: "TAO becomes the subnet's token",
    async keep(command) {
      const before = await free();
      await done(command);
      expect(await free()).toBeLessThan(before - 4n * TAO);
      expect(await staked()).toBeGreaterThan(0n);
    },
  },
  {
    of: "stake list",
    promise: "the stake is shown with its value",
    async keep(command) {
      expect(await done(command)).toMatch(/^ +2 +prompting .* β +τ[\d.]+ +τ[\d.]+ +yes/m);
    },
  },
  {
    of: "miner run",
    promise: "the miner serves, and its address is on the chain",
    async keep(command) {
      miner = await shell.start(command, /serves on [\d.]+:\d+/);
      const [address] = /[\d.]+:\d+/.exec(miner.said)!;
      const { neurons: seen } = await read("npx ganglion subnets show --netuid 2");
      expect(seen.find((each: { uid: number }) => each.uid === uid).axon).toBe(address);
    },
  },
  {
    of: "ask",
    promise: "the newcomer is among those that are asked",
    async keep(command) {
      expect(await done(command)).toMatch(/^42/);
      // A busy machine lets an answer come too late once in a while.
      await until("the newcomer answers in time", async () => {
        const { answers: given } = await read(command);
        const own = given.find((each: { uid: number }) => each.uid === uid);
        if (own?.status !== "ok") return false;
        expect(own.text.split("\n")[0]).toBe("42");
        return true;
      });
    },
  },
  {
    of: "wallet overview",
    promise: "after an epoch incentive and emission are above zero",
    async keep(command) {
      await until("an epoch has paid the newcomer", async () => {
        const own = (await neurons()).find((each) => each.uid === uid);
        return own !== undefined && own.emission !== "0";
      });
      expect(await done(command)).toMatch(/newcomer +miner /);
      const { subnets } = await read(command);
      const [own] = subnets[0].neurons;
      expect(own).toMatchObject({ hotkey: "miner", uid });
      expect(own.incentive).toBeGreaterThan(0);
      expect(BigInt(own.emission)).toBeGreaterThan(0n);
    },
  },
  {
    of: "subnets show",
    promise: "its rank is next to the best miner's, before weak and lazy",
    async keep(command) {
      expect(await done(command)).toMatch(new RegExp(`^ +${uid} +[\\d.]+ +0\\.\\d*[1-9]`, "m"));
      // The first epoch may have counted few of its answers.
      await until("the newcomer is next to the best", async () => {
        const rank = (await neurons())
          .filter(({ role }) => role === "miner")
          .sort((a, b) => b.incentive - a.incentive)
          .map((each) => (each.uid === uid ? "newcomer" : each.name));
        return rank.slice(0, 2).sort().join() === "full,newcomer";
      });
    },
  },
  {
    of: "stake list",
    promise: "what it was paid is stake",
    async keep(command) {
      const before = await staked();
      expect(await done(command)).toContain("prompting");
      // Five TAO bought less than two of the token; an epoch pays about four.
      expect(before).toBeGreaterThan(2n * TAO);
    },
  },
  {
    of: "stake remove",
    promise: "the token becomes TAO again",
    async keep(command) {
      const before = await free();
      await done(command);
      expect(await free()).toBeGreaterThan(before + TAO);
    },
  },
  {
    of: "wallet balance",
    promise: "the coldkey has it",
    async keep(command) {
      expect(await done(command)).toContain("newcomer");
    },
  },
];

describe("life-of-a-miner.md", () => {
  test("promises something of each command, and of no other", () => {
    expect(COMMANDS.map(({ text }) => text)).toEqual(
      PROMISES.map(({ of }) => expect.stringMatching(new RegExp(`^(npx ganglion )?${of}\\b`))),
    );
    expect(COMMANDS.filter(({ keepsRunning }) => keepsRunning).map(({ text }) => text)).toEqual([
      "npm start",
      expect.stringContaining("miner run"),
    ]);
  });

  for (const [i, { of, promise, keep }] of PROMISES.entries())
    test(`${of}: ${promise}`, { timeout: PAID_WITHIN_MS + 600_000 }, async () => {
      await keep(COMMANDS[i]!.text);
    });

  test("Ctrl-C ends the miner, then the network", { timeout: PAID_WITHIN_MS }, async () => {
    const [address] = /[\d.]+:\d+/.exec(miner.said)!;
    await miner.interrupt();
    // The shell ends before the program in it does.
    await until("the miner is silent", async () => !(await answers(`http://${address}`)));
    expect(await answers(ready.gateway)).toBe(true);
    await network.interrupt();
    await until("the gateway is silent", async () => !(await answers(ready.gateway)));
  });
});
