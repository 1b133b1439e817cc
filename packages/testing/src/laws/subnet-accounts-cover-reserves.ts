import { type AccountId, accountId } from "@ganglion/primitives";
import { System } from "@ganglion/runtime";
import { type Law, S } from "./law.ts";

const { Account } = System.storage;
/** `modl`, `subtensr`, the netuid in two bytes, zeros. */
const HEAD = "0x6d6f646c73756274656e7372";
const TAIL = "00".repeat(18);
const EXISTENTIAL_DEPOSIT = 500n;

export function accountOfSubnet(netuid: number): AccountId {
  const byte = (value: number): string => value.toString(16).padStart(2, "0");
  return accountId(`${HEAD}${byte(netuid & 255)}${byte(netuid >> 8)}${TAIL}` as `0x${string}`);
}
function netuidOf(account: AccountId): number | undefined {
  if (!account.startsWith(HEAD) || !account.endsWith(TAIL)) return undefined;
  const at = HEAD.length;
  return (
    Number.parseInt(account.slice(at, at + 2), 16) +
    256 * Number.parseInt(account.slice(at + 2, at + 4), 16)
  );
}

/**
 * More may lie there: fees of registrations, gifts, what a price limit left over. Less in two cases: genesis
 * invents the first pool, and who pays a lock with the last rao keeps the existential deposit, while the pool
 * counts the whole lock.
 */
export function subnetAccountsCoverReserves(): Law {
  const short = new Map<number, bigint>();
  const missing = (ctx: Parameters<typeof S.SubnetTAO.get>[0], netuid: number): bigint => {
    const { free } = Account.get(ctx, accountOfSubnet(netuid)).data;
    return S.SubnetTAO.get(ctx, netuid as never) - free;
  };
  return {
    sentence: "The account of a subnet holds at least the TAO of its pool.",
    open(ctx) {
      for (const [[netuid]] of S.SubnetTAO.entries(ctx)) {
        const gap = missing(ctx, netuid);
        if (gap > 0n) short.set(netuid, gap);
      }
    },
    step(step) {
      const { ctx } = step.happened;
      const touched = new Set<number>();
      for (const { key } of step.changes(S.SubnetTAO)) touched.add(key[0]);
      for (const { key } of step.changes(Account)) {
        const netuid = netuidOf(key[0]);
        if (netuid !== undefined) touched.add(netuid);
      }
      for (const data of step.events("SubtensorModule", "NetworkAdded")) {
        const netuid = Number(data["netuid"]);
        const gap = missing(ctx, netuid);
        short.set(netuid, gap > 0n && gap <= EXISTENTIAL_DEPOSIT ? gap : 0n);
      }
      return [...touched].flatMap((netuid) => {
        const gap = missing(ctx, netuid);
        return gap <= (short.get(netuid) ?? 0n) ? [] : [`subnet ${netuid} lacks ${gap} rao`];
      });
    },
  };
}
