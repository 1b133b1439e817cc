import type { Ctx } from "@ganglion/frame";
import { compiledEpoch, specifiedEpoch, U64F64 } from "@ganglion/math";
import type { AccountId, Alpha, MechId, NetUid } from "@ganglion/primitives";
import type { HotkeyEmission } from "../coinbase/parent-dividends.ts";
import { Events } from "../events.ts";
import { Keys } from "../registration/storage.ts";
import { readEpochInput } from "./epoch-input.ts";
import { getMechanismStorageIndex, mechanismsOf, splitEmissions } from "./mechanisms.ts";
import { BondRows } from "./rows.ts";
import {
  Active,
  Consensus,
  Dividends,
  Emission,
  Incentive,
  StakeWeight,
  ValidatorPermit,
  ValidatorTrust,
} from "./storage.ts";
import { addTerms, type EpochTerms, termsOf } from "./terms.ts";
import { updateVotingPowerForSubnet } from "./voting-power.ts";

/**
 * Runs one mechanism's epoch; writes nothing.
 * @returns ascending by uid
 * Source: epoch/run_epoch.rs
 */
export function epochMechanism(
  ctx: Ctx,
  netuid: NetUid,
  mecid: MechId,
  emission: Alpha,
): EpochTerms[] {
  const uidOf = new Map<AccountId, number>();
  for (const [[, uid], hotkey] of Keys.entries(ctx, netuid)) uidOf.set(hotkey, uid);
  const kernel = ctx.chain.arithmetic === "specified" ? specifiedEpoch : compiledEpoch;
  const output = kernel(readEpochInput(ctx, netuid, { mecid, emission, uidOf }));
  return [...uidOf]
    .map(([hotkey, uid]) => termsOf(output, hotkey, uid))
    .sort((a, b) => a.uid - b.uid);
}

/** Stores what belongs to one mechanism: incentive and bonds. Source: epoch/run_epoch.rs */
export function persistMechanismEpochTerms(
  ctx: Ctx,
  netuid: NetUid,
  mecid: MechId,
  terms: readonly EpochTerms[],
): void {
  const index = getMechanismStorageIndex(netuid, mecid);
  Incentive.set(
    ctx,
    index,
    terms.map(({ incentive }) => incentive),
  );
  const emissions = terms.map(({ serverEmission }) => serverEmission);
  ctx.deposit(Events.IncentiveAlphaEmittedToMiners({ netuid: index, emissions }));
  terms.forEach(({ bond }, place) => {
    BondRows.set(ctx, index, place, bond);
  });
}

/** Stores what belongs to the subnet as a whole. Source: epoch/run_epoch.rs */
export function persistNetuidEpochTerms(
  ctx: Ctx,
  netuid: NetUid,
  terms: readonly EpochTerms[],
): void {
  const list = <T>(of: (each: EpochTerms) => T): T[] => terms.map(of);
  Active.set(
    ctx,
    netuid,
    list(({ active }) => active),
  );
  Emission.set(
    ctx,
    netuid,
    list(({ emission }) => emission),
  );
  Consensus.set(
    ctx,
    netuid,
    list(({ consensus }) => consensus),
  );
  Dividends.set(
    ctx,
    netuid,
    list(({ dividend }) => dividend),
  );
  ValidatorTrust.set(
    ctx,
    netuid,
    list(({ validatorTrust }) => validatorTrust),
  );
  ValidatorPermit.set(
    ctx,
    netuid,
    list(({ newValidatorPermit }) => newValidatorPermit),
  );
  StakeWeight.set(
    ctx,
    netuid,
    list(({ stakeWeight }) => stakeWeight),
  );
}

/** A mechanism's part of the emission, U64F64; of no emission the first has all. */
function mechanismWeight(part: Alpha, whole: Alpha, mecid: MechId): bigint {
  const otherwise = mecid === 0 ? U64F64.one : 0n;
  return U64F64.safeDivOr(U64F64.fromInteger(part), U64F64.fromInteger(whole), otherwise);
}

/**
 * Runs and stores the epoch of every mechanism of a subnet.
 * @param emission alpha that the subnet distributes
 * @returns what each hotkey earned, in the byte order of the hotkeys
 * Source: subnets/mechanism.rs
 */
export function epochWithMechanisms(ctx: Ctx, netuid: NetUid, emission: Alpha): HotkeyEmission[] {
  const parts = splitEmissions(ctx, netuid, emission);
  const sums = new Map<AccountId, EpochTerms>();
  for (const mecid of mechanismsOf(ctx, netuid)) {
    const part = parts[mecid]!;
    const terms = epochMechanism(ctx, netuid, mecid, part);
    persistMechanismEpochTerms(ctx, netuid, mecid, terms);
    const weight = mechanismWeight(part, emission, mecid);
    for (const each of terms) sums.set(each.hotkey, addTerms(sums.get(each.hotkey), each, weight));
  }
  const all = [...sums.values()].sort((a, b) => a.uid - b.uid);
  persistNetuidEpochTerms(ctx, netuid, all);
  updateVotingPowerForSubnet(ctx, netuid, all);
  return all
    .sort((a, b) => (a.hotkey < b.hotkey ? -1 : 1))
    .map(({ hotkey, serverEmission, validatorEmission }) => ({
      hotkey,
      incentive: serverEmission,
      dividend: validatorEmission,
    }));
}
