import { ensure, type StateCtx } from "@ganglion/frame";
import { equalBytes, type NetUid, toHex, utf8Bytes } from "@ganglion/primitives";
import { Errors } from "../errors.ts";
import { SubnetIdentitiesV3, TokenSymbol } from "../identity/storage.ts";
import { DEFAULT_NAMES, SYMBOLS } from "./symbol-table.ts";

/** Root's symbol, and that of whom the table has no more for. */
const DEFAULT_SYMBOL = SYMBOLS[0]!;
const NO_NAME = utf8Bytes("unknown");

/** The name that the subnet's identity gives, else the one of its netuid. Source: subnets/symbols.rs */
export function getNameForSubnet(ctx: StateCtx, netuid: NetUid): Uint8Array {
  const given = SubnetIdentitiesV3.get(ctx, netuid)?.subnetName;
  if (given && given.length > 0) return given;
  const name = DEFAULT_NAMES[netuid];
  return name === undefined ? NO_NAME : utf8Bytes(name);
}

/** The symbol of the netuid by default, whoever has it. Source: subnets/symbols.rs */
export function getSymbolForSubnet(netuid: NetUid): Uint8Array {
  return SYMBOLS[netuid] ?? DEFAULT_SYMBOL;
}

const usedSymbols = (ctx: StateCtx): ReadonlySet<string> =>
  new Set(TokenSymbol.entries(ctx).map(([, symbol]) => toHex(symbol)));

/** The netuid's own symbol, else the first free one, else root's. Source: subnets/symbols.rs */
export function getNextAvailableSymbol(ctx: StateCtx, netuid: NetUid): Uint8Array {
  const used = usedSymbols(ctx);
  const own = getSymbolForSubnet(netuid);
  if (!used.has(toHex(own))) return own;
  return SYMBOLS.slice(1).find((each) => !used.has(toHex(each))) ?? DEFAULT_SYMBOL;
}

/** @throws Refusal SymbolDoesNotExist unless it is in the table; root's isn't for others. Source: subnets/symbols.rs */
export function ensureSymbolExists(symbol: Uint8Array): void {
  ensure(
    SYMBOLS.slice(1).some((each) => equalBytes(each, symbol)),
    Errors.SymbolDoesNotExist,
  );
}

/** @throws Refusal SymbolAlreadyInUse. Source: subnets/symbols.rs */
export function ensureSymbolAvailable(ctx: StateCtx, symbol: Uint8Array): void {
  ensure(!usedSymbols(ctx).has(toHex(symbol)), Errors.SymbolAlreadyInUse);
}
