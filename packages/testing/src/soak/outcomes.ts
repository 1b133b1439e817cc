import { type AnyCall, ModuleError, Refusal } from "@ganglion/frame";
import type { TransactionValidityError } from "@ganglion/runtime";
import { ALL_CALLS } from "./workload.ts";

/** What became of one call, over a whole run. */
export interface CallOutcome {
  done: number;
  readonly refused: Map<string, number>;
}

const add = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

/** The pallet's name in front: two pallets may call different errors the same. */
export const nameOf = (refusal: Refusal): string =>
  refusal instanceof ModuleError ? `${refusal.pallet}.${refusal.label}` : refusal.label;

/** Why an extrinsic never got to its call. */
export function nameOfInvalid(error: TransactionValidityError): string {
  const { type, value } = error;
  const detail = "value" in value && value.value !== undefined ? `(${String(value.value)})` : "";
  return `${type}.${value.type}${detail}`;
}

/** Counts what becomes of each call that runs, wherever it is nested; and of extrinsics as a whole. */
export class Outcomes {
  readonly calls = new Map<string, CallOutcome>(
    ALL_CALLS.map(([path]) => [path, { done: 0, refused: new Map() }]),
  );
  readonly invalid = new Map<string, number>();
  extrinsics = 0;
  applied = 0;
  refused = 0;
  /** Names of calls that ran since `next`, in order; without those that were refused. */
  readonly ran: string[] = [];
  /** Names of calls that were tried since then. */
  readonly #tried = new Set<string>();
  readonly #restore: (() => void)[] = [];

  /** Forgets what ran: another extrinsic comes. */
  next(): void {
    this.ran.length = 0;
    this.#tried.clear();
  }

  /** Listens in on the declared calls until `stop`. */
  start(): void {
    for (const [path, call] of ALL_CALLS) this.#listen(path, call);
  }
  stop(): void {
    for (const each of this.#restore.splice(0)) each();
  }

  #listen(path: string, call: AnyCall): void {
    const outcome = this.calls.get(path)!;
    const { run } = call;
    const counted: AnyCall["run"] = (ctx, origin, args) => {
      this.#tried.add(path);
      try {
        const info = run(ctx, origin, args);
        outcome.done++;
        this.ran.push(path);
        return info;
      } catch (thrown) {
        if (thrown instanceof Refusal) add(outcome.refused, nameOf(thrown));
        throw thrown;
      }
    };
    (call as { run: AnyCall["run"] }).run = counted;
    this.#restore.push(() => {
      (call as { run: AnyCall["run"] }).run = run;
    });
  }

  /** An extrinsic that was refused before its call ran: by a guard or the filter. */
  refusedAsWhole(path: string, refusal: Refusal): void {
    const outcome = this.calls.get(path)!;
    if (!this.#tried.has(path)) add(outcome.refused, `${nameOf(refusal)} (guard)`);
  }
  notValid(error: TransactionValidityError): void {
    add(this.invalid, nameOfInvalid(error));
  }
}
