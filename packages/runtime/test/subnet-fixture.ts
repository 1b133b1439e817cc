import {
  type ChainMode,
  Context,
  dispatchCall,
  type EventRecord,
  type Origin,
  type RuntimeCall,
  State,
} from "@ganglion/frame";
import {
  type AccountId,
  accountId,
  alpha,
  mechId,
  type NetUid,
  type NetUidStorageIndex,
  netUid,
  rao,
} from "@ganglion/primitives";
import { AlphaAssets } from "../src/pallets/alpha-assets/pallet.ts";
import { Balances } from "../src/pallets/balances/pallet.ts";
import { TotalIssuance as BalancesIssuance } from "../src/pallets/balances/storage.ts";
import { Commitments } from "../src/pallets/commitments/pallet.ts";
import { Drand } from "../src/pallets/drand/pallet.ts";
import { ProxyPallet } from "../src/pallets/proxy/pallet.ts";
import {
  SubnetAlphaIn,
  SubnetAlphaOut,
  SubnetMovingPrice,
  SubnetTAO,
  TotalIssuance,
} from "../src/pallets/subtensor/coinbase/storage.ts";
import { getMechanismStorageIndex } from "../src/pallets/subtensor/epoch/mechanisms.ts";
import { LastEpochBlock, Tempo, ValidatorPermit } from "../src/pallets/subtensor/epoch/storage.ts";
import { Owner } from "../src/pallets/subtensor/keys/storage.ts";
import { SubtensorModule } from "../src/pallets/subtensor/pallet.ts";
import { MaxAllowedUids } from "../src/pallets/subtensor/registration/storage.ts";
import { appendNeuron } from "../src/pallets/subtensor/registration/uids.ts";
import { increaseStakeForHotkeyAndColdkeyOnSubnet } from "../src/pallets/subtensor/staking/stake-utils.ts";
import {
  FirstEmissionBlockNumber,
  NetworksAdded,
  SubnetMechanism,
  SubnetOwner,
  SubnetOwnerHotkey,
  SubtokenEnabled,
} from "../src/pallets/subtensor/subnets/storage.ts";
import {
  CommitRevealWeightsEnabled,
  MinAllowedWeights,
} from "../src/pallets/subtensor/weights/storage.ts";
import { Swap } from "../src/pallets/swap/pallet.ts";
import { System } from "../src/pallets/system/pallet.ts";
import { Account } from "../src/pallets/system/storage.ts";
import { NO_ACCOUNT } from "../src/pallets/system/types.ts";

/** A pallet's storage is bound to its keys when the pallet is assembled. */
export const PALLETS = [
  System,
  Balances,
  SubtensorModule,
  ProxyPallet,
  Commitments,
  Drand,
  Swap,
  AlphaAssets,
];

/** Account n: its number in the first byte, so that the order of numbers is the order of accounts. */
export const account = (n: number): AccountId =>
  accountId(`0x${n.toString(16).padStart(2, "0")}${"00".repeat(31)}`);

const NORMAL: ChainMode = { fast: false, faucet: false };

/** An empty chain at a block, by default in the reference's normal build. */
export function emptyChain(block: bigint, chain: ChainMode = NORMAL): Context {
  return new Context({
    state: new State({ get: () => undefined, keys: () => [] }),
    chain,
    specVersion: 425,
    block,
    dispatcher: (ctx, origin, call) => dispatchCall(ctx as Context, origin, call),
  });
}

/** One TAO or alpha in its smallest unit. */
export const UNIT = 1_000_000_000n;

