import type { Ctx } from "@ganglion/frame";
import { safeFloatFromU64 } from "@ganglion/math";
import { type AccountId, alpha, netUid, rao, ZERO_ACCOUNT } from "@ganglion/primitives";
import { SubnetAlphaIn, SubnetAlphaOut, SubnetTAO, TotalIssuance } from "./coinbase/storage.ts";
import { MaxAllowedValidators, Tempo } from "./epoch/storage.ts";
import { TokenSymbol } from "./identity/storage.ts";
import { Owner } from "./keys/storage.ts";
import {
  MaxAllowedUids,
  SubnetworkN,
  TargetRegistrationsPerInterval,
} from "./registration/storage.ts";
import { appendNeuron } from "./registration/uids.ts";
import {
  AlphaV2,
  StakingHotkeys,
  TotalHotkeyAlpha,
  TotalHotkeySharesV2,
} from "./staking/storage.ts";
import { ROOT_NETUID } from "./subnets/queries.ts";
import {
  LargestLocked,
  NetworkRegistrationAllowed,
  NetworksAdded,
  SubnetLocked,
  SubnetMechanism,
  SubnetOwner,
  SubnetOwnerHotkey,
  TotalNetworks,
} from "./subnets/storage.ts";
import { getSymbolForSubnet } from "./subnets/symbols.ts";
import { MinAllowedWeights } from "./weights/storage.ts";

const TEMPO = 100;
const RESERVE = 10_000_000_000n;
const STAKE = 1_000_000_000n;

/**
 * Root and subnet 1 as every chain of the reference begins. Subnet 1 belongs to nobody, is never started,
 * and its reserves have no TAO behind them. Our counter of issuance begins at 0 whatever the balances are.
 * @param rootOwner owner and owner's hotkey of root; the zero account if absent
 * Source: macros/genesis.rs
 */
export function buildGenesis(
  ctx: Ctx,
  rootOwner: { readonly coldkey: AccountId; readonly hotkey: AccountId } = {
    coldkey: ZERO_ACCOUNT,
    hotkey: ZERO_ACCOUNT,
  },
): void {
  TotalIssuance.set(ctx, rao(0n));
  TotalNetworks.set(ctx, 2);
  for (const [netuid, maxUids] of [
    [ROOT_NETUID, 64],
    [netUid(1), 256],
  ] as const) {
    NetworksAdded.set(ctx, netuid, true);
    SubnetworkN.set(ctx, netuid, 0);
    MaxAllowedUids.set(ctx, netuid, maxUids);
    MaxAllowedValidators.set(ctx, netuid, 64);
    MinAllowedWeights.set(ctx, netuid, 0);
    Tempo.set(ctx, netuid, TEMPO);
    NetworkRegistrationAllowed.set(ctx, netuid, true);
    TokenSymbol.set(ctx, netuid, getSymbolForSubnet(netuid));
  }
  SubnetOwner.set(ctx, ROOT_NETUID, rootOwner.coldkey);
  SubnetOwnerHotkey.set(ctx, ROOT_NETUID, rootOwner.hotkey);
  TargetRegistrationsPerInterval.set(ctx, ROOT_NETUID, 1);
  fillSubnetOne(ctx);
}

function fillSubnetOne(ctx: Ctx): void {
  const netuid = netUid(1);
  const nobody = ZERO_ACCOUNT;
  SubnetMechanism.set(ctx, netuid, 1);
  SubnetOwner.set(ctx, netuid, nobody);
  SubnetLocked.set(ctx, netuid, rao(1n));
  LargestLocked.set(ctx, netuid, 1n);
  SubnetTAO.set(ctx, netuid, rao(RESERVE));
  SubnetAlphaIn.set(ctx, netuid, alpha(RESERVE));
  SubnetAlphaOut.set(ctx, netuid, alpha(STAKE));
  Owner.set(ctx, nobody, nobody);
  StakingHotkeys.set(ctx, nobody, [nobody]);
  AlphaV2.set(ctx, nobody, nobody, netuid, safeFloatFromU64(STAKE));
  TotalHotkeySharesV2.set(ctx, nobody, netuid, safeFloatFromU64(STAKE));
  TotalHotkeyAlpha.set(ctx, nobody, netuid, alpha(STAKE));
  appendNeuron(ctx, netuid, nobody, 0n);
}
