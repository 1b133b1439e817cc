import type { AccountId } from "@ganglion/primitives";
import { NEW_RATING, ordinal, type Rating, ratingsAfter } from "./rating.ts";

/** How a miner works: by the book, so that it can be replayed, or by a method of its own. */
export type Lane = "reference" | "free";

/** What replaying a miner's window showed. `unknown_state`: it began from something that nobody saw. */
export type Audit = "match" | "mismatch" | "unknown_state";

/** What a validator found out about one miner in one window. */
export type Found = {
  readonly uid: number;
  readonly hotkey: AccountId;
  /** Its place among those that committed, the earliest 0. */
  readonly order: number;
  readonly lane: Lane;
} & (
  | { readonly usable: false; readonly reason: string }
  | {
      readonly usable: true;
      /** (loss before − loss after) ÷ loss before, on texts that nobody was given. */
      readonly lossScore: number;
      /** Improvement on its own batches less that on others', pair by pair. */
      readonly gaps: readonly number[];
      /** Windows between the parameters that it trained and the newest. */
      readonly behind: number;
      readonly audit?: Audit;
    }
);

/** What is remembered of a hotkey from window to window. */
export interface Record {
  readonly rating: Rating;
  /** Moving average of +1 (better on its own batches than on others') and −1. */
  readonly own: number;
  readonly audited: boolean;
  /** First window in which it may earn again. */
  readonly barredUntil: number;
}

export const NEW_RECORD: Record = {
  rating: NEW_RATING,
  own: 0,
  audited: false,
  barredUntil: 0,
};

/** A miner's result of a window. */
export interface Verdict {
  readonly uid: number;
  readonly hotkey: AccountId;
  readonly score: number;
  /** Its part of what all scored; all zero if nobody scored. */
  readonly share: number;
  /** `ok`, or why the score is 0. */
  readonly reason: string;
  /** Ordinal of its rating. */
  readonly rating: number;
  readonly lossScore: number | null;
  /** True if its update may go into the model: that asks less than pay, since newcomers' work is as good as others'. */
  readonly aggregated: boolean;
}

/** Weight of a new +1 or −1 in the average. */
const OWN_ALPHA = 0.05;
export const MOST_BEHIND = 5;
/** Of update indices in common with one that was committed earlier. */
const OVERLAP = { halves: 0.4, zeroes: 0.5, bars: 0.6 } as const;
export const BARRED_WINDOWS = 100;
/** A method of one's own has to be better than the book by so much, else it is only a book that can't be audited. */
const FREE_MARGIN = 1.05;
/**
 * The least average that pays there. Nobody replays it, and the average of whoever trains on something else is chance:
 * about 0.16 to either side of 0.
 */
const FREE_OWN = 0.4;

export interface WindowInput {
  readonly window: number;
  readonly found: readonly Found[];
  readonly records: ReadonlyMap<AccountId, Record>;
  /** Part of the indices of an update that another one has too, by places in `found`. */
  overlap(i: number, j: number): number;
}

/**
 * Templar's incentive with what its trials taught: rating × average of own against others × freshness, all of it only
 * for updates that lower the loss. Every penalty is a factor of something that is not negative: a slashed negative
 * score would be a better one.
 * Source: tplr-ai/templar, neurons/validator.py
 */
