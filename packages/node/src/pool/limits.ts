export interface PoolLimits {
  readonly count: number;
  readonly bytes: number;
  /** How long a transaction that failed in a block is refused. */
  readonly banMs: number;
  /** As `banMs`, for one that crashed the runtime. */
  readonly crashBanMs: number;
}

export const DEFAULT_POOL_LIMITS: PoolLimits = {
  count: 65_536,
  bytes: 64 << 20,
  banMs: 60_000,
  crashBanMs: 1_800_000,
};
