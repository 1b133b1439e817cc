import { addWeight, type Ctx, type Weight, weigh } from "@ganglion/frame";
import type { AccountId, NetUid } from "@ganglion/primitives";
import { DRAND } from "../drand/timelock.ts";
import { Events } from "./events.ts";
import { CommitmentOf, RevealedCommitments, TimelockedIndex } from "./storage.ts";
import { forgetTimelocked } from "./timelocked-index.ts";
import type { CommitmentData } from "./types.ts";

const REVEALS_AT_MOST = 10;
const db = (reads: bigint, writes = 0n): Weight => weigh(0n, 0n, { reads, writes });

/** What a look at a commitment's fields found. */
interface Looked {
  /** Fields that stay: not timelocked, or their round isn't known yet. */
  readonly remaining: readonly CommitmentData[];
  readonly opened: readonly Uint8Array[];
  readonly timelocked: number;
  /** Timelocked ones whose round is known, opened or not. */
  readonly processed: number;
}

function look(ctx: Ctx, fields: readonly CommitmentData[]): Looked {
  const remaining: CommitmentData[] = [];
  const opened: Uint8Array[] = [];
  let timelocked = 0;
  let processed = 0;
  for (const field of fields) {
    if (field.type !== "TimelockEncrypted") {
      remaining.push(field);
      continue;
    }
    timelocked++;
    const { encrypted, revealRound } = field.value;
    const signature = DRAND.signatureOf(ctx, revealRound);
    if (signature === undefined) {
      remaining.push(field);
      continue;
    }
    processed++;
    const bytes = DRAND.open(ctx, encrypted, signature);
    // What doesn't open, or hides nothing, is gone without a word.
    if (bytes !== undefined && bytes.length > 0) opened.push(bytes);
  }
  return { remaining, opened, timelocked, processed };
}

function reveal(ctx: Ctx, netuid: NetUid, who: AccountId): Weight {
  const registration = CommitmentOf.get(ctx, netuid, who);
  const found = registration && look(ctx, registration.info.fields);
  if (!registration || !found || found.timelocked === 0) {
    forgetTimelocked(ctx, [netuid, who]);
    return db(2n, 1n);
  }
  const { remaining, opened, timelocked, processed } = found;
  let weight = db(1n + BigInt(timelocked));
  if (processed === 0) return weight;
  if (opened.length > 0) {
    const known = RevealedCommitments.get(ctx, netuid, who) ?? [];
    const all = [...known, ...opened.map((bytes) => [bytes, ctx.block] as const)];
    for (const _ of opened) ctx.deposit(Events.CommitmentRevealed({ netuid, who }));
    RevealedCommitments.set(ctx, netuid, who, all.slice(-REVEALS_AT_MOST));
    weight = addWeight(weight, db(1n, 1n));
  }
  if (remaining.length === 0) CommitmentOf.remove(ctx, netuid, who);
  else CommitmentOf.set(ctx, netuid, who, { ...registration, info: { fields: remaining } });
  weight = addWeight(weight, db(0n, 1n));
  if (remaining.some(({ type }) => type === "TimelockEncrypted")) return weight;
  forgetTimelocked(ctx, [netuid, who]);
  return addWeight(weight, db(1n, 1n));
}

/**
 * Start of a block: opens what is timelocked for rounds that are known by now.
 * @returns what it weighs
 * Source: pallets/commitments/src/lib.rs, reveal_timelocked_commitments
 */
export function revealTimelockedCommitments(ctx: Ctx): Weight {
  return TimelockedIndex.get(ctx).reduce(
    (sum, [netuid, who]) => addWeight(sum, reveal(ctx, netuid, who)),
    db(1n),
  );
}
