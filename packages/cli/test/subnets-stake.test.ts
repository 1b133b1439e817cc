import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isolatedWallets, run } from "./command-line.ts";
import { runningChain } from "./running-chain.ts";

// One chain that these tests lead from an empty subnet to weights, in the order in which they stand.

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
const U16_MAX = 65_535;

let wallets: ReturnType<typeof isolatedWallets>;
let chain: Awaited<ReturnType<typeof runningChain>>;
beforeAll(async () => {
  wallets = isolatedWallets();
  chain = await runningChain();
  process.env["GANGLION_NETWORK"] = chain.url;
  await run("w", "create", "--name", "w1", "--hotkey", "h1", "--no-use-password");
  await run("w", "new-hotkey", "--name", "w1", "--hotkey", "h2");
  await run("faucet", "--name", "w1", "--amount", "1000");
});
afterAll(async () => {
  await chain.node.close();
  wallets.remove();
});

const w1 = ["--wallet.name", "w1", "--wallet.hotkey", "h1", "--json"];
const alice = ["--wallet.name", "//Alice", "--json"];
const stakeOf = async (name: string, netuid: number): Promise<bigint> => {
  const { stakes } = (await run("st", "list", "--name", name, "--json")).json();
  return stakes
    .filter((each: { netuid: number }) => each.netuid === netuid)
    .reduce((sum: bigint, each: { stake: string }) => sum + BigInt(each.stake), 0n);
};

describe("subnets", () => {
  test("creating one costs what burn-cost tells, and no less", async () => {
    const cost = (await run("s", "burn-cost", "--json")).json().cost;
    // Source: the reference's NetworkMinLockCost on a fresh chain.
    expect(cost).toBe("1000000000000");
    const poor = await run("subnets", "create", ...w1);
    expect(poor.code).toBe(1);
    expect(poor.json().error.code).toBe("NOT_ENOUGH_BALANCE");
    const made = await run("subnets", "create", "--subnet-name", "mine", ...alice);
    expect(made.code).toBe(0);
    expect(made.json()).toMatchObject({ netuid: 2, cost, owner: ALICE, hotkey: ALICE });
  });
  test("the list and the metagraph show it with its owner", async () => {
    const { subnets } = (await run("subnets", "list", "--json")).json();
    expect(subnets.map((each: { netuid: number }) => each.netuid)).toEqual([0, 1, 2]);
    expect(subnets[2]).toMatchObject({ name: "mine", ownerColdkey: ALICE });
    const shown = (await run("s", "show", "-n", "2", "--json")).json();
    expect(shown.neurons).toHaveLength(1);
    expect(shown.neurons[0]).toMatchObject({ uid: 0, hotkey: ALICE, coldkey: ALICE });
    expect((await run("subnet", "metagraph", "--netuid", "2")).out).toContain("Subnet 2: mine");
    expect((await run("s", "list")).out).toMatch(/2 +mine/);
  });
  test("an unknown subnet is refused by every command that takes one", async () => {
    const commands = [
      ["s", "show", "--json"],
      ["s", "price", "--json"],
      ["s", "hyperparameters", "--json"],
      ["s", "check-start", "--json"],
      ["s", "register", ...w1],
      ["s", "start", ...alice],
      ["st", "add", "--amount", "1", ...w1],
      ["st", "remove", "--amount", "1", ...w1],
      ["su", "set", "--param", "tempo", "--value", "20", ...alice],
      ["wt", "set", "--uids", "0", "--weights", "1", ...w1],
    ];
    for (const command of commands) {
      const refused = await run(...command, "--netuid", "77");
      expect([command.join(" "), refused.code, refused.json().error.code]).toEqual([
        command.join(" "),
        1,
        "NO_SUBNET",
      ]);
    }
    const nonsense = await run("s", "show", "--netuid", "seven", "--json");
    expect(nonsense.code).toBe(2);
    expect(nonsense.json().error.code).toBe("BAD_NETUID");
    const missing = await run("s", "show", "--json");
    expect(missing.json().error).toMatchObject({ code: "MISSING_OPTION" });
  });
  test("staking waits until the owner has started it, and only the owner can", async () => {
    const early = await run("st", "add", "-n", "2", "--amount", "1", ...alice);
    expect(early.code).toBe(1);
    expect(early.json().error.hint).toContain("subnets start");
    const foreign = await run("s", "start", "--netuid", "2", ...w1);
    expect(foreign.json().error).toMatchObject({ code: "NOT_OWNER" });
    expect((await run("s", "check-start", "-n", "2", "--json")).json().canStart).toBe(true);
    expect((await run("s", "start", "--netuid", "2", ...alice)).code).toBe(0);
    const twice = await run("s", "start", "--netuid", "2", ...alice);
    expect(twice.json().error.code).toBe("ALREADY_STARTED");
  });
  test("its symbol becomes another one, unless another subnet has it", async () => {
    const taken = await run("s", "set-symbol", "α", "-n", "2", ...alice);
    expect(taken.code).toBe(1);
    expect(taken.json().error.message).toContain("SymbolAlreadyInUse");
    expect((await run("s", "set-symbol", "γ", "-n", "2", ...alice)).code).toBe(0);
    expect((await run("s", "price", "-n", "2", "--json")).json().subnets[0].symbol).toBe("γ");
  });
});

