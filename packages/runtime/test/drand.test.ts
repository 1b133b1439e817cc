import {
  BadOrigin,
  Context,
  dispatchCall,
  type Host,
  NONE,
  Refusal,
  ROOT,
  type RuntimeCall,
  runtimeCallOf,
  State,
  signed,
} from "@ganglion/frame";
import { blake2_256 } from "@ganglion/hash";
import { concatBytes, hash, toHex, utf8Bytes } from "@ganglion/primitives";
import { encode, str, u64 } from "@ganglion/scale";
import { describe, expect, test } from "vitest";
import * as calls from "../src/pallets/drand/calls.ts";
import { writePulseCall } from "../src/pallets/drand/extrinsic.ts";
import { beaconStatus, roundAt } from "../src/pallets/drand/status.ts";
import {
  BeaconConfig,
  LastStoredRound,
  NextUnsignedAt,
  OldestStoredRound,
  Pulses,
} from "../src/pallets/drand/storage.ts";
import { DRAND } from "../src/pallets/drand/timelock.ts";
import {
  type BeaconConfiguration,
  type MultiSigner,
  type Pulse,
  QUICKNET,
} from "../src/pallets/drand/types.ts";
import { TimelockedWeightCommits } from "../src/pallets/subtensor/weights/storage.ts";
import { BlockHash, Number as BlockNumber } from "../src/pallets/system/storage.ts";
import { bareExtrinsic, Runtime } from "../src/runtime.ts";
import { account } from "./subnet-fixture.ts";

const KEY = new Uint8Array(32).fill(7);
const GOOD = 1;
const BAD = 2;
const NO_POINT = 3;
/** A pulse whose signature says by its first byte how it is. */
const pulse = (round: bigint, kind = GOOD): Pulse => ({
  round,
  randomness: new Uint8Array(32),
  signature: Uint8Array.of(kind, ...new Uint8Array(47)),
});
const HOST: Host = {
  // A signature holds if its first byte is the message's length in one byte.
  verify: ({ message, signature }) => signature[0] === message.length % 256,
  verifyPulse: ({ signature }) => (signature[0] === NO_POINT ? undefined : signature[0] === GOOD),
  openTimelock: (sealed, signature) => concatBytes(signature, sealed),
};
const runtime = new Runtime({
  chain: { fast: false, faucet: false },
  verify: HOST.verify,
  beacon: HOST,
});

function chain(block = 1000n): Context {
  return new Context({
    state: new State({ get: () => undefined, keys: () => [] }),
    chain: { fast: false, faucet: false },
    specVersion: 425,
    block,
    dispatcher: (ctx, origin, call) => dispatchCall(ctx as Context, origin, call),
    host: HOST,
  });
}
const payloadOf = (pulses: readonly Pulse[], blockNumber = 0) => ({
  blockNumber,
  pulses,
  public: { type: "Sr25519", value: KEY } as MultiSigner,
});
const write = (...pulses: readonly Pulse[]): RuntimeCall =>
  runtimeCallOf(calls.writePulse, { pulsesPayload: payloadOf(pulses), signature: undefined });
const events = (ctx: Context) =>
  ctx.events.map(({ event: { event, data } }) => ({ name: event.name, data }));
function refused(ctx: Context, call: RuntimeCall, origin = NONE): string | undefined {
  const result = dispatchCall(ctx, origin, call);
  return result.ok ? undefined : result.refusal.label;
}

