// One epoch's input. The wrapper, src/epoch/kernel.ts, calls `reserve`, sets the numbers and fills the places; names and
// units are those of src/epoch/input.ts.
import { take, takeBackAll, takeList, takeVector } from "./arena";

export let neurons: u32 = 0;
export let block: u64 = 0;
export let lastMechanismStepBlock: u64 = 0;
export let emission: u64 = 0;
/** −1 for none. */
export let ownerUid: i32 = -1;

export let tempo: u32 = 0;
export let activityCutoffFactorMilli: u32 = 0;
export let maxAllowedValidators: u32 = 0;
export let kappa: u32 = 0;
export let bondsPenalty: u32 = 0;
/** How far plain bonds move in an epoch, I32F32: 1 − the moving average. */
export let bondsRate: i64 = 0;
export let yuma3: bool = false;
export let liquidAlpha: bool = false;
export let alphaLow: u32 = 0;
export let alphaHigh: u32 = 0;
export let alphaSigmoidSteepness: i32 = 0;
export let stakeThreshold: u64 = 0;

/** i128 per uid: I64F64, the lower half first. */
export let stake: usize = 0;
/** u64 per uid, the first `knownUpdates` of them; who comes later was never updated. */
export let lastUpdate: usize = 0;
export let knownUpdates: u32 = 0;
/** u64 per uid, the first `knownRegistrations`, which may be more than there are neurons; 0 for others. */
export let blockAtRegistration: usize = 0;
export let knownRegistrations: u32 = 0;
/** u64 per uid: the block of the uid's earliest commit, the largest u64 for none. */
export let commitBlocks: usize = 0;
/** A byte per uid, not 0 for a permit; without one also who comes after the first `knownPermits`. */
export let validatorPermit: usize = 0;
export let knownPermits: u32 = 0;
/** u32 per uid and one more: which pairs are a row's. */
export let weightStarts: usize = 0;
export let bondStarts: usize = 0;
/** Pairs of u16: uid and value, as the chain stores them. */
export let weightPairs: usize = 0;
export let bondPairs: usize = 0;

/**
 * Makes room for an epoch and forgets the last one.
 * @param registrations how many blocks of registration will be given
 * @param weights how many pairs
 * @param bonds how many pairs
 */
export function reserve(n: u32, registrations: u32, weights: u32, bonds: u32): void {
  takeBackAll();
  neurons = n;
  knownRegistrations = registrations;
  stake = take((<usize>n) << 4);
  lastUpdate = takeVector(n);
  blockAtRegistration = takeVector(registrations);
  commitBlocks = takeVector(n);
  validatorPermit = take(n);
  weightStarts = takeList(n + 1);
  bondStarts = takeList(n + 1);
  weightPairs = takeList(weights);
  bondPairs = takeList(bonds);
}
