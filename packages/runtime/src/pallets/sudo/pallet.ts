import {
  addWeight,
  BadOrigin,
  type Ctx,
  call,
  dispatchResult,
  ensure,
  ensureLookup,
  errors,
  event,
  multiAddress,
  type Origin,
  type PostInfo,
  pallet,
  ROOT,
  type RuntimeCall,
  runtimeCall,
  signed,
  value,
  weigh,
  weightCodec,
} from "@ganglion/frame";
import type { AccountId } from "@ganglion/primitives";
import { accountId, option } from "@ganglion/scale";
import { dispatchUnfiltered, resultOf } from "../../dispatch.ts";

/** Who may act as root. */
export const Key = value(accountId);
const Errors = errors({ RequireSudo: [0, "Only the sudo key may do this."] });
const Events = {
  Sudid: event(0, { sudoResult: dispatchResult }, "Root did something; the result is inside."),
  KeyChanged: event(
    1,
    { old: option(accountId), new: accountId },
    "The sudo key is another one now.",
  ),
  KeyRemoved: event(2, {}, "There is no sudo key any more."),
  SudoAsDone: event(
    3,
    { sudoResult: dispatchResult },
    "Root acted as somebody else; the result is inside.",
  ),
};

function ensureSudo(ctx: Ctx, origin: Origin): AccountId | undefined {
  if (origin.kind === "root") return undefined;
  ensure(origin.kind === "signed", BadOrigin);
  ensure(origin.who === Key.get(ctx), Errors.RequireSudo);
  return origin.who;
}

/** Root acts for free: the fee comes back. */
const FREE: PostInfo = { pays: "No" };
const SUDO_WEIGHT = weigh(7_939_000n, 1517n, { reads: 1n });
const inner = (nested: RuntimeCall) => nested.call.classOf(nested.args);

const sudo = call({
  index: 0,
  args: { call: runtimeCall },
  class: ({ call: nested }) => inner(nested),
  weight: ({ call: nested }, ctx) => addWeight(SUDO_WEIGHT, nested.call.weight(nested.args, ctx)),
  run(ctx, origin, { call: nested }) {
    ensureSudo(ctx, origin);
    const result = dispatchUnfiltered(ctx, ROOT, nested);
    ctx.deposit(Events.Sudid({ sudoResult: resultOf(result) }));
    return FREE;
  },
});

const sudoUncheckedWeight = call({
  index: 1,
  args: { call: runtimeCall, weight: weightCodec },
  class: ({ call: nested }) => inner(nested),
  weight: ({ weight }) => weight,
  run(ctx, origin, { call: nested }) {
    ensureSudo(ctx, origin);
    const result = dispatchUnfiltered(ctx, ROOT, nested);
    ctx.deposit(Events.Sudid({ sudoResult: resultOf(result) }));
    return FREE;
  },
});

const setKey = call({
  index: 2,
  args: { new: multiAddress },
  weight: weigh(7_237_000n, 1517n, { reads: 1n, writes: 1n }),
  run(ctx, origin, args) {
    ensureSudo(ctx, origin);
    const next = ensureLookup(args.new);
    ctx.deposit(Events.KeyChanged({ old: Key.get(ctx), new: next }));
    Key.set(ctx, next);
    return FREE;
  },
});

const sudoAs = call({
  index: 3,
  args: { who: multiAddress, call: runtimeCall },
  class: ({ call: nested }) => inner(nested),
  weight: ({ call: nested }, ctx) =>
    addWeight(weigh(7_870_000n, 1517n, { reads: 1n }), nested.call.weight(nested.args, ctx)),
  run(ctx, origin, { who, call: nested }) {
    ensureSudo(ctx, origin);
    const result = dispatchUnfiltered(ctx, signed(ensureLookup(who)), nested);
    ctx.deposit(Events.SudoAsDone({ sudoResult: resultOf(result) }));
    return FREE;
  },
});

const removeKey = call({
  index: 4,
  args: {},
  weight: weigh(6_417_000n, 1517n, { reads: 1n, writes: 1n }),
  run(ctx, origin) {
    ensureSudo(ctx, origin);
    ctx.deposit(Events.KeyRemoved({}));
    Key.remove(ctx);
    return FREE;
  },
});

/** The key that acts as root. */
export const Sudo = pallet({
  name: "Sudo",
  index: 12,
  module: "pallet_sudo::pallet",
  storage: { Key },
  constants: {},
  errors: Errors,
  events: Events,
  calls: { sudo, sudoUncheckedWeight, setKey, sudoAs, removeKey },
});