describe("registration", () => {
  test("burns at most the price that was shown with its tolerance", async () => {
    const dry = (await run("s", "register", "-n", "2", ...w1, "--dry-run")).json();
    expect(BigInt(dry.limit)).toBe((BigInt(dry.cost) * 1005n) / 1000n);
    const free = BigInt((await run("w", "balance", ...w1)).json().balances[0].free);
    const done = await run("s", "register", "--netuid", "2", ...w1);
    expect(done.code).toBe(0);
    expect(done.json().uid).toBe(1);
    const left = BigInt((await run("w", "balance", ...w1)).json().balances[0].free);
    const burned = free - left - BigInt(done.json().fee);
    expect(burned).toBeGreaterThan(0n);
    expect(burned).toBeLessThanOrEqual(BigInt(done.json().limit));
  });
  test("a hotkey that is a neuron already is refused with its uid", async () => {
    const again = await run("s", "register", "--netuid", "2", ...w1);
    expect(again.code).toBe(1);
    expect(again.json().error.message).toContain("uid 1");
  });
  test("the overview shows the neuron under the hotkey's name", async () => {
    const { subnets, wallets } = (await run("w", "overview", ...w1)).json();
    expect(wallets).toMatchObject([{ name: "w1" }]);
    expect(subnets).toMatchObject([{ netuid: 2, neurons: [{ hotkey: "h1", uid: 1 }] }]);
    expect((await run("w", "overview", "--all")).out).toContain("h1");
  });
});

