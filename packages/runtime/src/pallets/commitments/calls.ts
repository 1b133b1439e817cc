import { call, ensure, ensureRoot, ensureSigned, weigh } from "@ganglion/frame";
import { saturatingAddU64 } from "@ganglion/math";
import { rao } from "@ganglion/primitives";
import { netUid, u32 } from "@ganglion/scale";
import { getMechanismStorageIndex, mechanismsOf } from "../subtensor/epoch/mechanisms.ts";
import { doResetBonds } from "../subtensor/epoch/reset-bonds.ts";
import { SubnetEpochIndex } from "../subtensor/epoch/storage.ts";
import { isHotkeyRegisteredOnNetwork } from "../subtensor/registration/uids.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import { CommitmentOf, LastBondsReset, LastCommitment, MaxSpace, UsedSpaceOf } from "./storage.ts";
import { forgetTimelocked, noteTimelocked } from "./timelocked-index.ts";
import { commitmentInfo, MAX_FIELDS, spaceOf } from "./types.ts";

/** Whatever is published takes so many bytes at least. */
const LEAST_SPACE = 100;

/**
 * Publishes something in a neuron's name, in place of what it published before; limited in bytes per epoch.
 * @throws Refusal AccountNotAllowedCommit, TooManyFieldsInCommitmentInfo, SpaceLimitExceeded
 * Source: pallets/commitments/src/lib.rs
 */
export const setCommitment = call({
  index: 0,
  docs: "Publishes something in the name of a neuron.",
  args: { netuid: netUid, info: commitmentInfo },
  pays: "No",
  weight: weigh(33_480_000n, 0n, { reads: 5n, writes: 4n }),
  run(ctx, origin, { netuid, info }) {
    const who = ensureSigned(origin);
    ensure(isHotkeyRegisteredOnNetwork(ctx, netuid, who), Errors.AccountNotAllowedCommit);
    ensure(info.fields.length <= MAX_FIELDS, Errors.TooManyFieldsInCommitmentInfo);
    const block = Number(ctx.block);
    const space = info.fields.reduce((sum, field) => sum + spaceOf(field), 0);
    const lastEpoch = SubnetEpochIndex.get(ctx, netuid);
    const before = UsedSpaceOf.get(ctx, netuid, who);
    const used = before?.lastEpoch === lastEpoch ? before.usedSpace : 0n;
    if (info.fields.some(({ type }) => type === "ResetBondsFlag")) {
      LastBondsReset.set(ctx, netuid, who, block);
      for (const mecid of mechanismsOf(ctx, netuid))
        doResetBonds(ctx, getMechanismStorageIndex(netuid, mecid), who);
    }
    const usedSpace = saturatingAddU64(used, BigInt(Math.max(space, LEAST_SPACE)));
    ensure(usedSpace <= BigInt(MaxSpace.get(ctx)), Errors.SpaceLimitExceeded);
    UsedSpaceOf.set(ctx, netuid, who, { lastEpoch, usedSpace });
    // Deposits are constants of zero, so nothing is ever reserved.
    CommitmentOf.set(ctx, netuid, who, { deposit: rao(0n), block, info });
    LastCommitment.set(ctx, netuid, who, block);
    const timelocked = info.fields.find((field) => field.type === "TimelockEncrypted");
    if (timelocked) {
      const { revealRound } = timelocked.value;
      ctx.deposit(Events.TimelockCommitment({ netuid, who, revealRound }));
      noteTimelocked(ctx, [netuid, who]);
    } else {
      ctx.deposit(Events.Commitment({ netuid, who }));
      forgetTimelocked(ctx, [netuid, who]);
    }
  },
});

/** Root: how many bytes a neuron may publish in an epoch. */
export const setMaxSpace = call({
  index: 2,
  docs: "Sets how many bytes a neuron may publish in an epoch.",
  args: { newLimit: u32 },
  weight: weigh(2_856_000n, 0n, { writes: 1n }),
  run(ctx, origin, { newLimit }) {
    ensureRoot(origin);
    MaxSpace.set(ctx, newLimit);
  },
});
