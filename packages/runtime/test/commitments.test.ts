import {
  BadOrigin,
  Context,
  dispatchCall,
  type Host,
  ROOT,
  type RuntimeCall,
  runtimeCallOf,
  signed,
} from "@ganglion/frame";
import { fromHex, mechId, netUid, toHex, utf8Bytes } from "@ganglion/primitives";
import { type DecodeError, decode, encode } from "@ganglion/scale";
import { beforeEach, describe, expect, test } from "vitest";
import { getSelectiveMetagraph } from "../src/apis/selective-metagraph.ts";
import * as calls from "../src/pallets/commitments/calls.ts";
import { revealTimelockedCommitments } from "../src/pallets/commitments/reveal.ts";
import {
  CommitmentOf,
  LastBondsReset,
  LastCommitment,
  MaxSpace,
  RevealedCommitments,
  TimelockedIndex,
  UsedSpaceOf,
} from "../src/pallets/commitments/storage.ts";
import {
  type CommitmentData,
  commitmentData,
  commitmentInfo,
  registration,
} from "../src/pallets/commitments/types.ts";
import { beaconStatus } from "../src/pallets/drand/status.ts";
import { Pulses } from "../src/pallets/drand/storage.ts";
import { getMechanismStorageIndex } from "../src/pallets/subtensor/epoch/mechanisms.ts";
import {
  Bonds,
  BondsResetOn,
  MechanismCountCurrent,
  SubnetEpochIndex,
} from "../src/pallets/subtensor/epoch/storage.ts";
import { doDissolveNetwork } from "../src/pallets/subtensor/subnets/dissolve.ts";
import { account, addNeuron, addSubnet, emptyChain, eventNames } from "./subnet-fixture.ts";

const NETUID = netUid(1);
const WHO = account(20);
/** A timelock opens to what it says, unless it begins with 255. */
const HOST: Host = {
  verify: () => false,
  verifyPulse: () => undefined,
  openTimelock: (sealed, signature) =>
    sealed[0] === 255 || signature[0] !== 1 ? undefined : sealed.slice(),
};

let ctx: Context;
beforeEach(() => {
  const { state, chain, specVersion } = emptyChain(1000n);
  ctx = new Context({
    state,
    chain,
    specVersion,
    block: 1000n,
    dispatcher: (at, origin, call) => dispatchCall(at as Context, origin, call),
    host: HOST,
  });
  addSubnet(ctx, 1);
  addNeuron(ctx, NETUID, 20);
  addNeuron(ctx, NETUID, 21);
  ctx.events.length = 0;
});

const raw = (text: string): CommitmentData => ({
  type: `Raw${text.length}`,
  value: utf8Bytes(text),
});
const big = (length: number): CommitmentData => ({ type: "BigRaw", value: new Uint8Array(length) });
const locked = (text: string, revealRound: bigint): CommitmentData => ({
  type: "TimelockEncrypted",
  value: { encrypted: utf8Bytes(text), revealRound },
});
const publish = (...fields: readonly CommitmentData[]): RuntimeCall =>
  runtimeCallOf(calls.setCommitment, { netuid: NETUID, info: { fields } });
function sent(call: RuntimeCall, origin = signed(WHO)): string {
  const result = dispatchCall(ctx, origin, call);
  return result.ok ? "ok" : result.refusal.label;
}
const pulse = (round: bigint, good = true) =>
  Pulses.set(ctx, round, {
    round,
    randomness: new Uint8Array(32),
    signature: Uint8Array.of(good ? 1 : 0, ...new Uint8Array(47)),
  });
const fieldsOf = (who = WHO) => CommitmentOf.get(ctx, NETUID, who)?.info.fields;
const revealed = (who = WHO) =>
  (RevealedCommitments.get(ctx, NETUID, who) ?? []).map(([bytes, block]) => [
    new TextDecoder().decode(bytes),
    block,
  ]);

describe("the codec of what is published", () => {
  // Index 0 is nothing, 1 to 129 raw bytes of index - 1, then hashes, timelock, flag, big raw.
  test.each<[string, CommitmentData]>([
    ["0x00", { type: "None" }],
    ["0x01", raw("")],
    ["0x046d6574", raw("met")],
    [`0x81${"61".repeat(128)}`, raw("a".repeat(128))],
    [`0x82${"22".repeat(32)}`, { type: "BlakeTwo256", value: new Uint8Array(32).fill(0x22) }],
    [`0x85${"33".repeat(32)}`, { type: "ShaThree256", value: new Uint8Array(32).fill(0x33) }],
    ["0x860863740a00000000000000", locked("ct", 10n)],
    ["0x87", { type: "ResetBondsFlag" }],
    ["0x880c010203", { type: "BigRaw", value: Uint8Array.of(1, 2, 3) }],
  ])("%s", (hex, data) => {
    expect(toHex(encode(commitmentData, data))).toBe(hex);
    expect(decode(commitmentData, fromHex(hex))).toEqual(data);
  });
  test.each<[string, Uint8Array]>([
    ["of an unknown index", Uint8Array.of(137)],
    ["cut off", Uint8Array.of(5, 1, 2)],
    ["of a big blob beyond 512 bytes", encode(commitmentData, big(513))],
    ["of a timelock beyond 1024 bytes", encode(commitmentData, locked("x".repeat(1025), 1n))],
  ])("refuses data %s", (_what, bytes) => {
    expect(() => decode(commitmentData, bytes)).toThrow(
      expect.objectContaining({ name: "DecodeError" }) as DecodeError,
    );
  });
  test("refuses more than three fields", () => {
    const of = (count: number) =>
      encode(commitmentInfo, { fields: Array.from({ length: count }, () => raw("a")) });
    expect(decode(commitmentInfo, of(3)).fields).toHaveLength(3);
    expect(() => decode(commitmentInfo, of(4))).toThrow("at most 3 fields");
  });
});

