// What an epoch pays: half to miners by incentive, half to validators by dividends, as far as both exist.
import { at, put, takeVector } from "./arena";
import { incentive } from "./clip";
import { dividends } from "./dividends";
import { add } from "./fixed";
import * as input from "./input";
import { activeShares, shares } from "./stake";
import { divideAll, sumOf } from "./vector";
import { part } from "./wide";

/** Rao of alpha, u64 per uid. */
export let emissions: usize = 0;
export let serverEmissions: usize = 0;
export let validatorEmissions: usize = 0;

/** Turns shares into rao where they stand. */
function pay(vector: usize): void {
  for (let uid: u32 = 0; uid < input.neurons; uid++)
    put(vector, uid, <i64>part(at(vector, uid), input.emission));
}

export function distribute(): void {
  const n = input.neurons;
  emissions = takeVector(n);
  serverEmissions = takeVector(n);
  validatorEmissions = takeVector(n);
  for (let uid: u32 = 0; uid < n; uid++)
    put(emissions, uid, add(at(incentive, uid), at(dividends, uid)));
  const sum = sumOf(emissions, n);
  divideAll(serverEmissions, incentive, sum, n);
  if (sum !== 0) {
    divideAll(emissions, emissions, sum, n);
    divideAll(validatorEmissions, dividends, sum, n);
  } else {
    // An epoch without either pays validators by stake.
    const byStake = sumOf(activeShares, n) === 0 ? shares : activeShares;
    divideAll(emissions, byStake, 0, n);
    divideAll(validatorEmissions, byStake, 0, n);
  }
  pay(emissions);
  pay(serverEmissions);
  pay(validatorEmissions);
}