describe("write_pulse", () => {
  test("stores a pulse, the newest and the oldest round, and tells it", () => {
    const ctx = chain();
    expect(refused(ctx, write(pulse(1000n)))).toBeUndefined();
    expect(Pulses.get(ctx, 1000n)).toEqual(pulse(1000n));
    expect(LastStoredRound.get(ctx)).toBe(1000n);
    expect(OldestStoredRound.get(ctx)).toBe(1000n);
    expect(NextUnsignedAt.get(ctx)).toBe(1000);
    expect(events(ctx)).toEqual([{ name: "NewPulse", data: { rounds: [1000n] } }]);
  });
  test("stores several in rising order, with gaps; the oldest stays the first", () => {
    const ctx = chain();
    expect(refused(ctx, write(pulse(5n), pulse(9n)))).toBeUndefined();
    expect(refused(ctx, write(pulse(10n)))).toBeUndefined();
    expect([OldestStoredRound.get(ctx), LastStoredRound.get(ctx)]).toEqual([5n, 10n]);
    expect(Pulses.get(ctx, 6n)).toBeUndefined();
  });
  test.each([[[9n, 9n]], [[9n, 5n]]])("refuses rounds that don't rise: %s", (rounds) => {
    const ctx = chain();
    expect(refused(ctx, write(...rounds.map((round) => pulse(round))))).toBe("InvalidRoundNumber");
    expect(Pulses.get(ctx, 9n)).toBeUndefined();
    expect(LastStoredRound.get(ctx)).toBe(0n);
  });
  test("refuses all if one signature is no point", () => {
    const ctx = chain();
    expect(refused(ctx, write(pulse(5n), pulse(6n, NO_POINT)))).toBe("PulseVerificationError");
    expect(Pulses.get(ctx, 5n)).toBeUndefined();
  });
  test("passes over a pulse whose signature doesn't hold, whatever its round, without a word", () => {
    const ctx = chain();
    LastStoredRound.set(ctx, 7n);
    expect(refused(ctx, write(pulse(3n, BAD), pulse(8n, BAD)))).toBeUndefined();
    expect(Pulses.get(ctx, 8n)).toBeUndefined();
    expect(LastStoredRound.get(ctx)).toBe(7n);
    expect(NextUnsignedAt.get(ctx)).toBe(1000);
    expect(events(ctx)).toEqual([]);
  });
  test("of no pulses does nothing but note the block", () => {
    const ctx = chain();
    expect(refused(ctx, write())).toBeUndefined();
    expect(OldestStoredRound.get(ctx)).toBe(0n);
    expect(NextUnsignedAt.get(ctx)).toBe(1000);
  });
  test("is nobody's call, not even root's", () => {
    const ctx = chain();
    expect(refused(ctx, write(pulse(1n)), signed(account(1)))).toBe(BadOrigin.label);
    expect(refused(ctx, write(pulse(1n)), ROOT)).toBe(BadOrigin.label);
  });
});

describe("pulses of more than a week", () => {
  // 216,000 rounds are kept. Source: pallets/drand/src/tests.rs, test_pulses_are_correctly_pruned
  test("are forgotten one by one as new ones come", () => {
    const ctx = chain();
    OldestStoredRound.set(ctx, 1n);
    LastStoredRound.set(ctx, 216_001n);
    for (const round of [1n, 2n, 3n]) Pulses.set(ctx, round, pulse(round));
    expect(refused(ctx, write(pulse(216_002n)))).toBeUndefined();
    expect([1n, 2n, 3n].map((round) => Pulses.has(ctx, round))).toEqual([false, false, true]);
    expect(OldestStoredRound.get(ctx)).toBe(3n);
  });
  // Source: the same, test_prune_maximum_of_100_pulses_per_call
  test("are forgotten a hundred at a time", () => {
    const ctx = chain();
    OldestStoredRound.set(ctx, 1n);
    Pulses.set(ctx, 100n, pulse(100n));
    Pulses.set(ctx, 101n, pulse(101n));
    expect(refused(ctx, write(pulse(216_251n)))).toBeUndefined();
    expect(OldestStoredRound.get(ctx)).toBe(101n);
    expect([Pulses.has(ctx, 100n), Pulses.has(ctx, 101n)]).toEqual([false, true]);
  });
});

