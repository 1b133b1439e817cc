import { devKeypair, type Keypair, verify } from "@ganglion/crypto";
import { memoryStore } from "@ganglion/store";
import { Author } from "../src/author/author.ts";
import type { SealMode } from "../src/author/mode.ts";
import { Chain } from "../src/chain/chain.ts";
import { makeGenesis } from "../src/chain/genesis.ts";
import { VirtualEnv } from "../src/env.ts";
import { DEFAULT_POOL_LIMITS, type PoolLimits } from "../src/pool/limits.ts";
import { Pool } from "../src/pool/pool.ts";
import { rememberVerified } from "../src/pool/verified.ts";
import type { ShieldOpener } from "../src/shield/shield-keystore.ts";
import { FakeRuntime, SLOT_MS, SPEC } from "./fake-runtime.ts";

export const START_MS = 1_700_000_000_000;

/** Chain, pool and author on the fake runtime, in virtual time, without a server. */
export function shell(
  options: {
    readonly mode?: SealMode;
    readonly limits?: Partial<PoolLimits>;
    readonly seed?: number;
    readonly runtime?: FakeRuntime;
    readonly keys?: readonly Keypair[];
    readonly finalityLag?: number;
    readonly shield?: ShieldOpener;
  } = {},
) {
  const runtime = options.runtime ?? new FakeRuntime();
  const env = new VirtualEnv({ startMs: START_MS, seed: options.seed ?? 1 });
  const troubles: { what: string; details: Readonly<Record<string, unknown>> }[] = [];
  const chain = new Chain({
    store: memoryStore({ pruning: "archive" }),
    runtime,
    genesis: makeGenesis(runtime, SPEC),
    onListenerError: (error) => {
      throw error;
    },
    finalityLag: options.finalityLag ?? 0,
  });
  const pool = new Pool({
    chain,
    env,
    limits: { ...DEFAULT_POOL_LIMITS, ...options.limits },
    onCrash: (raw, error) => author.reportCrash({ while: "validating", raw, error }),
  });
  const author: Author = new Author({
    chain,
    pool,
    env,
    keys: options.keys ?? [devKeypair("One")],
    slotMs: SLOT_MS,
    mode: options.mode ?? { type: "manual" },
    shield: () => options.shield,
    onTrouble: (what, details) => troubles.push({ what, details }),
  });
  author.start();
  return { runtime, env, chain, pool, author, troubles };
}

/** A fake runtime that checks each signature once, as the node has it. */
export function rememberingRuntime(): { runtime: FakeRuntime; checks: () => number } {
  let checks = 0;
  const runtime = new FakeRuntime(
    rememberVerified((claim) => {
      checks++;
      return verify(claim);
    }),
  );
  return { runtime, checks: () => checks };
}
