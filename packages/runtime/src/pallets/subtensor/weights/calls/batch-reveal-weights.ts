import { call, ensure, weigh } from "@ganglion/frame";
import { netUid, u16, u64, vec } from "@ganglion/scale";
import { Errors } from "../../errors.ts";
import { doBatchRevealWeights } from "../reveal.ts";

/** Reveals several commits of one subnet, all or none. */
export const batchRevealWeights = call({
  index: 98,
  args: {
    netuid: netUid,
    uidsList: vec(vec(u16)),
    valuesList: vec(vec(u16)),
    saltsList: vec(vec(u16)),
    versionKeys: vec(u64),
  },
  weight: weigh(421_363_000n, 8095n, { reads: 19n, writes: 2n }),
  pays: "No",
  run(ctx, origin, { netuid, uidsList, valuesList, saltsList, versionKeys }) {
    const lists = [valuesList, saltsList, versionKeys];
    const lengthsEqual = lists.every((list) => list.length === uidsList.length);
    ensure(lengthsEqual, Errors.InputLengthsUnequal);
    const reveals = uidsList.map((uids, i) => ({
      uids,
      values: valuesList[i]!,
      salt: saltsList[i]!,
      versionKey: versionKeys[i]!,
    }));
    doBatchRevealWeights(ctx, origin, netuid, reveals);
  },
});
