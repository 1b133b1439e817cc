import { call, weigh } from "@ganglion/frame";
import { bytes, netUid } from "@ganglion/scale";
import { Events } from "../../events.ts";
import { TokenSymbol } from "../../identity/storage.ts";
import { ensureSubnetOwnerOrRoot } from "../../owner-rights.ts";
import { ensureSymbolAvailable, ensureSymbolExists } from "../symbols.ts";

export const updateSymbol = call({
  index: 112,
  args: { netuid: netUid, symbol: bytes },
  docs: "The owner or root picks another symbol for the subnet's token: one of the table that is free.",
  weight: weigh(28_313_000n, 9074n, { reads: 4n, writes: 1n }),
  // Source: macros/dispatches.rs, update_symbol
  run(ctx, origin, { netuid, symbol }) {
    ensureSubnetOwnerOrRoot(ctx, origin, netuid);
    ensureSymbolExists(symbol);
    ensureSymbolAvailable(ctx, symbol);
    TokenSymbol.set(ctx, netuid, symbol);
    ctx.deposit(Events.SymbolUpdated({ netuid, symbol }));
  },
});
