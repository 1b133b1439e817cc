import { call, ensure, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, bool } from "@ganglion/scale";
import { Errors } from "../../errors.ts";
import { Events } from "../../events.ts";
import { coldkeyOwnsHotkey } from "../../keys/accounts.ts";
import { isHotkeyRegisteredOnNetwork } from "../../registration/uids.ts";
import { ROOT_NETUID } from "../../subnets/queries.ts";
import { AutoParentDelegationEnabled } from "../storage.ts";

/** Says whether new subnets' owners may become children of the caller's root validator. */
export const setAutoParentDelegationEnabled = call({
  index: 135,
  args: { hotkey: accountId, enabled: bool },
  weight: weigh(28_023_000n, 4364n, { reads: 2n, writes: 1n }),
  run(ctx, origin, { hotkey, enabled }) {
    const coldkey = ensureSigned(origin);
    ensure(coldkeyOwnsHotkey(ctx, coldkey, hotkey), Errors.NonAssociatedColdKey);
    ensure(
      isHotkeyRegisteredOnNetwork(ctx, ROOT_NETUID, hotkey),
      Errors.HotKeyNotRegisteredInSubNet,
    );
    AutoParentDelegationEnabled.set(ctx, hotkey, enabled);
    ctx.deposit(Events.AutoParentDelegationEnabledSet({ hotkey, enabled }));
  },
});