/** A subnet with a pool of 1000 TAO and 1000 alpha (price 1), owned by coldkey 1, without commit-reveal. */
export function addSubnet(ctx: Context, id: number, tempo = 360): NetUid {
  const netuid = netUid(id);
  NetworksAdded.set(ctx, netuid, true);
  SubnetMechanism.set(ctx, netuid, 1);
  MaxAllowedUids.set(ctx, netuid, 256);
  Tempo.set(ctx, netuid, tempo);
  LastEpochBlock.set(ctx, netuid, ctx.block);
  MinAllowedWeights.set(ctx, netuid, 1);
  CommitRevealWeightsEnabled.set(ctx, netuid, false);
  SubnetOwner.set(ctx, netuid, account(1));
  SubnetTAO.set(ctx, netuid, rao(1000n * UNIT));
  SubnetAlphaIn.set(ctx, netuid, alpha(1000n * UNIT));
  SubnetMovingPrice.set(ctx, netuid, 1n << 32n);
  FirstEmissionBlockNumber.set(ctx, netuid, 1n);
  SubtokenEnabled.set(ctx, netuid, true);
  return netuid;
}

/** Registers hotkey n of coldkey n + 100 with alpha staked on itself; returns its uid. */
export function addNeuron(
  ctx: Context,
  netuid: NetUid,
  n: number,
  options: { readonly stake?: bigint; readonly permit?: boolean; readonly block?: bigint } = {},
): { readonly uid: number; readonly hotkey: AccountId; readonly coldkey: AccountId } {
  const hotkey = account(n);
  const coldkey = account(n + 100);
  const uid = ValidatorPermit.get(ctx, netuid).length;
  Owner.set(ctx, hotkey, coldkey);
  appendNeuron(ctx, netuid, hotkey, options.block ?? 0n);
  if (options.stake) addStake(ctx, netuid, { hotkey, coldkey, amount: options.stake });
  if (options.permit) ValidatorPermit.mutate(ctx, netuid, (permits) => permits.with(uid, true));
  return { uid, hotkey, coldkey };
}

/** Alpha out of nowhere, staked. */
export function addStake(
  ctx: Context,
  netuid: NetUid,
  to: { readonly hotkey: AccountId; readonly coldkey: AccountId; readonly amount: bigint },
): void {
  const amount = alpha(to.amount);
  increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, to.hotkey, to.coldkey, netuid, amount);
  SubnetAlphaOut.mutate(ctx, netuid, (out) => alpha(out + to.amount));
}

/** Names the hotkey that the subnet's owner votes and is paid with. */
export function setOwnerHotkey(ctx: Context, netuid: NetUid, hotkey: AccountId): void {
  SubnetOwnerHotkey.set(ctx, netuid, hotkey);
}

/** TAO out of nowhere, counted by both issuances. */
export function endow(ctx: Context, who: AccountId, amount: bigint): void {
  Account.set(ctx, who, {
    ...NO_ACCOUNT,
    providers: 1,
    data: { ...NO_ACCOUNT.data, free: amount },
  });
  BalancesIssuance.mutate(ctx, (total) => rao(total + amount));
  TotalIssuance.mutate(ctx, (total) => rao(total + amount));
}

/** Names of the events deposited since the start, or since a number of them. */
export const eventNames = (ctx: Context, from = 0): string[] =>
  ctx.events.slice(from).map(({ event }) => event.event.name);
export const lastEvent = (ctx: Context): EventRecord => ctx.events.at(-1)!.event;

/** Dispatches like an extrinsic; the name of the refusal, or "ok". */
export function dispatch(ctx: Context, origin: Origin, call: RuntimeCall): string {
  const result = ctx.dispatch(origin, call);
  return result.ok ? "ok" : result.refusal.label;
}

/** Hotkey of the validator in `votingSubnet`. */
export const VALIDATOR = account(20);

/** Subnet 1 at block 1000 with a validator (uid 0) and two miners. */
export function votingSubnet(): { readonly ctx: Context; readonly netuid: NetUid } {
  const ctx = emptyChain(1000n);
  const netuid = addSubnet(ctx, 1);
  addNeuron(ctx, netuid, 20, { stake: 1000n * UNIT, permit: true });
  addNeuron(ctx, netuid, 21);
  addNeuron(ctx, netuid, 22);
  return { ctx, netuid };
}

/** First key of what a mechanism stores. */
export const mechanismIndex = (netuid: number, mecid = 0): NetUidStorageIndex =>
  getMechanismStorageIndex(netUid(netuid), mechId(mecid));
