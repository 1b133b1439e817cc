// Numbers of 128 bits, where 64 don't hold the intermediate: stake before it becomes a share, and emission.

const LOW: u64 = 0xffffffff;

/** An I64F64 of `high` and `low` 64 bits as I32F32: floored, saturating. */
export function narrowed(high: i64, low: u64): i64 {
  if (high !== <i64>(<i32>high)) return high < 0 ? i64.MIN_VALUE : i64.MAX_VALUE;
  return (high << 32) | <i64>(low >> 32);
}

/**
 * One I64F64 over another that is not 0, as I32F32. The quotient is cut to I64F64 first: toward zero, and to 0 where it
 * does not fit; then floored, saturating.
 */
export function share(high: i64, low: u64, sumHigh: i64, sumLow: u64): i64 {
  const negative = (high ^ sumHigh) < 0;
  // Sizes up to 2^127.
  const aLow = high < 0 ? 0 - low : low;
  const aHigh = <u64>(high < 0 ? ~high + <i64>(low === 0) : high);
  const bLow = sumHigh < 0 ? 0 - sumLow : sumLow;
  const bHigh = <u64>(sumHigh < 0 ? ~sumHigh + <i64>(sumLow === 0) : sumHigh);

  // Long division bit by bit: 128 bits before the point, unless there are none, and 64 behind it.
  const below = aHigh < bHigh || (aHigh === bHigh && aLow < bLow);
  let restHigh: u64 = below ? aHigh : 0;
  let restLow: u64 = below ? aLow : 0;
  let wholeHigh: u64 = 0;
  let whole: u64 = 0;
  let fraction: u64 = 0;
  for (let i = below ? 64 : 192; i > 0; i--) {
    const bit: u64 = i > 128 ? (aHigh >> (i - 129)) & 1 : i > 64 ? (aLow >> (i - 65)) & 1 : 0;
    restHigh = (restHigh << 1) | (restLow >> 63);
    restLow = (restLow << 1) | bit;
    wholeHigh = (wholeHigh << 1) | (whole >> 63);
    whole = (whole << 1) | (fraction >> 63);
    fraction <<= 1;
    if (restHigh < bHigh || (restHigh === bHigh && restLow < bLow)) continue;
    restHigh -= bHigh + <u64>(restLow < bLow);
    restLow -= bLow;
    fraction |= 1;
  }

  const most: u64 = 1 << 63;
  if (wholeHigh !== 0 || whole > most) return 0;
  if (whole === most && !(negative && fraction === 0)) return 0;
  if (whole >> 31 !== 0) return negative ? i64.MIN_VALUE : i64.MAX_VALUE;
  const size = <i64>((whole << 32) | (fraction >> 32));
  if (!negative) return size;
  return -size - <i64>((fraction & LOW) !== 0);
}

/** A share (I32F32) of an amount, floored; nothing of a negative share, and no more than u64 holds. */
export function part(share: i64, amount: u64): u64 {
  if (share <= 0) return 0;
  const shareHigh = <u64>share >> 32;
  const shareLow = <u64>share & LOW;
  const amountHigh = amount >> 32;
  const amountLow = amount & LOW;
  const highLow = shareHigh * amountLow;
  const lowHigh = shareLow * amountHigh;
  const middle = ((shareLow * amountLow) >> 32) + (highLow & LOW) + (lowHigh & LOW);
  const upper = shareHigh * amountHigh + (highLow >> 32) + (lowHigh >> 32) + (middle >> 32);
  return upper >> 32 !== 0 ? u64.MAX_VALUE : (upper << 32) | (middle & LOW);
}
