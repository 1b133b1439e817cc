import {
  type Call,
  type Ctx,
  call,
  type DispatchClass,
  ensure,
  ensureRoot,
  type Weight,
} from "@ganglion/frame";
import type { NetUid } from "@ganglion/primitives";
import { type Fields, netUid, type OfFields } from "@ganglion/scale";
import type { TransactionType } from "../subtensor/keys/rate-limits.ts";
import {
  ensureAdminWindowOpen,
  ensureSnOwnerOrRootWithLimits,
  recordOwnerRl,
} from "../subtensor/owner-rights.ts";
import { ifSubnetExist } from "../subtensor/subnets/queries.ts";
import { Errors } from "./errors.ts";

/** What the calls of this pallet have in common. */
interface Common<A extends Fields> {
  readonly index: number;
  /** Fixed, or by arguments. */
  readonly weight: Weight | ((args: OfFields<A>) => Weight);
  readonly class?: DispatchClass;
  readonly args: A;
}

/** Root sets something of the whole network. */
export function network<const A extends Fields>(
  options: Common<A> & { readonly apply: (ctx: Ctx, args: OfFields<A>) => void },
): Call<A> {
  return call({
    ...options,
    run(ctx, origin, args) {
      ensureRoot(origin);
      options.apply(ctx, args);
    },
  });
}

type WithNetuid<A extends Fields> = { readonly netuid: typeof netUid } & A;

interface OfSubnet<A extends Fields> extends Common<A> {
  /** Not in the last blocks before an epoch. */
  readonly window?: boolean;
  /** The subnet must exist. */
  readonly exists?: boolean;
}

function withNetuid<A extends Fields>(args: A): WithNetuid<A> {
  return { netuid: netUid, ...args };
}

/** Root sets something of one subnet. */
export function subnet<const A extends Fields>(
  options: OfSubnet<A> & { readonly apply: (ctx: Ctx, netuid: NetUid, args: OfFields<A>) => void },
): Call<WithNetuid<A>> {
  const { window = false, exists = true } = options;
  return call({
    ...options,
    args: withNetuid(options.args),
    run(ctx, origin, args) {
      const netuid = (args as { netuid: NetUid }).netuid;
      ensureRoot(origin);
      if (window) ensureAdminWindowOpen(ctx, netuid);
      if (exists) ensure(ifSubnetExist(ctx, netuid), Errors.SubnetDoesNotExist);
      options.apply(ctx, netuid, args as unknown as OfFields<A>);
    },
  });
}

/**
 * The subnet's owner sets one of its rules, seldom and not before an epoch; or root, at any other time.
 * `limit` is what the owner's rate is counted for.
 */
export function owned<const A extends Fields>(
  options: OfSubnet<A> & {
    readonly limit: TransactionType;
    readonly apply: (
      ctx: Ctx,
      netuid: NetUid,
      args: OfFields<A> & { readonly byOwner: boolean },
    ) => void;
  },
): Call<WithNetuid<A>> {
  const { exists = true } = options;
  return call({
    ...options,
    args: withNetuid(options.args),
    run(ctx, origin, args) {
      const netuid = (args as { netuid: NetUid }).netuid;
      const owner = ensureSnOwnerOrRootWithLimits(ctx, origin, netuid, [options.limit]);
      ensureAdminWindowOpen(ctx, netuid);
      if (exists) ensure(ifSubnetExist(ctx, netuid), Errors.SubnetDoesNotExist);
      options.apply(ctx, netuid, {
        ...(args as unknown as OfFields<A>),
        byOwner: owner !== undefined,
      });
      recordOwnerRl(ctx, owner, netuid, [options.limit]);
    },
  });
}
