import { identity, map, map2, twox, value } from "@ganglion/frame";
import { accountId, bool, rao, u32 } from "@ganglion/scale";
import { boundedBytes } from "../../bounded.ts";

import { crowdloanInfo } from "./types.ts";

export const Crowdloans = map(twox(u32), crowdloanInfo);
export const NextCrowdloanId = value(u32, 0);
/** By crowdloan and contributor, the creator too. */
export const Contributions = map2(twox(u32), identity(accountId), rao);
/** The most that one contributor may give to a crowdloan; without an entry as much as it takes. */
export const MaxContributions = map(twox(u32), rao);
/** The crowdloan whose call is being made; absent otherwise. */
export const CurrentCrowdloanId = value(u32);
export const HasMigrationRun = map(identity(boundedBytes), bool, false);
