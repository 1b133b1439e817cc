export { DevNetwork, FIRST_NETUID } from "./dev-network.ts";
export { allLaws } from "./laws/all.ts";
export { Court, type Violation } from "./laws/court.ts";
export { type Committed, type Happened, type Law, Step } from "./laws/law.ts";
export { type MoreOptions, SoakChain } from "./soak/chain.ts";
export {
  argumentsOf,
  atEdges,
  type EdgeOptions,
  edgeValues,
  remark,
  withEdges,
} from "./soak/edge-values.ts";
export { signed, verifyTag } from "./soak/signing.ts";
export { type Made, replayBlock, Soak, type SoakOptions, soakChain } from "./soak/soak.ts";
export { ALL_CALLS, callOf } from "./soak/workload.ts";
