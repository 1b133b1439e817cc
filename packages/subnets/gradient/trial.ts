import { type AccountId, accountId, type Hash, hash, netUid } from "@ganglion/primitives";
import { randomFrom } from "@ganglion/sdk";
import { decodeUpdate, densify, indexOverlap, norm } from "@ganglion/training";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type Assignment, assignmentOf, windowSeed } from "./assignment.ts";
import { type MarketConfig, MOST_PARTS, TRIAL_FACTOR, UPDATE_FORM } from "./config.ts";
import { clipFactors, stepped } from "./model/step.ts";
import { type Found, judgeWindow, type Lane, type Record } from "./scoring/gauntlet.ts";
import {
  flippedUpdate,
  noisyUpdate,
  otherAssignment,
  randomUpdate,
  zeroUpdate,
} from "./spoiling.ts";
import type { Trained, Trainer } from "./training/trainer.ts";

/** Who plays in a trial. */
export type Kind =
  | "honest"
  | "free"
  | "sign-flip"
  | "noise"
  | "random"
  | "zero"
  | "copier"
  | "wrong-shard"
  | "wrong-shard-free"
  | "huge";

export interface TrialOptions {
  readonly trainer: Trainer;
  readonly config: MarketConfig;
  readonly seed: number;
  readonly windows: number;
  readonly players: readonly Kind[];
  /** `gauntlet`: this subnet's rules. `mean`: everybody's update goes in as it is. */
  readonly rule: "gauntlet" | "mean";
  /** Told after each window. */
  onWindow?(window: number, bitsPerByte: number): void;
}

export interface TrialResult {
  readonly curve: readonly (readonly [window: number, bitsPerByte: number])[];
  /** Of each player over all windows; all 1. */
  readonly shares: readonly number[];
  /** What was said most often of each. */
  readonly reasons: readonly string[];
}

/**
 * A market without network and chain: the same rules on the same arithmetic. Commits go by uid, and the copier gets
 * what commit-reveal would keep from it: the update of player 0 of the same window.
 */
