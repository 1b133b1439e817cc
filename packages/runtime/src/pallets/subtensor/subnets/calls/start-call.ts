import { call, ensure, weigh } from "@ganglion/frame";
import { saturatingAddU64 } from "@ganglion/math";
import { netUid } from "@ganglion/scale";
import { Errors } from "../../errors.ts";
import { Events } from "../../events.ts";
import { ensureSubnetOwner } from "../../owner-rights.ts";
import { ifSubnetExist } from "../queries.ts";
import {
  FirstEmissionBlockNumber,
  NetworkRegisteredAt,
  StartCallDelay,
  SubtokenEnabled,
} from "../storage.ts";

export const startCall = call({
  index: 92,
  args: { netuid: netUid },
  docs: "The owner starts a subnet: from the next block it earns emission and its alpha can be traded.",
  weight: weigh(39_454_000n, 4583n, { reads: 5n, writes: 2n }),
  // Source: subnets/subnet.rs, do_start_call
  run(ctx, origin, { netuid }) {
    ensure(ifSubnetExist(ctx, netuid), Errors.SubnetNotExists);
    ensureSubnetOwner(ctx, origin, netuid);
    ensure(!FirstEmissionBlockNumber.has(ctx, netuid), Errors.FirstEmissionBlockNumberAlreadySet);
    const earliest = saturatingAddU64(
      NetworkRegisteredAt.get(ctx, netuid),
      StartCallDelay.get(ctx),
    );
    ensure(ctx.block >= earliest, Errors.NeedWaitingMoreBlocksToStarCall);
    const block = saturatingAddU64(ctx.block, 1n);
    FirstEmissionBlockNumber.set(ctx, netuid, block);
    SubtokenEnabled.set(ctx, netuid, true);
    ctx.deposit(Events.FirstEmissionBlockNumberSet({ netuid, block }));
  },
});
