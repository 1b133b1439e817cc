import { describe, expect, test } from "vitest";
import type { Plain } from "../src/replay/plain.ts";
import { replayScenario, type Scenario } from "../src/replay/replay.ts";

/** Two subnets beside root, and one step. */
function scenario(
  step: { op: string; args: Record<string, Plain>; result: string; state?: Record<string, Plain> },
  storage: Record<string, Plain> = {},
): Scenario {
  return {
    name: "hand-made",
    family: 0,
    seed: "1",
    setup: {
      storage: {
        block: "5",
        "NetworksAdded[0]": true,
        "NetworksAdded[1]": true,
        "NetworksAdded[2]": true,
        ...storage,
      },
    },
    steps: [{ block: 5, state: {}, ...step }],
  };
}
const replay = (...parts: Parameters<typeof scenario>) => replayScenario(scenario(...parts));

describe("replaying a scenario", () => {
  test("gives each subnet of the setup its own symbol, which no other subnet can take", () => {
    const symbol = "β";
    const args = { who: "root", symbol };
    expect(
      replay({ op: "update_symbol", args: { ...args, netuid: 1 }, result: "SymbolAlreadyInUse" }),
    ).toMatchObject({ equal: true });
    expect(
      replay({
        op: "update_symbol",
        args: { who: "root", netuid: 1, symbol: [206, 179] },
        result: "ok",
      }),
    ).toMatchObject({ equal: true });
  });
  test("takes a claim type's subnets with and without their name", () => {
    for (const kept of [{ KeepSubnets: [1, 2] }, { KeepSubnets: { subnets: [1, 2] } }])
      expect(
        replay({
          op: "set_root_claim_type",
          args: { who: 100, type: kept },
          result: "ok",
          state: {
            "RootClaimType[100]": kept,
            NumStakingColdkeys: "1",
            "StakingColdkeys[100]": "0",
            "StakingColdkeysByIndex[0]": 100,
          },
        }),
      ).toMatchObject({ equal: true });
  });
  test("stops at what it doesn't know or lacks: ops, items, arguments", () => {
    expect(() => replay({ op: "dance", args: { who: 1 }, result: "ok" })).toThrow("no call dance");
    expect(() => replay({ op: "start_call", args: { who: 1 }, result: "ok" })).toThrow(
      "start_call: the step has no argument netuid",
    );
    expect(() =>
      replay({ op: "poke", args: {}, result: "ok", state: { "Nothing[1]": 3 } }),
    ).toThrow("no storage item Nothing[1]");
  });
});
