import type { AnyItem, Context, Pallet } from "@ganglion/frame";
import { fromHex, type Hex } from "@ganglion/primitives";
import { type AnyCodec, decode, Reader } from "@ganglion/scale";
import { AlphaAssets } from "../pallets/alpha-assets/pallet.ts";
import { SubtensorModule } from "../pallets/subtensor/pallet.ts";
import { Swap } from "../pallets/swap/pallet.ts";
import { accountOf } from "./accounts.ts";
import { fromPlain, type Plain, toPlain } from "./plain.ts";

/** `Item[key,key]` of a scenario -> the item and its keys. */
const ENTRY = /^([\w.]+)(?:\[(.*)\])?$/;
const ITEM_PREFIX = 66;
/** Items that scenarios don't list. */
const LEFT_OUT = new Set([
  "TokenSymbol",
  "IdentitiesV2",
  "SubnetIdentitiesV3",
  "Axons",
  "Prometheus",
  "NeuronCertificates",
  "SubnetLeases",
  "SubnetLeaseShares",
  "SubnetUidToLeaseId",
  "NextSubnetLeaseId",
  "AccumulatedLeaseDividends",
  "AssociatedEvmAddress",
  "TimelockedWeightCommits",
  "CRV3WeightCommits",
  "CRV3WeightCommitsV2",
  "UsedWork",
  "HasMigrationRun",
]);

interface Named {
  readonly name: string;
  readonly item: AnyItem;
}
const named = (pallet: Pallet, prefix: string): Named[] =>
  Object.entries(pallet.storage).map(([name, item]) => ({ name: prefix + name, item }));
const ITEMS: readonly Named[] = [
  ...named(SubtensorModule, ""),
  ...named(Swap, "Swap."),
  ...named(AlphaAssets, "AlphaAssets."),
];
const BY_NAME = new Map(ITEMS.map((each) => [each.name, each.item]));
const BY_PREFIX = new Map<string, Named>(ITEMS.map((each) => [each.item.prefix, each]));

/** A key of LastRateLimitedBlock is written `Kind:param`. */
function rateLimitKeyOf(text: string): unknown {
  const [type, ...params] = text.split(":");
  if (params.length === 0) return { type };
  if (type === "OwnerHyperparamUpdate")
    return { type, value: { netuid: Number(params[0]), hyperparameter: params[1] } };
  return type === "SetSNOwnerHotkey" || type === "AddStakeBurn"
    ? { type, value: Number(params[0]) }
    : { type, value: accountOf(params.join(":")) };
}
function rateLimitText(key: { type: string; value?: unknown }, codec: AnyCodec): string {
  if (key.value === undefined) return key.type;
  if (key.type === "OwnerHyperparamUpdate") {
    const { netuid, hyperparameter } = key.value as { netuid: number; hyperparameter: string };
    return `${key.type}:${netuid}:${hyperparameter}`;
  }
  const body = toPlain(codec, key) as Record<string, Plain>;
  return `${key.type}:${String(Object.values(body)[0])}`;
}

function keysOf(item: AnyItem, text: string | undefined): unknown[] {
  if (text === undefined) return [];
  const parts = item.keys.length === 1 ? [text] : text.split(",");
  return item.keys.map((key, i) =>
    key.codec.type.name.startsWith("pallet_subtensor::RateLimitKey")
      ? rateLimitKeyOf(parts[i]!)
      : fromPlain(key.codec, parts[i]!),
  );
}

/** Where an entry is stored; nothing if it is not storage of these pallets. */
function placeOf(entry: string): { readonly item: AnyItem; readonly key: Hex } | undefined {
  const [, name, keyText] = ENTRY.exec(entry)!;
  const item = BY_NAME.get(name!) as (AnyItem & { keyOf(...keys: unknown[]): Hex }) | undefined;
  return item && { item, key: item.keyOf(...keysOf(item, keyText)) };
}

/** What an entry reads as, by default if nothing is stored; null if there is no default either. */
export function readEntry(
  ctx: Context,
  entry: string,
): { readonly stored: boolean; readonly plain: Plain } | undefined {
  const place = placeOf(entry);
  if (!place) return undefined;
  const { item, key } = place;
  const raw = ctx.state.readRaw(key);
  if (raw) return { stored: true, plain: toPlain(item.value, decode(item.value, raw)) };
  const plain = item.hasDefault ? toPlain(item.value, item.defaultOf(ctx.chain)) : null;
  return { stored: false, plain };
}

/** Writes one entry of a scenario's state; false if it is not storage of these pallets. */
export function writeEntry(ctx: Context, entry: string, plain: Plain): boolean {
  const place = placeOf(entry);
  if (!place) return false;
  const { item, key } = place;
  if (plain === null) ctx.state.remove(key);
  else ctx.state.write(key, item.value, fromPlain(item.value, plain));
  return true;
}

/** The name that scenarios give a raw key; nothing for keys that they don't list. */
export function entryOf(key: Hex): { readonly entry: string; readonly item: AnyItem } | undefined {
  const found = BY_PREFIX.get(key.slice(0, ITEM_PREFIX));
  if (!found || LEFT_OUT.has(found.name)) return undefined;
  const { name, item } = found;
  if (item.keys.length === 0) return { entry: name, item };
  const reader = new Reader(fromHex(key.slice(ITEM_PREFIX)));
  const parts = item.keys.map((each) => {
    reader.take(each.hashLength);
    const value: unknown = each.codec.read(reader);
    return each.codec.type.name.startsWith("pallet_subtensor::RateLimitKey")
      ? rateLimitText(value as { type: string; value?: unknown }, each.codec)
      : String(toPlain(each.codec, value));
  });
  return { entry: `${name}[${parts.join(",")}]`, item };
}

/** Stored bytes as scenarios write them; a plain item that is not stored stands at its default. */
export function plainOf(ctx: Context, item: AnyItem, raw: Uint8Array | undefined): Plain {
  if (raw) return toPlain(item.value, decode(item.value, raw));
  return item.keys.length === 0 && item.hasDefault
    ? toPlain(item.value, item.defaultOf(ctx.chain))
    : null;
}
