import type { Timelock } from "../subtensor/coinbase/reveal-commits.ts";
import { Pulses } from "./storage.ts";

const ZERO = 0x30;
const X = 0x78;

/** Timelocks that the chain's pulses open. A signature may begin with the letters 0x. Source: coinbase/reveal_commits.rs */
export const DRAND: Timelock = {
  signatureOf: (ctx, round) => Pulses.get(ctx, round)?.signature,
  open(ctx, commit, signature) {
    const isPrefixed = signature[0] === ZERO && signature[1] === X;
    return ctx.host.openTimelock(commit, isPrefixed ? signature.subarray(2) : signature);
  },
};
