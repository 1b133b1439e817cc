import { call, ensure, ensureSigned, weigh } from "@ganglion/frame";
import { bytes, netUid } from "@ganglion/scale";
import { Errors } from "../../errors.ts";
import { Events } from "../../events.ts";
import { getSubnetOwner } from "../../subnets/queries.ts";
import { SubnetIdentitiesV3 } from "../storage.ts";
import { isValidSubnetIdentity } from "../validity.ts";

export const setSubnetIdentity = call({
  index: 78,
  args: {
    netuid: netUid,
    subnetName: bytes,
    githubRepo: bytes,
    subnetContact: bytes,
    subnetUrl: bytes,
    discord: bytes,
    description: bytes,
    logoUrl: bytes,
    additional: bytes,
  },
  docs: "The owner presents a subnet.",
  weight: weigh(17_513_000n, 4060n, { reads: 1n, writes: 1n }),
  // Source: utils/identity.rs, do_set_subnet_identity
  run(ctx, origin, { netuid, ...identity }) {
    const coldkey = ensureSigned(origin);
    ensure(getSubnetOwner(ctx, netuid) === coldkey, Errors.NotSubnetOwner);
    ensure(isValidSubnetIdentity(identity), Errors.InvalidIdentity);
    SubnetIdentitiesV3.set(ctx, netuid, identity);
    ctx.deposit(Events.SubnetIdentitySet({ netuid }));
  },
});
