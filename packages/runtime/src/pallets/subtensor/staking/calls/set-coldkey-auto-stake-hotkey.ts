import { call, ensure, ensureSigned, weigh } from "@ganglion/frame";
import { accountId, netUid } from "@ganglion/scale";
import { Errors } from "../../errors.ts";
import { Events } from "../../events.ts";
import { Uids } from "../../registration/storage.ts";
import { ifSubnetExist } from "../../subnets/queries.ts";
import { AutoStakeDestination, AutoStakeDestinationColdkeys } from "../storage.ts";

/** Says with which hotkey the caller's mining rewards of a subnet are staked. */
export const setColdkeyAutoStakeHotkey = call({
  index: 114,
  args: { netuid: netUid, hotkey: accountId },
  weight: weigh(33_853_000n, 4274n, { reads: 4n, writes: 2n }),
  run(ctx, origin, { netuid, hotkey }) {
    const coldkey = ensureSigned(origin);
    ensure(ifSubnetExist(ctx, netuid), Errors.SubnetNotExists);
    ensure(Uids.has(ctx, netuid, hotkey), Errors.HotKeyNotRegisteredInSubNet);
    const before = AutoStakeDestination.get(ctx, coldkey, netuid);
    ensure(before !== hotkey, Errors.SameAutoStakeHotkeyAlreadySet);
    if (before !== undefined)
      AutoStakeDestinationColdkeys.mutate(ctx, before, netuid, (coldkeys) =>
        coldkeys.filter((each) => each !== coldkey),
      );
    AutoStakeDestination.set(ctx, coldkey, netuid, hotkey);
    AutoStakeDestinationColdkeys.mutate(ctx, hotkey, netuid, (coldkeys) =>
      coldkeys.includes(coldkey) ? coldkeys : [...coldkeys, coldkey],
    );
    ctx.deposit(Events.AutoStakeDestinationSet({ coldkey, netuid, hotkey }));
  },
});