describe("set_commitment", () => {
  test("stores what a neuron says, with the block, for nothing", () => {
    expect(calls.setCommitment.pays).toBe("No");
    expect(sent(publish(raw("hello")))).toBe("ok");
    expect(CommitmentOf.get(ctx, NETUID, WHO)).toEqual({
      deposit: 0n,
      block: 1000,
      info: { fields: [raw("hello")] },
    });
    expect(LastCommitment.get(ctx, NETUID, WHO)).toBe(1000);
    expect(eventNames(ctx)).toEqual(["Commitment"]);
    ctx.block = 1001n;
    expect(sent(publish(raw("other")))).toBe("ok");
    expect(fieldsOf()).toEqual([raw("other")]);
  });
  test("is for hotkeys of the subnet only", () => {
    expect(sent(publish(raw("a")), signed(account(99)))).toBe("AccountNotAllowedCommit");
    const elsewhere = { netuid: netUid(9), info: { fields: [] } };
    expect(sent(runtimeCallOf(calls.setCommitment, elsewhere))).toBe("AccountNotAllowedCommit");
    expect(sent(publish(raw("a")), ROOT)).toBe(BadOrigin.label);
  });
  test("takes at least 100 bytes of the epoch's space, and the next epoch begins anew", () => {
    for (let i = 0; i < 31; i++) expect(sent(publish(raw("a"), { type: "None" }))).toBe("ok");
    // 31 times 100 is 3100, all there is.
    expect(UsedSpaceOf.get(ctx, NETUID, WHO)).toEqual({ lastEpoch: 0n, usedSpace: 3100n });
    expect(sent(publish())).toBe("SpaceLimitExceeded");
    expect(sent(publish(), signed(account(21)))).toBe("ok");
    SubnetEpochIndex.set(ctx, NETUID, 1n);
    expect(sent(publish(big(512), big(512), big(512)))).toBe("ok");
    expect(UsedSpaceOf.get(ctx, NETUID, WHO)).toEqual({ lastEpoch: 1n, usedSpace: 1536n });
    expect(sent(publish(big(512), big(512), big(512)))).toBe("ok");
    expect(sent(publish())).toBe("SpaceLimitExceeded");
  });
  test("has the space that root gives", () => {
    const set = runtimeCallOf(calls.setMaxSpace, { newLimit: 99 });
    expect(sent(set)).toBe(BadOrigin.label);
    expect(sent(set, ROOT)).toBe("ok");
    expect(MaxSpace.get(ctx)).toBe(99);
    expect(sent(publish())).toBe("SpaceLimitExceeded");
  });
  test("with the flag takes the miner's bonds away, on every mechanism, where the subnet allows it", () => {
    MechanismCountCurrent.set(ctx, NETUID, mechId(2));
    const indices = [0, 1].map((mecid) => getMechanismStorageIndex(NETUID, mechId(mecid)));
    for (const index of indices)
      Bonds.set(ctx, index, 1, [
        [0, 5],
        [1, 7],
      ]);
    const flag = publish(raw("a"), { type: "ResetBondsFlag" });
    expect(sent(flag)).toBe("ok");
    expect(Bonds.get(ctx, indices[0]!, 1)).toEqual([
      [0, 5],
      [1, 7],
    ]);
    expect(LastBondsReset.get(ctx, NETUID, WHO)).toBe(1000);
    BondsResetOn.set(ctx, NETUID, true);
    expect(sent(flag)).toBe("ok");
    for (const index of indices) expect(Bonds.get(ctx, index, 1)).toEqual([[1, 7]]);
  });
  test("that is refused for space takes no bonds away", () => {
    BondsResetOn.set(ctx, NETUID, true);
    MaxSpace.set(ctx, 0);
    const index = getMechanismStorageIndex(NETUID, mechId(0));
    Bonds.set(ctx, index, 1, [[0, 5]]);
    expect(sent(publish({ type: "ResetBondsFlag" }))).toBe("SpaceLimitExceeded");
    expect(Bonds.get(ctx, index, 1)).toEqual([[0, 5]]);
    expect(LastBondsReset.has(ctx, NETUID, WHO)).toBe(false);
  });
});

