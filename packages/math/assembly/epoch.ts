// One mechanism's Yuma epoch, the same bits as the specification in src/epoch. What the wrapper sees of it is exported
// here; inputs are those of input.ts.
import { take, takeVector } from "./arena";
import { clip, incentive, trust } from "./clip";
import { dividends, findDividends } from "./dividends";
import { distribute } from "./emission";
import { neurons } from "./input";
import { judgeStake, shares, stakeInRao } from "./stake";
import { quantize } from "./vector";
import { consensus, findConsensus } from "./weighted-median";
import { readWeights } from "./weights";

export { exhausted } from "./arena";
export { newBondPairs, newBondStarts } from "./bonds";
export { emissions, serverEmissions, validatorEmissions } from "./emission";
export * from "./input";
export { active, newPermits } from "./stake";

/** u16 per uid, 65535 = 1. */
export let consensusOut: usize = 0;
export let dividendsOut: usize = 0;
export let incentiveOut: usize = 0;
export let validatorTrustOut: usize = 0;
export let stakeWeightOut: usize = 0;
/** Whole rao, u64 per uid. */
export let stakeOut: usize = 0;

function cut(vector: usize): usize {
  const result = take((<usize>neurons) << 1);
  quantize(result, vector, neurons);
  return result;
}

export function run(): void {
  judgeStake();
  readWeights();
  findConsensus();
  clip();
  findDividends();
  distribute();
  consensusOut = cut(consensus);
  dividendsOut = cut(dividends);
  incentiveOut = cut(incentive);
  validatorTrustOut = cut(trust);
  stakeWeightOut = cut(shares);
  stakeOut = takeVector(neurons);
  for (let uid: u32 = 0; uid < neurons; uid++)
    store<u64>(stakeOut + ((<usize>uid) << 3), stakeInRao(uid));
}
