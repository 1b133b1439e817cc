import type { StateCtx } from "@ganglion/frame";
import type { NetUid, NetUidStorageIndex } from "@ganglion/primitives";
import { type Law, S } from "./law.ts";

const MECHANISM = 4096;
const VECTORS = {
  Active: S.Active,
  Consensus: S.Consensus,
  Dividends: S.Dividends,
  Emission: S.Emission,
  ValidatorTrust: S.ValidatorTrust,
  ValidatorPermit: S.ValidatorPermit,
} as const;

function wrongOn(ctx: StateCtx, netuid: NetUid): string[] {
  const found: string[] = [];
  const say = (text: string): void => void found.push(`subnet ${netuid}: ${text}`);
  const n = S.SubnetworkN.get(ctx, netuid);
  const keys = S.Keys.entries(ctx, netuid);
  const uids = S.Uids.entries(ctx, netuid);
  if (keys.length !== n || uids.length !== n)
    say(`${n} neurons, ${keys.length} keys, ${uids.length} uids`);
  for (const [[, uid], hotkey] of keys) {
    if (uid >= n) say(`uid ${uid} of ${n}`);
    if (S.Uids.get(ctx, netuid, hotkey) !== uid) say(`${hotkey} doesn't know its uid ${uid}`);
    if (!S.IsNetworkMember.get(ctx, hotkey, netuid)) say(`${hotkey} is no member`);
  }
  for (const [[, uid]] of S.BlockAtRegistration.entries(ctx, netuid))
    if (uid >= n) say(`uid ${uid} was registered and is not there`);
  for (const [name, item] of Object.entries(VECTORS)) {
    const { length } = item.get(ctx, netuid);
    if (length !== n) say(`${name} has ${length} entries for ${n}`);
  }
  for (let mechanism = 0; mechanism < S.MechanismCountCurrent.get(ctx, netuid); mechanism++) {
    const index = (mechanism * MECHANISM + netuid) as NetUidStorageIndex;
    for (const [name, item] of [
      ["Incentive", S.Incentive],
      ["LastUpdate", S.LastUpdate],
    ] as const) {
      const { length } = item.get(ctx, index);
      // A mechanism that came later gets its vectors with its first epoch.
      if (length !== n && (mechanism === 0 || length > n))
        say(`${name} of mechanism ${mechanism} has ${length} entries for ${n}`);
    }
    for (const [name, item] of [
      ["Weights", S.Weights],
      ["Bonds", S.Bonds],
    ] as const)
      for (const [[, uid], row] of item.entries(ctx, index))
        if (uid >= n || row.some(([to]) => to >= n))
          say(`${name} of ${uid} in mechanism ${mechanism} reach beyond ${n}`);
  }
  return found;
}

export function neuronsHaveOneUidEach(): Law {
  const touched = new Set<NetUid>();
  return {
    sentence: "Uids, keys and members mirror each other, and vectors are as long as the subnet.",
    step(step) {
      for (const item of [S.Keys, S.Uids])
        for (const { key } of step.changes(item as typeof S.Keys)) touched.add(key[0]);
      for (const item of [S.SubnetworkN, ...Object.values(VECTORS)])
        for (const { key } of step.changes(item as typeof S.SubnetworkN)) touched.add(key[0]);
      return step
        .changes(S.IsNetworkMember)
        .filter(({ key, after }) => after !== S.Uids.has(step.happened.ctx, key[1], key[0]))
        .map(
          ({ key, after }) => `${key[0]} is ${after ? "a" : "no"} member of ${key[1]} by mistake`,
        );
    },
    block(ctx) {
      const found = [...touched].flatMap((netuid) => wrongOn(ctx, netuid));
      touched.clear();
      return found;
    },
    whole: (ctx) => S.NetworksAdded.keysOf(ctx).flatMap(([netuid]) => wrongOn(ctx, netuid)),
  };
}