describe("the beacon", () => {
  const other: BeaconConfiguration = { ...QUICKNET, period: 30 };
  const set = (config = other): RuntimeCall =>
    runtimeCallOf(calls.setBeaconConfig, {
      configPayload: { blockNumber: 0, config, public: { type: "Sr25519", value: KEY } },
      signature: undefined,
    });
  test("is quicknet unless root sets another", () => {
    const ctx = chain();
    expect(BeaconConfig.get(ctx)).toEqual(QUICKNET);
    expect(refused(ctx, set(), signed(account(1)))).toBe(BadOrigin.label);
    expect(refused(ctx, set())).toBe(BadOrigin.label);
    expect(refused(ctx, set(), ROOT)).toBeUndefined();
    expect(BeaconConfig.get(ctx)).toEqual(other);
    expect(NextUnsignedAt.get(ctx)).toBe(1001);
    expect(events(ctx)).toEqual([{ name: "BeaconConfigChanged", data: {} }]);
  });
  test("root says from where on pulses are forgotten", () => {
    const ctx = chain();
    const call = runtimeCallOf(calls.setOldestStoredRound, { oldestRound: 77n });
    expect(refused(ctx, call)).toBe(BadOrigin.label);
    expect(refused(ctx, call, ROOT)).toBeUndefined();
    expect(OldestStoredRound.get(ctx)).toBe(77n);
    expect(events(ctx)).toEqual([{ name: "SetOldestStoredRound", data: { round: 77n } }]);
  });
  test("has round 1 at its first moment, and a next one every period", () => {
    // Round 1000 of quicknet: 999 periods of 3 s after 1692803367.
    expect(roundAt(QUICKNET, 1_692_806_364_000)).toBe(1000n);
    expect(roundAt(QUICKNET, 1_692_806_363_999)).toBe(999n);
    expect(roundAt(QUICKNET, 1_692_803_367_000)).toBe(1n);
    expect(roundAt(QUICKNET, 1_692_803_366_999)).toBe(0n);
    expect(roundAt({ ...QUICKNET, period: 0 }, 1_692_806_364_000)).toBe(0n);
  });
  test("is told which rounds are waited for: those to come, each once", () => {
    const ctx = chain();
    LastStoredRound.set(ctx, 10n);
    const commit = (round: bigint) => [account(1), 5n, Uint8Array.of(1), round] as const;
    TimelockedWeightCommits.set(ctx, 1 as never, 4n, [commit(30n), commit(10n), commit(20n)]);
    TimelockedWeightCommits.set(ctx, 2 as never, 9n, [commit(20n)]);
    const { awaited, lastStoredRound } = beaconStatus(ctx);
    expect([awaited, lastStoredRound]).toEqual([[20n, 30n], 10n]);
  });
  test("opens timelocks with a signature as stored, with or without the letters 0x before it", () => {
    const ctx = chain();
    const signature = new Uint8Array(48).fill(9);
    const commit = utf8Bytes("c");
    const prefixed = concatBytes(utf8Bytes("0x"), signature);
    expect(DRAND.open(ctx, commit, signature)).toEqual(concatBytes(signature, commit));
    expect(DRAND.open(ctx, commit, prefixed)).toEqual(concatBytes(signature, commit));
  });
});

