import type { StateCtx } from "@ganglion/frame";
import type { AccountId } from "@ganglion/primitives";
import {
  AlphaAssets,
  Balances,
  ProxyPallet,
  SubtensorModule,
  Swap,
  System,
} from "@ganglion/runtime";
import { beforeAll, describe, expect, test } from "vitest";
import { allLaws, Court, type Happened, type Soak } from "../src/index.ts";
import { populatedChain } from "./populated.ts";

const S = SubtensorModule.storage;
const { Account } = System.storage;

let soak: Soak;
beforeAll(() => {
  soak = populatedChain();
});

const netuidOf = (ctx: StateCtx) =>
  S.NetworksAdded.keysOf(ctx).find(
    ([netuid]) => netuid !== 0 && S.SubnetworkN.get(ctx, netuid) > 2,
  )![0];
/** A position of somebody. */
const shareOf = (ctx: StateCtx) => S.AlphaV2.entries(ctx).find(([[, , netuid]]) => netuid !== 0)!;
const somebody = (ctx: StateCtx): AccountId => soak.somebody(ctx)[0]!;
const STRANGER = `0x${"77".repeat(32)}` as AccountId;

/** One wrong thing for each law, done behind the chain's back. `as`: what it is told to be. */
const CRIMES: Readonly<
  Record<string, { commit(ctx: StateCtx): void; readonly as?: Partial<Happened> }>
