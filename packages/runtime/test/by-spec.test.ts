import { describe, expect, test } from "vitest";
import { bySpec } from "../src/by-spec.ts";
import { LastRuntimeUpgrade } from "../src/pallets/system/storage.ts";
import { genesisState } from "./clients-fixture.ts";
import { MODES, runtimeOf } from "./surface-fixture.ts";

describe("a rule by spec version", () => {
  const rule = bySpec({ 425: "old", 430: "new" });

  test("holds from the version that brought it until the one that changed it", () => {
    expect(rule({ specVersion: 425 })).toBe("old");
    expect(rule({ specVersion: 429 })).toBe("old");
    expect(rule({ specVersion: 430 })).toBe("new");
    expect(rule({ specVersion: 431 })).toBe("new");
  });

  test("is an error before the first one, that names both", () => {
    expect(() => rule({ specVersion: 424 })).toThrow(/424.*425/);
  });
});

describe("the version that a chain stands at", () => {
  const runtime = runtimeOf(MODES.localnet);

  test("reaches the rules through the context", () => {
    expect(runtime.executive.context(genesisState(runtime)).specVersion).toBe(425);
  });

  test("is refused if it is newer than the program", () => {
    const state = genesisState(runtime);
    const ctx = runtime.executive.context(state);
    LastRuntimeUpgrade.set(ctx, { specVersion: 426, specName: "node-subtensor" });
    expect(() => runtime.executive.context(state)).toThrow(/426.*up to 425: run a newer one/);
  });
});
