export type {
  BlockContent,
  EpochPay,
  GatewayChain,
  Graph,
  GraphNeuron,
  NeuronAt,
  WeightsEvent,
} from "./chain/gateway-chain.ts";
export { liveChain } from "./chain/live-chain.ts";
export { createGateway, type GatewayCore, type GatewayCoreOptions } from "./gateway.ts";
export { GatewayError, type GatewayErrorCode } from "./gateway-error.ts";
export type {
  QueryAnswer,
  QueryEpoch,
  QueryRecord,
  QueryWeights,
} from "./records/query-record.ts";
export type { ServedSubnet } from "./served-subnet.ts";
export {
  type GatewayOptions,
  type Listen,
  listen,
  type RunningGateway,
  startGateway,
} from "./start.ts";
