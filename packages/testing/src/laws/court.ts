import type { StateCtx } from "@ganglion/frame";
import { allLaws } from "./all.ts";
import { type Committed, type Happened, type Law, Step } from "./law.ts";

/** A law that did not hold. */
export interface Violation {
  readonly law: string;
  readonly block: number;
  readonly what: string;
}

/** Holds a chain to its laws, part by part, and keeps count. */
export class Court {
  readonly laws: readonly Law[];
  readonly checks = new Map<string, number>();
  readonly violations: Violation[] = [];
  found = 0;
  readonly #most: number;

  /** @param most violations to keep; the rest is counted only */
  constructor(
    ctx: StateCtx,
    options: { readonly most?: number; readonly laws?: readonly Law[] } = {},
  ) {
    this.laws = options.laws ?? allLaws();
    this.#most = options.most ?? 100;
    for (const law of this.laws) {
      this.checks.set(law.sentence, 0);
      law.open?.(ctx);
    }
  }

  step(happened: Happened): void {
    const step = new Step(happened);
    this.#each(happened.block, (law) => law.step?.(step), happened);
  }
  block(block: number, ctx: StateCtx, committed: Committed): void {
    this.#each(block, (law) => law.block?.(ctx, committed));
  }
  whole(block: number, ctx: StateCtx): void {
    this.#each(block, (law) => law.whole?.(ctx));
  }

  #each(
    block: number,
    check: (law: Law) => readonly string[] | undefined,
    during?: Happened,
  ): void {
    for (const law of this.laws) {
      const found = check(law);
      if (found === undefined) continue;
      this.checks.set(law.sentence, this.checks.get(law.sentence)! + 1);
      for (const what of found) {
        this.found++;
        if (this.violations.length >= this.#most) continue;
        const part = during && [during.kind, during.outcome, ...during.ran].join(" ");
        this.violations.push({ law: law.sentence, block, what: part ? `${what} (${part})` : what });
      }
    }
  }
}
