/**
 * The first block in (`after`, `until`] for which something holds that goes on to hold once it does.
 * It is known to hold at `until`; so many questions as there are bits in the distance.
 */
export async function firstBlock(
  range: { readonly after: number; readonly until: number },
  holds: (block: number) => Promise<boolean>,
): Promise<number> {
  let { after: low, until: high } = range;
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (await holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
