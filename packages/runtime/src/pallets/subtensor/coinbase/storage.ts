import { blake2, identity, map, map2, value } from "@ganglion/frame";
import type { Alpha, Rao } from "@ganglion/primitives";
import {
  accountId,
  alpha,
  bool,
  i64,
  i64f64,
  i96f32,
  netUid,
  rao,
  tuple,
  u16,
  u64,
  u64f64,
  u96f32,
} from "@ganglion/scale";
import { recycleOrBurn } from "../types.ts";

export const AlphaDividendsPerSubnet = map2(
  identity(netUid),
  blake2(accountId),
  alpha,
  0n as Alpha,
);
export const BlockEmission = value(u64, 1000000000n);
export const LastHotkeyEmissionOnNetuid = map2(
  blake2(accountId),
  identity(netUid),
  alpha,
  0n as Alpha,
);
export const TotalIssuance = value(rao, 0n as Rao);
export const SubnetMovingAlpha = value(i96f32, 12885n);
export const SubnetMovingPrice = map(identity(netUid), i96f32, 0n);
export const SubnetTAO = map(identity(netUid), rao, 0n as Rao);
export const SubnetAlphaInEmission = map(identity(netUid), alpha, 0n as Alpha);
export const SubnetEmissionEnabled = map(identity(netUid), bool, true);
export const SubnetAlphaOutEmission = map(identity(netUid), alpha, 0n as Alpha);
export const SubnetTaoInEmission = map(identity(netUid), rao, 0n as Rao);
export const SubnetExcessTao = map(identity(netUid), rao, 0n as Rao);
export const SubnetRootSellTao = map(identity(netUid), rao, 0n as Rao);
export const SubnetAlphaIn = map(identity(netUid), alpha, 0n as Alpha);
export const SubnetAlphaOut = map(identity(netUid), alpha, 0n as Alpha);
export const SubnetProtocolAlpha = map(identity(netUid), alpha, 0n as Alpha);
export const SubnetTaoFlow = map(identity(netUid), i64, 0n);
export const SubnetEmaTaoFlow = map(identity(netUid), tuple(u64, i64f64));
export const NetTaoFlowEnabled = value(bool, true);
export const SubnetProtocolFlow = map(identity(netUid), i64, 0n);
export const SubnetEmaProtocolFlow = map(identity(netUid), tuple(u64, i64f64));
export const TaoFlowCutoff = value(i64f64, 0n);
export const FlowNormExponent = value(u64f64, 18446744073709551616n);
export const FlowEmaSmoothingFactor = value(u64, 29597889189277n);
export const SubnetOwnerCut = value(u16, 11796);
export const OwnerCutEnabled = map(identity(netUid), bool, true);
export const PendingServerEmission = map(identity(netUid), alpha, 0n as Alpha);
export const PendingValidatorEmission = map(identity(netUid), alpha, 0n as Alpha);
export const PendingRootAlphaDivs = map(identity(netUid), alpha, 0n as Alpha);
export const PendingOwnerCut = map(identity(netUid), alpha, 0n as Alpha);
export const MinerBurned = map(identity(netUid), u96f32, 0n);
export const RecycleOrBurn = map(identity(netUid), recycleOrBurn, "Burn");
export const EMAPriceHalvingBlocks = map(identity(netUid), u64, 201600n);
export const TaoInRefundDeploymentBlock = value(u64, 0n);