describe("stake", () => {
  test("adding shows price, slippage and limit, and buys what was expected", async () => {
    const done = await run("stake", "add", "--netuid", "2", "--amount", "1.5", ...w1);
    expect(done.code).toBe(0);
    const [operation] = done.json().operations;
    expect(operation).toMatchObject({ netuid: 2, amount: "1500000000" });
    expect(BigInt(operation.limitPrice)).toBe((BigInt(operation.price) * 1005n) / 1000n);
    expect(operation.priceImpact).toBeGreaterThan(0);
    expect(operation.received).toBe(operation.expected);
    expect(await stakeOf("w1", 2)).toBeGreaterThanOrEqual(BigInt(operation.received));
    expect(done.err).toMatch(/Price impact +0\.\d+ %/);
    expect(done.err).toMatch(/Receives +about [\d.]+ γ/);
  });
  test("what would move the price too far is refused beforehand, or passes when that is allowed", async () => {
    const args = ["st", "add", "-n", "2", "--amount", "100", ...w1];
    const refused = await run(...args);
    expect(refused.code).toBe(1);
    expect(refused.json().error.code).toBe("SLIPPAGE");
    const hint = /--tolerance ([\d.]+)/.exec(refused.json().error.hint)![1]!;
    const dry = await run(...args, "--dry-run");
    expect(dry.code).toBe(0);
    expect(dry.err).toContain("it would be refused");
    expect((await run(...args, "--tolerance", hint)).code).toBe(0);
    const part = (await run(...args, "--partial", "--tolerance", "0.01")).json().operations[0];
    expect(BigInt(part.received)).toBeLessThan(BigInt(part.expected));
    expect((await run(...args, "--no-safe-staking")).json().operations[0].limitPrice).toBeNull();
  });
  test("a tolerance is a share from 0 to 1", async () => {
    for (const text of ["5%", "1.5", "-0.1", "x"]) {
      const refused = await run("st", "add", "-n", "2", "--amount", "1", `--limit=${text}`, ...w1);
      expect(refused.code).toBe(2);
      expect(refused.json().error.code).toBe("BAD_TOLERANCE");
    }
  });
  test("below the chain's minimum it is refused with the reason", async () => {
    const refused = await run("st", "add", "-n", "2", "--amount", "0.0001", ...w1);
    expect(refused.code).toBe(1);
    expect(refused.json().error.message).toContain("AmountTooLow");
    expect(refused.json().error.hint).toContain("minimum");
  });
  test("more than the free balance is refused before it is sent", async () => {
    const refused = await run("st", "add", "-n", "2", "--amount", "5000", "--unsafe", ...w1);
    expect(refused.code).toBe(1);
    expect(refused.json().error.code).toBe("NOT_ENOUGH_BALANCE");
  });
  test("an address can be staked to as well as a name", async () => {
    const named = await run(
      "st",
      "add",
      "-n",
      "2",
      "--amount",
      "1",
      ...w1,
      "--include-hotkeys",
      ALICE,
    );
    expect(named.json().operations[0].hotkey).toBe(ALICE);
    const unknown = await run(
      "st",
      "add",
      "-n",
      "2",
      "--amount",
      "1",
      ...w1,
      "--include-hotkeys",
      "h9",
    );
    expect(unknown.code).toBe(2);
    expect(unknown.json().error.hint).toContain("h1, h2");
  });
  test("removing sells exactly the amount, and no more than there is", async () => {
    const before = await stakeOf("w1", 2);
    const done = await run("st", "remove", "-n", "2", "--amount", "0.5", ...w1);
    expect(done.code).toBe(0);
    const [operation] = done.json().operations;
    expect(operation.received).toBe(operation.expected);
    expect(BigInt(operation.limitPrice)).toBe((BigInt(operation.price) * 995n) / 1000n);
    const after = await stakeOf("w1", 2);
    // Emission of the block may have come on top.
    expect(after).toBeLessThan(before + 10_000_000_000n);
    const much = await run("st", "remove", "-n", "2", "--amount", "1000000", ...w1);
    expect(much.code).toBe(1);
    expect(much.json().error.code).toBe("NOT_ENOUGH_STAKE");
    const both = await run("st", "remove", "--all", "--amount", "1", ...w1);
    expect(both.json().error.code).toBe("BAD_OPTIONS");
  });
  test("stake moves to another hotkey within the subnet without a price", async () => {
    const moved = await run(
      "st",
      "move",
      "--origin-netuid",
      "2",
      "--to",
      ALICE,
      "--amount",
      "0.25",
      ...w1,
    );
    expect(moved.code).toBe(0);
    expect(moved.json()).toMatchObject({ destHotkey: ALICE, amount: "250000000", priceImpact: 0 });
    const nowhere = await run("st", "move", "--origin-netuid", "2", "--amount", "1", ...w1);
    expect(nowhere.json().error.code).toBe("SAME_PLACE");
  });
  test("stake goes to another coldkey", async () => {
    const before = await stakeOf("//Bob", 2);
    const given = await run(
      "st",
      "transfer",
      "--origin-netuid",
      "2",
      "--dest",
      BOB,
      "--amount",
      "0.25",
      ...w1,
    );
    expect(given.code).toBe(0);
    expect((await stakeOf("//Bob", 2)) - before).toBeGreaterThan(249_000_000n);
  });
  test("stake swaps to another subnet within a limit, or is refused with the reason", async () => {
    await run("s", "create", ...alice);
    const closed = await run(
      "st",
      "swap",
      "-o",
      "2",
      "--dest-netuid",
      "3",
      "--amount",
      "0.1",
      ...w1,
    );
    expect(closed.code).toBe(1);
    expect(closed.json().error.message).toContain("SubtokenDisabled");
    await run("s", "start", "-n", "3", ...alice);
    const done = await run(
      "st",
      "swap",
      "-o",
      "2",
      "--dest-netuid",
      "3",
      "--amount",
      "0.1",
      "--tolerance",
      "0.05",
      ...w1,
    );
    expect(done.code).toBe(0);
    expect(await stakeOf("w1", 3)).toBeGreaterThan(0n);
    const table = await run("st", "list", "--name", "w1");
    expect(table.out).toMatch(/3 .*τ/);
  });
  test("all of it comes out, everywhere or on one subnet", async () => {
    const one = await run("st", "remove", "--all", "-n", "3", "--tolerance", "0.5", ...w1);
    expect(one.code).toBe(0);
    expect(await stakeOf("w1", 3)).toBe(0n);
    const all = await run("st", "remove", "--all", "--unsafe", "--wallet.name", "w1", "--json");
    expect(all.code).toBe(0);
    expect(all.json().operations.length).toBeGreaterThan(1);
    expect(await stakeOf("w1", 2)).toBeLessThan(1_000_000_000n);
    const nothing = await run("st", "remove", "--all", "-n", "3", ...w1);
    expect(nothing.code).toBe(1);
    expect(nothing.json().error.code).toBe("NOTHING_STAKED");
  });
});

