/** Where a subnet stands on its way to the next epochs, as of a block. Amounts of blocks and block numbers. */
export interface EpochSchedule {
  /** The block as of which the rest holds. */
  readonly block: number;
  readonly tempo: number;
  readonly lastEpochBlock: number;
  /** Block of an epoch that the owner triggered; 0 if there is none. */
  readonly pendingEpochAt: number;
  readonly blocksSinceLastStep: number;
}

/** A beacon's clock, as Drand.BeaconConfig has it: seconds. */
export interface BeaconClock {
  readonly period: number;
  readonly genesisTime: number;
}

/** Blocks without an epoch after which the chain runs one in any case. */
const MAX_TEMPO = 50_400;
/** So many blocks into its epoch a commit is revealed, so that it surely lies in it. As bittensor-drand has it. */
const SECURITY_BLOCKS = 3;

/** The block of the next epoch. Source: coinbase/run_coinbase.rs, should_run_epoch */
function nextEpoch(schedule: EpochSchedule): number {
  const { block, tempo, lastEpochBlock, pendingEpochAt, blocksSinceLastStep } = schedule;
  const due = Math.min(
    lastEpochBlock + tempo,
    pendingEpochAt > 0 ? pendingEpochAt : Number.POSITIVE_INFINITY,
    // Its safety net against a schedule that lost its anchor.
    block + 1 + Math.max(0, MAX_TEMPO + 1 - blocksSinceLastStep),
  );
  return Math.max(block + 1, due);
}

const afterEpoch = (schedule: EpochSchedule, block: number): EpochSchedule => ({
  ...schedule,
  block,
  lastEpochBlock: block,
  pendingEpochAt: 0,
  blocksSinceLastStep: 0,
});

/**
 * The block in which a commit of the next block should be opened: a little into the epoch that comes a reveal
 * period after its own.
 * @param revealPeriod epochs, at least 1
 * @throws RangeError if the subnet has no epochs: its tempo is 0
 */
export function revealBlock(now: EpochSchedule, revealPeriod: number): number {
  if (now.tempo <= 0) throw new RangeError("a subnet with tempo 0 has no epochs");
  let block = now.block + 1;
  // An epoch that is due in the commit's own block runs before it.
  let schedule = nextEpoch(now) === block ? afterEpoch(now, block) : now;
  for (let epoch = 0; epoch < revealPeriod; epoch++) {
    block = nextEpoch(schedule);
    schedule = afterEpoch(schedule, block);
  }
  return block + SECURITY_BLOCKS;
}

/** The round to encrypt for so that it is known at a time; the first one at least. `timeMs`: since 1970. */
export function roundKnownAt({ period, genesisTime }: BeaconClock, timeMs: number): bigint {
  const round = Math.floor((timeMs / 1000 - genesisTime) / period);
  return BigInt(Math.max(1, round));
}