export async function trial(options: TrialOptions): Promise<TrialResult> {
  const { trainer, config, players, windows, rule } = options;
  const hotkeys = players.map((_, uid) =>
    accountId(`0x${(uid + 1).toString(16).padStart(64, "0")}`),
  );
  const size = trainer.parameters;
  const errors = players.map(() => new Float32Array(size));
  const paid = players.map(() => 0);
  const said = players.map(() => new Map<string, number>());
  const curve: [number, number][] = [];
  let theta = await trainer.genesis();
  let records: ReadonlyMap<AccountId, Record> = new Map();
  for (let window = 0; window < windows; window++) {
    const seed = windowSeed(blockHash(options.seed, window), netUid(1), window);
    const secret = sha256(seed);
    const assignment = (uid: number): Assignment =>
      assignmentOf({ number: window, seed, shards: trainer.shards }, uid);
    const made: Trained[] = [];
    for (const [uid, kind] of players.entries()) {
      const trained = await played(kind, { uid, theta, errors, made, assignment, trainer });
      made.push(trained);
    }
    const updates = made.map(({ update }) => {
      const decoded = decodeUpdate(update, size, UPDATE_FORM);
      if (!decoded.ok) throw new Error(`a trial's update can't be read: ${decoded.reason}`);
      return decoded.update;
    });
    let parts = players.map((_, uid) => uid);
    if (rule === "gauntlet") {
      const factors = clipFactors(updates.map(norm));
      const judged = await trainer.judge({
        theta,
        secret,
        miners: made.map(({ update }, uid) => ({
          assignment: assignment(uid),
          update,
          factor: TRIAL_FACTOR * factors[uid]!,
        })),
      });
      const audited = audits({ secret, players, hotkeys, records, count: config.audits });
      const found = players.map(
        (kind, uid): Found => ({
          uid,
          hotkey: hotkeys[uid]!,
          order: uid,
          lane: laneOf(kind),
          usable: true,
          ...judged.miners[uid]!,
          behind: 0,
          // What replaying shows is known without doing it again: who did something else can't match.
          ...(audited.has(uid) ? { audit: kind === "honest" ? "match" : "mismatch" } : {}),
        }),
      );
      const result = judgeWindow({
        window,
        found,
        records,
        overlap: (i, j) => indexOverlap(updates[i]!, updates[j]!),
      });
      records = result.records;
      for (const { uid, share, reason } of result.verdicts) {
        paid[uid]! += share;
        said[uid]!.set(reason, (said[uid]!.get(reason) ?? 0) + 1);
      }
      parts = result.verdicts
        .filter(({ aggregated }) => aggregated)
        .sort((a, b) => b.rating - a.rating || a.uid - b.uid)
        .slice(0, MOST_PARTS)
        .map(({ uid }) => uid)
        .sort((a, b) => a - b);
      theta = stepped(
        theta,
        parts.map((uid) => updates[uid]!),
        config.outerRate,
      );
    } else {
      const next = Float32Array.from(theta);
      for (const update of updates)
        for (const [i, value] of densify(update).entries())
          next[i] = next[i]! - (config.outerRate * value) / updates.length;
      theta = next;
    }
    const bits = await trainer.heldOut(theta);
    curve.push([window, bits]);
    options.onWindow?.(window, bits);
  }
  const total = paid.reduce((sum, each) => sum + each, 0);
  return {
    curve,
    shares: paid.map((each) => (total > 0 ? each / total : 0)),
    reasons: said.map(
      (counts) => [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "never_judged",
    ),
  };
}

const blockHash = (seed: number, window: number): Hash =>
  hash(`0x${bytesToHex(sha256(Uint8Array.of(seed, window & 255, window >> 8)))}`);

const laneOf = (kind: Kind): Lane =>
  kind === "free" || kind === "wrong-shard-free" ? "free" : "reference";

function audits(about: {
  readonly secret: Uint8Array;
  readonly players: readonly Kind[];
  readonly hotkeys: readonly AccountId[];
  readonly records: ReadonlyMap<AccountId, Record>;
  readonly count: number;
}): ReadonlySet<number> {
  const { secret, players, hotkeys, records, count } = about;
  const book = [...players.keys()].filter((uid) => laneOf(players[uid]!) === "reference");
  const lots = randomFrom(secret, "audits").sample(book, book.length);
  const fresh = (uid: number): boolean => !(records.get(hotkeys[uid]!)?.audited ?? false);
  return new Set([...lots.filter(fresh), ...lots.filter((uid) => !fresh(uid))].slice(0, count));
}

async function played(
  kind: Kind,
  about: {
    readonly uid: number;
    readonly theta: Float32Array;
    readonly errors: Float32Array[];
    readonly made: readonly Trained[];
    readonly trainer: Trainer;
    assignment(uid: number): Assignment;
  },
): Promise<Trained> {
  const { uid, theta, errors, made, trainer } = about;
  if (kind === "copier") return made[0]!;
  const given = about.assignment(uid);
  const wrong = kind === "wrong-shard" || kind === "wrong-shard-free";
  const assignment = wrong ? otherAssignment(given, trainer.shards) : given;
  const trained = await trainer.train({ theta, errorFeedback: errors[uid]!, assignment });
  errors[uid] = trained.errorFeedback;
  const { seed } = assignment;
  const update =
    kind === "sign-flip"
      ? flippedUpdate(trained.update, { seed, size: trainer.parameters })
      : kind === "noise"
        ? noisyUpdate(trained.update, { seed, size: trainer.parameters })
        : kind === "random"
          ? randomUpdate(trained.update, { seed, size: trainer.parameters })
          : kind === "zero"
            ? zeroUpdate(trained.update, { seed, size: trainer.parameters })
            : trained.update;
  return { ...trained, update };
}