describe("hyperparameters", () => {
  test("a rule of the whole network is set by the sudo key alone", async () => {
    const args = ["sudo", "set", "--param", "admin_freeze_window", "--value", "0"];
    const refused = await run(...args, ...w1);
    expect(refused.code).toBe(1);
    expect(refused.json().error.code).toBe("NOT_ALLOWED");
    const done = await run(...args, ...alice);
    expect(done.json()).toMatchObject({ netuid: null, by: "sudo" });
  });
  test("the sudo key sets what the owner may not, the owner what it may", async () => {
    const kappa = await run(
      "su",
      "set",
      "-n",
      "2",
      "--param",
      "kappa",
      "--value",
      "30000",
      ...alice,
    );
    expect(kappa.json()).toMatchObject({ by: "sudo", param: "kappa" });
    const off = await run(
      "sudo",
      "set",
      "-n",
      "2",
      "--param",
      "commit_reveal_weights_enabled",
      "--value",
      "false",
      ...alice,
    );
    expect(off.json()).toMatchObject({ by: "owner" });
    const { hyperparameters, settableBy } = (await run("sudo", "get", "-n", "2", "--json")).json();
    expect(hyperparameters).toMatchObject({ kappa: 30000, commit_reveal_weights_enabled: false });
    expect(settableBy).toMatchObject({ kappa: "sudo", commit_reveal_weights_enabled: "owner" });
  });
  test("a stranger is refused before anything is sent", async () => {
    const refused = await run(
      "su",
      "set",
      "-n",
      "2",
      "--param",
      "min_burn",
      "--value",
      "0.1",
      ...w1,
    );
    expect(refused.code).toBe(1);
    expect(refused.json().error.code).toBe("NOT_ALLOWED");
    expect(refused.json().error.message).toContain(ALICE);
  });
  test("unknown names and values that do not fit are refused with what is wanted", async () => {
    const name = await run("su", "set", "-n", "2", "--param", "speed", "--value", "1", ...alice);
    expect(name.code).toBe(2);
    expect(name.json().error.hint).toContain("immunity_period");
    const values = [
      ["tempo", "65536"],
      ["tempo", "-1"],
      ["liquid_alpha_enabled", "maybe"],
      ["min_burn", "0.00000000001"],
      ["alpha_values", "1"],
      ["recycle_or_burn", "keep"],
      ["sn_owner_hotkey", "5Grw"],
      ["burn_increase_mult", "1,26"],
    ];
    for (const [param, value] of values) {
      const refused = await run(
        "su",
        "set",
        "-n",
        "2",
        "--param",
        param!,
        `--value=${value}`,
        ...alice,
      );
      expect([param, refused.code]).toEqual([param, 2]);
    }
  });
  test("what the chain refuses inside Sudo is told as a refusal", async () => {
    const refused = await run(
      "su",
      "set",
      "-n",
      "2",
      "--param",
      "tempo",
      "--value",
      "0",
      ...alice,
      "--dry-run",
    );
    expect(refused.code).toBe(0);
    const max = await run(
      "su",
      "set",
      "-n",
      "1",
      "--param",
      "max_validators",
      "--value",
      "60000",
      ...alice,
    );
    expect(max.code).toBe(1);
    expect(max.json().error.code).toBe("DISPATCH_REFUSED");
  });
  test("every name that can be set is a call that the chain has", async () => {
    const { HYPERPARAMETERS, NETWORK_PARAMETERS } = await import(
      "../src/commands/sudo/hyperparameters.ts"
    );
    const examples: Record<string, string> = {
      bool: "true",
      u16: "1",
      i16: "1",
      u64: "1",
      rao: "0.1",
      ratio: "1.5",
      account: ALICE,
      pair: "50000,60000",
      choice: "burn",
    };
    for (const [name, { kind }] of Object.entries({
      ...HYPERPARAMETERS,
      ...NETWORK_PARAMETERS,
    })) {
      const dry = await run(
        "su",
        "set",
        "-n",
        "2",
        "--param",
        name,
        "--value",
        examples[kind]!,
        ...alice,
        "--dry-run",
      );
      expect([name, dry.code]).toEqual([name, 0]);
    }
  });
});