> = {
  "All accounts together hold what Balances counts as issued.": {
    commit: (ctx) =>
      Account.mutate(ctx, somebody(ctx), (each) => ({
        ...each,
        data: { ...each.data, free: each.data.free + 1n },
      })),
  },
  "What Balances counts as issued moves by the rao that its events tell.": {
    commit: (ctx) => Balances.storage.TotalIssuance.mutate(ctx, (all) => (all - 1n) as typeof all),
  },
  "SubtensorModule's issuance moves by what is minted, recycled and lost as dust.": {
    commit: (ctx) => S.TotalIssuance.mutate(ctx, (all) => (all + 1n) as typeof all),
  },
  "Every block mints once, by the halving that the issuance has reached.": {
    commit: () => {},
    as: { kind: "start" },
  },
  "The account of a subnet holds at least the TAO of its pool.": {
    commit: (ctx) => S.SubnetTAO.mutate(ctx, netuidOf(ctx), (tao) => (tao * 2n) as typeof tao),
  },
  "TotalStake moves with the TAO in pools and the fees paid to buy.": {
    commit: (ctx) => S.TotalStake.mutate(ctx, (all) => (all - 1n) as typeof all),
  },
  "Share pools never promise more than they hold.": {
    commit(ctx) {
      const [key, share] = shareOf(ctx);
      S.AlphaV2.set(ctx, ...key, { ...share, mantissa: (share.mantissa * 11n) / 10n });
    },
  },
  "Alpha outside a pool is stake, pending, the chain's, root's or burned.": {
    commit(ctx) {
      const [[hotkey, , netuid]] = shareOf(ctx);
      S.TotalHotkeyAlpha.mutate(ctx, hotkey, netuid, (value) => (value + 1n) as typeof value);
    },
  },
  "AlphaAssets counts alpha up as it is emitted and down as it is recycled.": {
    commit: (ctx) =>
      AlphaAssets.storage.TotalAlphaIssuance.mutate(
        ctx,
        netuidOf(ctx),
        (all) => (all + 1n) as typeof all,
      ),
  },
  "Alpha that a block emits is pending or recycled until the subnet's epoch.": {
    commit: (ctx) =>
      S.PendingServerEmission.mutate(ctx, netuidOf(ctx), (all) => (all + 9n) as typeof all),
    as: { kind: "start" },
  },
  "The product of a pool does not fall by swaps, rounding apart.": {
    commit: (ctx) =>
      S.SubnetAlphaIn.mutate(ctx, netuidOf(ctx), (all) => (all - 100n) as typeof all),
  },
  "Neither side of a pool weighs less than one percent.": {
    commit: (ctx) => Swap.storage.SwapBalancer.set(ctx, netuidOf(ctx), { quote: 10n ** 16n - 1n }),
  },
  "No amount is negative or more than there can ever be.": {
    commit: (ctx) => S.SubnetAlphaIn.set(ctx, netuidOf(ctx), ((1n << 64n) - 1n) as never),
  },
  "An account holds nothing or at least the existential deposit, and has a provider for it.": {
    commit: (ctx) =>
      Account.mutate(ctx, somebody(ctx), (each) => ({
        ...each,
        data: { ...each.data, free: 499n },
      })),
  },
  "A refused call changes nothing but the fee, an invalid extrinsic nothing at all.": {
    commit: (ctx) => S.Tempo.set(ctx, netuidOf(ctx), 99),
    as: { outcome: "refused" },
  },
  "What an account has reserved moves by what its events tell, and by what is held.": {
    commit: (ctx) =>
      Account.mutate(ctx, somebody(ctx), (each) => ({
        ...each,
        data: { ...each.data, reserved: each.data.reserved + 7n },
      })),
  },
  "A list of proxies or announcements is neither empty nor too long, and its deposit is what so many cost.":
    {
      commit: (ctx) =>
        ProxyPallet.storage.Proxies.set(ctx, STRANGER, [
          [{ delegate: somebody(ctx), proxyType: "Any", delay: 0 }],
          92_999_999n as never,
        ]),
    },
  "Who is a child has that parent with the same part, and no part is given twice.": {
    commit(ctx) {
      const [[hotkey, , netuid]] = shareOf(ctx);
      S.ChildKeys.set(ctx, hotkey, netuid, [[7n, STRANGER]]);
    },
  },
  "Uids, keys and members mirror each other, and vectors are as long as the subnet.": {
    commit: (ctx) => S.Keys.set(ctx, netuidOf(ctx), 0, STRANGER),
  },
  "A hotkey has one owner, who lists it once.": {
    commit: (ctx) => S.Owner.set(ctx, shareOf(ctx)[0][0], STRANGER),
  },
  "Who has alpha with a hotkey lists it among the hotkeys staked to.": {
    commit(ctx) {
      const [[hotkey, , netuid], share] = shareOf(ctx);
      S.AlphaV2.set(ctx, hotkey, STRANGER, netuid, share);
    },
  },
  "Who stakes automatically to a hotkey is on its list.": {
    commit: (ctx) => S.AutoStakeDestination.set(ctx, STRANGER, netuidOf(ctx), shareOf(ctx)[0][0]),
  },
  "A coldkey locks behind one hotkey, and sums of locks are what the locks add up to.": {
    commit: (ctx) =>
      S.Lock.set(ctx, STRANGER, netuidOf(ctx), STRANGER, {
        lockedMass: 5n as never,
        conviction: 0n,
        lastUpdate: 0n,
      }),
  },
  "What root stake may claim of a subnet is there, and only of subnets that are.": {
    commit: (ctx) => S.RootClaimed.set(ctx, 9_999 as never, STRANGER, STRANGER, 1n),
  },
  "Coldkeys that blocks claim for are numbered without gaps, each once.": {
    commit: (ctx) => S.StakingColdkeys.set(ctx, STRANGER, 0n),
  },
  "The count of subnets is right, and nothing is owned on one that isn't there.": {
    commit: (ctx) => S.TotalNetworks.mutate(ctx, (count) => count + 1),
  },
  "What is stored is declared, and encodes to the same bytes again.": {
    commit: (ctx) => ctx.state.writeRaw(S.TotalNetworks.keyOf(), Uint8Array.of(1, 0, 0)),
  },
};

describe("a law is broken by what it forbids", () => {
  test("every law has its crime", () => {
    expect(Object.keys(CRIMES).sort()).toEqual(
      allLaws()
        .map(({ sentence }) => sentence)
        .sort(),
    );
  });

  test.each(Object.entries(CRIMES))("%s", (sentence, { commit, as }) => {
    const { state } = soak.chain;
    const ctx = soak.chain.ctx;
    const law = allLaws().find((each) => each.sentence === sentence)!;
    const court = new Court(ctx, { laws: [law] });
    const judge = (): void => {
      const written = state.writesSince(mark);
      court.step({
        kind: "extrinsic",
        outcome: "done",
        block: 1,
        ctx,
        events: [],
        written,
        ran: [],
        ...as,
      });
      court.block(
        1,
        ctx,
        [...written.keys()].map((key) => [key, state.readRaw(key)] as const),
      );
      court.whole(1, ctx);
    };
    const mark = state.mark();
    if (as?.kind !== "start") {
      judge();
      expect(court.violations).toEqual([]);
    }
    commit(ctx);
    judge();
    state.rollback(mark);
    expect(court.found).toBeGreaterThan(0);
  });
});
