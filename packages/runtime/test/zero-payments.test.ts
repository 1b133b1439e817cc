import type { Ctx } from "@ganglion/frame";
import { safeFloatFromU64 } from "@ganglion/math";
import { alpha, type NetUid } from "@ganglion/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Payments } from "../src/pallets/subtensor/coinbase/pay.ts";
import { Owner } from "../src/pallets/subtensor/keys/storage.ts";
import { updatePoolForOne } from "../src/pallets/subtensor/staking/share-pool.ts";
import {
  AlphaV2,
  AutoStakeDestination,
  Alpha as LegacyShares,
  TotalHotkeyShares as LegacyTotalShares,
  TotalHotkeyAlpha,
  TotalHotkeySharesV2,
} from "../src/pallets/subtensor/staking/storage.ts";
import { account, addSubnet, emptyChain } from "./subnet-fixture.ts";

// Most payments of an epoch are of nothing. They are skipped where that changes nothing, and here is
// what they change: an old or odd position takes today's form.

/** What is stored of a position: undefined is absent. Shares are whole, of the old form times 2^64. */
interface Position {
  readonly value: bigint | undefined;
  readonly all: bigint | undefined;
  readonly share: bigint | undefined;
  readonly oldAll: bigint | undefined;
  readonly oldShare: bigint | undefined;
}
const hotkeys = [account(20), account(21), account(22)] as const;
const coldkey = account(50);

function store(ctx: Ctx, netuid: NetUid, hotkey: (typeof hotkeys)[number], at: Position): void {
  const { value, all, share, oldAll, oldShare } = at;
  Owner.set(ctx, hotkey, coldkey);
  if (value !== undefined) TotalHotkeyAlpha.set(ctx, hotkey, netuid, alpha(value));
  if (all !== undefined) TotalHotkeySharesV2.set(ctx, hotkey, netuid, safeFloatFromU64(all));
  if (share !== undefined) AlphaV2.set(ctx, hotkey, coldkey, netuid, safeFloatFromU64(share));
  if (oldAll !== undefined) LegacyTotalShares.set(ctx, hotkey, netuid, oldAll << 64n);
  if (oldShare !== undefined) LegacyShares.set(ctx, hotkey, coldkey, netuid, oldShare << 64n);
}

function stored(ctx: Ctx, netuid: NetUid, hotkey: (typeof hotkeys)[number]) {
  return {
    value: TotalHotkeyAlpha.stored(ctx, hotkey, netuid),
    all: TotalHotkeySharesV2.stored(ctx, hotkey, netuid),
    share: AlphaV2.stored(ctx, hotkey, coldkey, netuid),
    oldAll: LegacyTotalShares.stored(ctx, hotkey, netuid),
    oldShare: LegacyShares.stored(ctx, hotkey, coldkey, netuid),
  };
}

const part = fc.constantFrom(undefined, 0n, 5n, 7n);
const position = fc.record({ value: part, all: part, share: part, oldAll: part, oldShare: part });

test("a payment of nothing brings any position into today's form", () => {
  fc.assert(
    fc.property(position, (at) => {
      const ctx = emptyChain(1000n);
      const netuid = addSubnet(ctx, 1);
      const [hotkey] = hotkeys;
      store(ctx, netuid, hotkey, at);
      updatePoolForOne(ctx, hotkey, coldkey, { netuid, update: 0n });
      // Old shares count before new ones; what is zero isn't stored; a pool without shares gives none.
      const all = at.oldAll ?? at.all ?? 0n;
      const share = at.oldShare ?? at.share ?? 0n;
      expect(stored(ctx, netuid, hotkey)).toEqual({
        value: at.value === 0n ? undefined : at.value,
        all: all === 0n ? undefined : safeFloatFromU64(all),
        share: all === 0n || share === 0n ? undefined : safeFloatFromU64(share),
        oldAll: undefined,
        oldShare: undefined,
      });
    }),
    { numRuns: 600 },
  );
});

const who = fc.nat({ max: hotkeys.length - 1 });
const amount = fc.constantFrom(0n, 0n, 0n, 3n, 1n << 33n, (1n << 63n) + 5n);
const payment = fc.record({
  kind: fc.constantFrom("miner", "take", "nominators" as const),
  who,
  amount,
});

test("payments after each other come to what each alone comes to", () => {
  fc.assert(
    fc.property(
      fc.array(position, { minLength: 3, maxLength: 3 }),
      fc.option(who, { nil: undefined }),
      fc.array(payment, { maxLength: 12 }),
      (positions, destination, payments) => {
        const run = (each: (ctx: Ctx, netuid: NetUid) => () => Payments) => {
          const ctx = emptyChain(1000n);
          const netuid = addSubnet(ctx, 1);
          for (const [i, at] of positions.entries()) store(ctx, netuid, hotkeys[i]!, at);
          if (destination !== undefined)
            AutoStakeDestination.set(ctx, coldkey, netuid, hotkeys[destination]!);
          const next = each(ctx, netuid);
          for (const paid of payments) {
            const hotkey = hotkeys[paid.who]!;
            if (paid.kind === "miner") next().miner(hotkey, alpha(paid.amount));
            else if (paid.kind === "take") next().take(hotkey, paid.amount << 32n);
            else next().nominators(hotkey, alpha(paid.amount));
          }
          return hotkeys.map((hotkey) => stored(ctx, netuid, hotkey));
        };
        const together = run((ctx, netuid) => {
          const payments = new Payments(ctx, netuid);
          return () => payments;
        });
        expect(together).toEqual(run((ctx, netuid) => () => new Payments(ctx, netuid)));
      },
    ),
    { numRuns: 600 },
  );
});