describe("takes", () => {
  test("a take is shown, lowered, and kept within the chain's bounds", async () => {
    expect((await run("su", "get-take", ...w1)).json().takeU16).toBe(11_796);
    const lowered = await run("su", "set-take", "--take", "9", ...w1);
    expect(lowered.code).toBe(0);
    expect((await run("su", "get_take", ...w1)).json().takeU16).toBe(Math.floor(0.09 * U16_MAX));
    const high = await run("su", "set-take", "--take", "0.19", ...w1);
    expect(high.code).toBe(2);
    expect(high.json().error.code).toBe("TAKE_OUT_OF_RANGE");
    const same = await run("su", "set-take", "--take", "0.09", ...w1);
    expect(same.json().error.code).toBe("UNCHANGED");
    expect((await run("su", "set-take", "--take", "lots", ...w1)).json().error.code).toBe(
      "BAD_TAKE",
    );
  });
});

describe("weights", () => {
  test("too soon after the last ones are refused with the reason, later they are set in full scale", async () => {
    const args = ["wt", "set", "-n", "2", "--uids", "1,0", "--weights", "0.25,0.5", ...alice];
    const soon = await run(...args);
    expect(soon.code).toBe(1);
    expect(soon.json().error.message).toContain("RateLimitExceeded");
    expect(soon.json().error.hint).toContain("pause");
    await chain.mine(120);
    const set = await run(
      "wt",
      "set",
      "-n",
      "2",
      "--uids",
      "1,0",
      "--weights",
      "0.25,0.5",
      ...alice,
    );
    expect(set.json()).toMatchObject({ uids: [0, 1], weights: [U16_MAX, 32_768] });
  });
  test("are refused where they are nonsense", async () => {
    const cases = [
      ["0,1", "1"],
      ["0,0", "1,1"],
      ["0", "-1"],
      ["70000", "1"],
      ["0,1", "0,0"],
      ["x", "1"],
    ];
    for (const [uids, weights] of cases) {
      const refused = await run(
        "wt",
        "set",
        "-n",
        "2",
        `--uids=${uids}`,
        `--weights=${weights}`,
        ...alice,
      );
      expect([uids, weights, refused.code, refused.json().error.code]).toEqual([
        uids,
        weights,
        2,
        "BAD_WEIGHTS",
      ]);
    }
  });
  test("of a hotkey that is no neuron, or for a uid that is not there, are refused", async () => {
    const stranger = await run(
      "wt",
      "set",
      "-n",
      "2",
      "--uids",
      "0",
      "--weights",
      "1",
      "--wallet.name",
      "w1",
      "--wallet.hotkey",
      "h2",
      "--json",
    );
    expect(stranger.code).toBe(1);
    expect(stranger.json().error.code).toBe("NOT_REGISTERED");
    await chain.mine(120);
    const nobody = await run("wt", "set", "-n", "2", "--uids", "99", "--weights", "1", ...alice);
    expect(nobody.code).toBe(1);
    expect(nobody.json().error.message).toContain("UidVecContainInvalidOne");
  });
  test("are committed and revealed where the subnet wants it", async () => {
    const open = await run("wt", "commit", "-n", "2", "--uids", "0", "--weights", "1", ...alice);
    expect(open.json().error.code).toBe("NO_COMMIT_REVEAL");
    const shut = await run("wt", "set", "-n", "3", "--uids", "0", "--weights", "1", ...alice);
    expect(shut.json().error).toMatchObject({ code: "COMMIT_REVEAL" });
    const made = await run(
      "wt",
      "commit",
      "-n",
      "3",
      "--uids",
      "0",
      "--weights",
      "1",
      "--salt",
      "1,2,3,4",
      ...alice,
    );
    expect(made.code).toBe(0);
    const { reveal } = made.json();
    const args = reveal.split(" ").slice(1);
    const early = await run(...args, ...alice);
    expect(early.code).toBe(1);
    expect(early.json().error.message).toContain("CommitBlockNotInRevealRange");
    const tempo = (await run("s", "show", "-n", "3", "--json")).json().tempo;
    await chain.mine(tempo + 1);
    const forged = await run(
      ...args.map((each: string) => (each === "1,2,3,4" ? "1,2,3,5" : each)),
      ...alice,
    );
    expect(forged.json().error.message).toContain("CommitNotFound");
    expect((await run(...args, ...alice)).code).toBe(0);
  });
});