export function judgeWindow({ window, found, records, overlap }: WindowInput): {
  readonly verdicts: readonly Verdict[];
  readonly records: ReadonlyMap<AccountId, Record>;
} {
  const before = found.map(({ hotkey }) => records.get(hotkey) ?? NEW_RECORD);
  const lossOf = (each: Found): number =>
    each.usable && Number.isFinite(each.lossScore) ? each.lossScore : Number.NEGATIVE_INFINITY;
  // Doing nothing plays along: who can't beat it has no business here, and one miner alone has somebody to beat.
  const ratings = ratingsAfter(
    [...before.map(({ rating }) => rating), NEW_RATING],
    [...found.map(lossOf), 0],
  );
  const shared = overlaps(found, overlap);
  const bookMedian = median(
    found.flatMap((each) => (each.lane === "reference" && lossOf(each) > 0 ? [lossOf(each)] : [])),
  );

  const next = new Map<AccountId, Record>();
  const raw = found.map((each, i) => {
    const old = before[i]!;
    const rating = ratings[i]!;
    const own = each.usable ? old.own + OWN_ALPHA * (ownSign(each.gaps) - old.own) : old.own;
    const caught = each.usable && (each.audit === "mismatch" || shared[i]! >= OVERLAP.bars);
    const barredUntil = caught ? window + 1 + BARRED_WINDOWS : old.barredUntil;
    const audited = caught ? false : old.audited || (each.usable && each.audit === "match");
    next.set(each.hotkey, { rating: caught ? NEW_RATING : rating, own, audited, barredUntil });
    const unfit = unfitness(each, { shared: shared[i]!, barred: window < old.barredUntil });
    const unpaid = unfit ?? unpaidness(each, { own, rating, audited, bookMedian });
    const score = unpaid
      ? 0
      : Math.max(0, ordinal(rating)) *
        Math.max(0, own) *
        freshness(each) *
        (shared[i]! >= OVERLAP.halves ? 0.5 : 1);
    return { each, rating, score, reason: unpaid ?? "ok", aggregated: unfit === undefined };
  });
  const total = raw.reduce((sum, { score }) => sum + score, 0);
  return {
    records: next,
    verdicts: raw.map(({ each, rating, score, reason, aggregated }) => ({
      uid: each.uid,
      hotkey: each.hotkey,
      score,
      share: total > 0 ? score / total : 0,
      reason,
      rating: ordinal(rating),
      lossScore: each.usable && Number.isFinite(each.lossScore) ? each.lossScore : null,
      aggregated,
    })),
  };
}

/** Why an update must not go into the model. */
function unfitness(
  each: Found,
  { shared, barred }: { readonly shared: number; readonly barred: boolean },
): string | undefined {
  if (!each.usable) return each.reason;
  if (barred) return "timed_out";
  if (!Number.isFinite(each.lossScore) || each.gaps.some((gap) => !Number.isFinite(gap)))
    return "loss_not_finite";
  if (each.audit === "mismatch") return "audit_mismatch";
  if (each.audit === "unknown_state") return "audit_unknown_state";
  if (shared >= OVERLAP.zeroes) return "duplicate";
  if (each.lossScore <= 0) return "loss_not_lower";
  if (each.behind >= MOST_BEHIND) return "too_far_behind";
  return undefined;
}

/** Why an update that is fit for the model earns nothing yet. */
function unpaidness(
  each: Found,
  about: {
    readonly own: number;
    readonly rating: Rating;
    readonly audited: boolean;
    readonly bookMedian: number | undefined;
  },
): string | undefined {
  if (each.lane === "reference" && !about.audited) return "not_audited_yet";
  if (each.lane === "free" ? about.own < FREE_OWN : about.own <= 0)
    return "not_better_on_own_shard";
  if (
    each.lane === "free" &&
    about.bookMedian !== undefined &&
    each.usable &&
    each.lossScore < FREE_MARGIN * about.bookMedian
  )
    return "free_not_better";
  if (ordinal(about.rating) <= 0) return "rating_too_low";
  return undefined;
}

const ownSign = (gaps: readonly number[]): number =>
  gaps.reduce((sum, gap) => sum + gap, 0) > 0 ? 1 : -1;

/** (1 − x ÷ 5)^2.5 for x windows behind; square root and products have the same bits everywhere, a power need not. */
export function sync(behind: number): number {
  const left = Math.max(0, 1 - behind / MOST_BEHIND);
  return left * left * Math.sqrt(left);
}
const freshness = (each: Found): number => (each.usable ? sync(each.behind) : 0);

/** The largest overlap of each with one that was committed before it. */
function overlaps(found: readonly Found[], overlap: WindowInput["overlap"]): readonly number[] {
  return found.map((each, i) =>
    found.reduce(
      (most, other, j) =>
        each.usable && other.usable && other.order < each.order
          ? Math.max(most, overlap(i, j))
          : most,
      0,
    ),
  );
}

/** The middle one, of two the lower; undefined of nothing. */
export function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[(values.length - 1) >> 1];
}