describe("what nobody signed", () => {
  /** A chain at block 1000, and what its pool says of an extrinsic for block 1001. */
  function head(change?: (ctx: Context) => void): State {
    const ctx = chain();
    BlockNumber.set(ctx, 1000);
    change?.(ctx);
    return ctx.state;
  }
  const asked = { source: "External", parentHash: hash(`0x${"11".repeat(32)}`) } as const;
  const verdict = (state: State, call: RuntimeCall) => {
    const answer = runtime.validateTransaction(state, bareExtrinsic(call), asked);
    return answer.ok ? "valid" : answer.error.value.type;
  };
  const sign = (message: Uint8Array) => Uint8Array.of(message.length % 256, ...new Uint8Array(63));
  const sent = (round: bigint, blockNumber = 1000) =>
    writePulseCall({ pulse: pulse(round), blockNumber, publicKey: KEY, sign });

  test("a pulse in a signed payload is taken: low rounds first, for three blocks, not passed on", () => {
    const round = 30_000_000n;
    const content = concatBytes(utf8Bytes("drand"), encode(u64, round));
    expect(runtime.validateTransaction(head(), bareExtrinsic(sent(round)), asked)).toEqual({
      ok: true,
      // 2^20 + 2^64 - 1 - round, at most 2^64 - 1.
      priority: 18_446_744_073_680_600_191n,
      requires: [],
      provides: [toHex(concatBytes(encode(str, "DrandOffchainWorker"), blake2_256(content)))],
      longevity: 3,
      propagate: false,
    });
  });
  test("rounds before 2^20 all have the highest priority", () => {
    const answer = runtime.validateTransaction(head(), bareExtrinsic(sent(1000n)), asked);
    expect(answer).toMatchObject({ ok: true, priority: (1n << 64n) - 1n });
  });
  test("a pulse of a round that is stored already is stale", () => {
    const state = head((ctx) => LastStoredRound.set(ctx, 7n));
    expect([verdict(state, sent(7n)), verdict(state, sent(8n))]).toEqual(["Stale", "valid"]);
  });
  test("a pulse from the block that is being built is taken, one from a later block is of the future", () => {
    expect([verdict(head(), sent(7n, 1001)), verdict(head(), sent(7n, 1002))]).toEqual([
      "valid",
      "Future",
    ]);
  });
  test("nothing is taken in the block in which root changed the beacon", () => {
    const state = head((ctx) => NextUnsignedAt.set(ctx, 1002));
    expect(verdict(state, sent(7n))).toBe("Stale");
    expect(
      verdict(
        head((ctx) => NextUnsignedAt.set(ctx, 1001)),
        sent(7n),
      ),
    ).toBe("valid");
  });
  test("one pulse at a time: none and two are no call", () => {
    for (const pulses of [[], [pulse(1n), pulse(2n)]]) {
      const payload = payloadOf(pulses, 1000);
      const length = encode(calls.writePulse.args.pulsesPayload, payload).length;
      const signature = {
        type: "Sr25519",
        value: Uint8Array.of(length % 256, ...new Uint8Array(63)),
      } as const;
      const call = runtimeCallOf(calls.writePulse, { pulsesPayload: payload, signature });
      expect(verdict(head(), call)).toBe("Call");
    }
  });
  test("a payload without signature, with a wrong one, or of another kind of key is refused", () => {
    const good = sent(7n);
    const { pulsesPayload, signature } = good.args;
    const of = (args: object): RuntimeCall => ({ ...good, args: { ...good.args, ...args } });
    expect(verdict(head(), of({ signature: undefined }))).toBe("BadSigner");
    const wrong = { type: "Sr25519", value: new Uint8Array(64) };
    expect(verdict(head(), of({ signature: wrong }))).toBe("BadProof");
    expect(verdict(head(), of({ signature: { ...signature, type: "Ed25519" } }))).toBe("BadProof");
    const ed25519 = { ...pulsesPayload, public: { type: "Ed25519", value: KEY } };
    expect(verdict(head(), of({ pulsesPayload: ed25519 }))).toBe("BadProof");
  });
  test("calls that are not meant to be unsigned are not taken", () => {
    const oldest = runtimeCallOf(calls.setOldestStoredRound, { oldestRound: 1n });
    expect(verdict(head(), oldest)).toBe("Call");
  });
  test("is asked again in the block, and fails there without being invalid", () => {
    const state = head((ctx) => BlockHash.set(ctx, 1000, asked.parentHash));
    const ctx = runtime.executive.context(state);
    ctx.block = 1001n;
    const apply = (call: RuntimeCall) => runtime.executive.apply(ctx, bareExtrinsic(call));
    expect(apply(sent(7n))).toMatchObject({ ok: true, dispatched: { ok: true } });
    expect(apply(sent(7n))).toMatchObject({ ok: false, error: { value: { type: "Stale" } } });
    const broken = writePulseCall({
      pulse: pulse(8n, NO_POINT),
      blockNumber: 1000,
      publicKey: KEY,
      sign,
    });
    const applied = apply(broken);
    expect(applied.ok && !applied.dispatched.ok && applied.dispatched.refusal).toBeInstanceOf(
      Refusal,
    );
    expect(LastStoredRound.get(ctx)).toBe(7n);
  });
  test("a beacon that anybody sets gets into a block and is refused there, as in the reference", () => {
    const payload = {
      blockNumber: 1000,
      config: QUICKNET,
      public: { type: "Sr25519", value: KEY },
    } as const;
    const length = encode(calls.setBeaconConfig.args.configPayload, payload).length;
    const value = Uint8Array.of(length % 256, ...new Uint8Array(63));
    const call = runtimeCallOf(calls.setBeaconConfig, {
      configPayload: payload,
      signature: { type: "Sr25519", value },
    });
    const state = head();
    expect(runtime.validateTransaction(state, bareExtrinsic(call), asked)).toMatchObject({
      ok: true,
      priority: 1n << 20n,
      longevity: 1,
      propagate: true,
    });
    const ctx = runtime.executive.context(state);
    ctx.block = 1001n;
    expect(runtime.executive.apply(ctx, bareExtrinsic(call))).toMatchObject({
      ok: true,
      dispatched: { ok: false, refusal: BadOrigin },
    });
  });
  test("a signature of more than 144 bytes is no call of this runtime", () => {
    const good = sent(7n);
    const long = { ...pulse(7n), signature: new Uint8Array(145) };
    const args = { ...good.args, pulsesPayload: payloadOf([long]) };
    expect(verdict(head(), { ...good, args })).toBe("Call");
  });
});