describe("what is timelocked", () => {
  test("is noted, in order, and the beacon is told that it is waited for", () => {
    expect(sent(publish(locked("later", 77n)), signed(account(21)))).toBe("ok");
    expect(sent(publish(raw("now"), locked("later", 70n)))).toBe("ok");
    expect(TimelockedIndex.get(ctx)).toEqual([
      [NETUID, WHO],
      [NETUID, account(21)],
    ]);
    expect(eventNames(ctx)).toEqual(["TimelockCommitment", "TimelockCommitment"]);
    expect(beaconStatus(ctx).awaited).toEqual([70n, 77n]);
    expect(sent(publish(raw("plain")))).toBe("ok");
    expect(TimelockedIndex.get(ctx)).toEqual([[NETUID, account(21)]]);
  });
  test("waits for its round, then is revealed with the block; what is plain stays", () => {
    sent(publish(raw("plain"), locked("secret", 77n), locked("later", 90n)));
    ctx.events.length = 0;
    revealTimelockedCommitments(ctx);
    expect(fieldsOf()).toHaveLength(3);
    pulse(77n);
    ctx.block = 1005n;
    revealTimelockedCommitments(ctx);
    expect(revealed()).toEqual([["secret", 1005n]]);
    expect(fieldsOf()).toEqual([raw("plain"), locked("later", 90n)]);
    expect(eventNames(ctx)).toEqual(["CommitmentRevealed"]);
    expect(TimelockedIndex.get(ctx)).toEqual([[NETUID, WHO]]);
    pulse(90n);
    revealTimelockedCommitments(ctx);
    expect(fieldsOf()).toEqual([raw("plain")]);
    expect(TimelockedIndex.get(ctx)).toEqual([]);
  });
  test("goes away whole once nothing is left", () => {
    sent(publish(locked("a", 77n), locked("b", 77n)));
    pulse(77n);
    revealTimelockedCommitments(ctx);
    expect(revealed().map(([text]) => text)).toEqual(["a", "b"]);
    expect(CommitmentOf.has(ctx, NETUID, WHO)).toBe(false);
    expect(TimelockedIndex.get(ctx)).toEqual([]);
  });
  test("that doesn't open, or hides nothing, is gone without a word", () => {
    sent(publish(locked("", 77n), locked("b", 78n), raw("plain")));
    pulse(77n);
    pulse(78n, false);
    ctx.events.length = 0;
    revealTimelockedCommitments(ctx);
    expect(revealed()).toEqual([]);
    expect(RevealedCommitments.has(ctx, NETUID, WHO)).toBe(false);
    expect(fieldsOf()).toEqual([raw("plain")]);
    expect(eventNames(ctx)).toEqual([]);
  });
  test("is kept for the last ten reveals", () => {
    for (let i = 0; i < 12; i++) {
      SubnetEpochIndex.set(ctx, NETUID, BigInt(i));
      sent(publish(locked(`n${i}`, 77n)));
      pulse(77n);
      ctx.block = BigInt(2000 + i);
      revealTimelockedCommitments(ctx);
    }
    expect(revealed()).toHaveLength(10);
    expect([revealed()[0], revealed()[9]]).toEqual([
      ["n2", 2002n],
      ["n11", 2011n],
    ]);
  });
  test("of somebody whose commitment is gone is forgotten", () => {
    sent(publish(locked("a", 77n)));
    CommitmentOf.remove(ctx, NETUID, WHO);
    revealTimelockedCommitments(ctx);
    expect(TimelockedIndex.get(ctx)).toEqual([]);
  });
});

test("a subnet's end takes along what its neurons published, and nothing of others", () => {
  const other = addSubnet(ctx, 2);
  addNeuron(ctx, other, 20);
  for (const netuid of [NETUID, other]) {
    const info = { fields: [locked("a", 77n), { type: "ResetBondsFlag" } as const] };
    expect(sent(runtimeCallOf(calls.setCommitment, { netuid, info }))).toBe("ok");
    RevealedCommitments.set(ctx, netuid, WHO, [[utf8Bytes("old"), 1n]]);
  }
  doDissolveNetwork(ctx, NETUID);
  for (const map of [
    CommitmentOf,
    LastCommitment,
    LastBondsReset,
    RevealedCommitments,
    UsedSpaceOf,
  ])
    expect([map.has(ctx, NETUID, WHO), map.has(ctx, other, WHO)]).toEqual([false, true]);
  expect(TimelockedIndex.get(ctx)).toEqual([[other, WHO]]);
});

test("the selective metagraph tells what neurons published, encoded", () => {
  sent(publish(raw("hello")));
  // Field 73. Source: rpc_info/metagraph.rs, SelectiveMetagraphIndex
  const { commitments } = getSelectiveMetagraph(ctx, NETUID, [73]);
  const bytes = encode(registration, CommitmentOf.get(ctx, NETUID, WHO)!);
  expect(commitments).toEqual([[WHO, [...bytes]]]);
  expect(getSelectiveMetagraph(ctx, NETUID, [0]).commitments).toBeUndefined();
});
