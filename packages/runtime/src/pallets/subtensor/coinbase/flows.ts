import type { Ctx } from "@ganglion/frame";
import type { NetUid, Rao } from "@ganglion/primitives";
import { SubnetProtocolFlow, SubnetTaoFlow } from "./storage.ts";

// Net TAO into a subnet since the counters were read, i64 rao. The reference keeps them for a way of
// sharing emission that nothing calls at the moment.

const I64_MAX = (1n << 63n) - 1n;
const I64_MIN = -(1n << 63n);

function saturatingI64(value: bigint): bigint {
  if (value > I64_MAX) return I64_MAX;
  return value < I64_MIN ? I64_MIN : value;
}
const plus = (tao: Rao) => (flow: bigint) => saturatingI64(flow + BigInt.asIntN(64, tao));
const minus = (tao: Rao) => (flow: bigint) => saturatingI64(flow - BigInt.asIntN(64, tao));

/** Users brought TAO. Source: coinbase/subnet_emissions.rs */
export function recordTaoInflow(ctx: Ctx, netuid: NetUid, tao: Rao): void {
  SubnetTaoFlow.mutate(ctx, netuid, plus(tao));
}
/** Users took TAO. Source: coinbase/subnet_emissions.rs */
export function recordTaoOutflow(ctx: Ctx, netuid: NetUid, tao: Rao): void {
  SubnetTaoFlow.mutate(ctx, netuid, minus(tao));
}
/** Source: coinbase/subnet_emissions.rs */
export function resetTaoOutflow(ctx: Ctx, netuid: NetUid): void {
  SubnetTaoFlow.remove(ctx, netuid);
}
/** The chain itself brought TAO: emission. Source: coinbase/subnet_emissions.rs */
export function recordProtocolInflow(ctx: Ctx, netuid: NetUid, tao: Rao): void {
  SubnetProtocolFlow.mutate(ctx, netuid, plus(tao));
}
/** The chain itself took TAO: sold root dividends. Source: coinbase/subnet_emissions.rs */
export function recordProtocolOutflow(ctx: Ctx, netuid: NetUid, tao: Rao): void {
  SubnetProtocolFlow.mutate(ctx, netuid, minus(tao));
}
/** Source: coinbase/subnet_emissions.rs */
export function resetProtocolFlow(ctx: Ctx, netuid: NetUid): void {
  SubnetProtocolFlow.remove(ctx, netuid);
}
