import { ensure, weigh } from "@ganglion/frame";
import { Errors } from "../errors.ts";
import { decreaseTake } from "../staking/calls/decrease-take.ts";
import { increaseTake } from "../staking/calls/increase-take.ts";
import { MaxDelegateTake, MinDelegateTake } from "../staking/storage.ts";
import { doTakeChecks } from "../staking/takes.ts";
import { argsOf, type Guard, oneOf } from "./guard.ts";

/** A delegate's take stays within the bounds, and is set by the hotkey's owner. Source: guards/check_delegate_take.rs */
export const checkDelegateTake: Guard = {
  weight: weigh(15_378_000n, 4186n, { reads: 3n }),
  appliesTo: oneOf(increaseTake, decreaseTake),
  check(ctx, origin, call) {
    const args = argsOf(call, increaseTake, decreaseTake);
    if (origin.kind !== "signed" || !args) return;
    ensure(args.take >= MinDelegateTake.get(ctx), Errors.DelegateTakeTooLow);
    ensure(args.take <= MaxDelegateTake.get(ctx), Errors.DelegateTakeTooHigh);
    doTakeChecks(ctx, origin.who, args.hotkey);
  },
};
