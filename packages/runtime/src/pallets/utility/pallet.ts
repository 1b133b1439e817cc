import {
  addWeight,
  BadOrigin,
  type Ctx,
  call,
  constant,
  type DispatchResult,
  dispatchError,
  dispatchResult,
  ensure,
  ensureRoot,
  errors,
  event,
  minWeight,
  narrowed,
  type Origin,
  type Pays,
  pallet,
  RefusedWith,
  ROOT,
  type RuntimeCall,
  runtimeCall,
  type Weight,
  weigh,
  weightCodec,
  ZERO_WEIGHT,
} from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import { accountId, concatBytes, fromHex, utf8Bytes } from "@ganglion/primitives";
import { u16, u32, vec } from "@ganglion/scale";
import { dispatchUnfiltered, originCaller, originOf, resultOf } from "../../dispatch.ts";

const LIMIT = 10_922;
const Errors = errors({
  TooManyCalls: [0, "A batch holds at most 10922 calls."],
  InvalidDerivedAccount: [1, "No account can be derived."],
});
const Events = {
  BatchInterrupted: event(
    0,
    { index: u32, error: dispatchError },
    "A call of the batch was refused; what came before it stays.",
  ),
  BatchCompleted: event(1, {}, "Every call of the batch was done."),
  BatchCompletedWithErrors: event(2, {}, "The batch went through, some of its calls were refused."),
  ItemCompleted: event(3, {}, "A call of the batch was done."),
  ItemFailed: event(4, { error: dispatchError }, "A call of the batch was refused."),
  DispatchedAs: event(5, { result: dispatchResult }),
  IfElseMainSuccess: event(6, {}),
  IfElseFallbackCalled: event(7, { mainError: dispatchError }),
};

// Weights: pallets/utility/src/weights.rs. Whatever is inside, these calls are of class Normal.
const perCall =
  (base: bigint, each: bigint) =>
  (calls: number): Weight =>
    weigh(base + each * BigInt(calls), 3983n, { reads: 2n });
const BATCH = perCall(19_446_696n, 5_450_264n);
const BATCH_ALL = perCall(13_428_230n, 5_663_250n);
const FORCE_BATCH = perCall(12_134_867n, 5_477_293n);
/** With the pseudonym's account, which the inner call reads and writes. */
const AS_DERIVATIVE = weigh(15_378_000n, 3983n, { reads: 3n, writes: 1n });
const IF_ELSE = weigh(21_831_000n, 3983n, { reads: 2n });

const weightOf = (ctx: Ctx, calls: readonly RuntimeCall[]): Weight =>
  calls.reduce((sum, each) => addWeight(sum, each.call.weight(each.args, ctx)), ZERO_WEIGHT);

/** A root batch skips the filter, as the reference's does. */
const run = (ctx: Ctx, origin: Origin, each: RuntimeCall): DispatchResult =>
  origin.kind === "root" ? dispatchUnfiltered(ctx, origin, each) : ctx.dispatch(origin, each);
function spent(ctx: Ctx, each: RuntimeCall, { info }: DispatchResult): Weight {
  const announced = each.call.weight(each.args, ctx);
  return info.actualWeight ? minWeight(info.actualWeight, announced) : announced;
}

function checked(origin: Origin, calls: readonly RuntimeCall[]): void {
  ensure(origin.kind !== "none", BadOrigin);
  ensure(calls.length <= LIMIT, Errors.TooManyCalls);
}
const args = { calls: vec(runtimeCall) };
/** A batch is free if every call in it is. */
const paysOf = ({ calls }: { readonly calls: readonly RuntimeCall[] }): Pays =>
  calls.some(({ call: each, args: own }) => each.paysOf(own) === "Yes") ? "Yes" : "No";

/** Calls in order until one is refused. */
const batch = call({
  index: 0,
  args,
  pays: paysOf,
  weight: ({ calls }, ctx) => addWeight(BATCH(calls.length), weightOf(ctx, calls)),
  run(ctx, origin, { calls }) {
    checked(origin, calls);
    let weight = ZERO_WEIGHT;
    for (const [index, each] of calls.entries()) {
      const result = run(ctx, origin, each);
      weight = addWeight(weight, spent(ctx, each, result));
      if (!result.ok) {
        ctx.deposit(Events.BatchInterrupted({ index, error: result.refusal.error }));
        return { actualWeight: addWeight(BATCH(index + 1), weight) };
      }
      ctx.deposit(Events.ItemCompleted({}));
    }
    ctx.deposit(Events.BatchCompleted({}));
    return { actualWeight: addWeight(BATCH(calls.length), weight) };
  },
});

/** A call in the name of an account that only the signer can act for. */
const asDerivative = call({
  index: 1,
  args: { index: u16, call: runtimeCall },
  weight: ({ call: nested }, ctx) => addWeight(AS_DERIVATIVE, nested.call.weight(nested.args, ctx)),
  run(ctx, origin, { index, call: nested }) {
    ensure(origin.kind === "signed", BadOrigin);
    const { who } = origin;
    const pseudonym = accountId(
      blake2_256Hex(
        concatBytes(
          utf8Bytes("modlpy/utilisuba"),
          fromHex(who),
          Uint8Array.of(index & 255, index >> 8),
        ),
      ),
    );
    const result = ctx.dispatch({ ...origin, who: pseudonym }, nested);
    const actualWeight = addWeight(AS_DERIVATIVE, spent(ctx, nested, result));
    if (!result.ok) throw new RefusedWith(result.refusal, { actualWeight });
    return { actualWeight };
  },
});

/** All calls or none. */
const batchAll = call({
  index: 2,
  args,
  pays: paysOf,
  weight: ({ calls }, ctx) => addWeight(BATCH_ALL(calls.length), weightOf(ctx, calls)),
  run(ctx, origin, { calls }) {
    checked(origin, calls);
    const inside = narrowed(origin, isNoBatchAll);
    let weight = ZERO_WEIGHT;
    for (const [index, each] of calls.entries()) {
      const result = run(ctx, inside, each);
      weight = addWeight(weight, spent(ctx, each, result));
      if (!result.ok)
        throw new RefusedWith(result.refusal, {
          actualWeight: addWeight(BATCH_ALL(index + 1), weight),
        });
      ctx.deposit(Events.ItemCompleted({}));
    }
    ctx.deposit(Events.BatchCompleted({}));
    return { actualWeight: addWeight(BATCH_ALL(calls.length), weight) };
  },
});

function isNoBatchAll({ call: each }: RuntimeCall): boolean {
  return each !== batchAll;
}

/** Root: a call in another origin's name. */
const dispatchAs = call({
  index: 3,
  args: { asOrigin: originCaller, call: runtimeCall },
  weight: ({ call: nested }, ctx) =>
    addWeight(weigh(6_893_000n), nested.call.weight(nested.args, ctx)),
  run(ctx, origin, { asOrigin, call: nested }) {
    ensureRoot(origin);
    const result = dispatchUnfiltered(ctx, originOf(asOrigin), nested);
    ctx.deposit(Events.DispatchedAs({ result: resultOf(result) }));
  },
});

/** Every call, whatever becomes of the others. */
const forceBatch = call({
  index: 4,
  args,
  pays: paysOf,
  weight: ({ calls }, ctx) => addWeight(FORCE_BATCH(calls.length), weightOf(ctx, calls)),
  run(ctx, origin, { calls }) {
    checked(origin, calls);
    let weight = ZERO_WEIGHT;
    let failed = false;
    for (const each of calls) {
      const result = run(ctx, origin, each);
      weight = addWeight(weight, spent(ctx, each, result));
      failed ||= !result.ok;
      ctx.deposit(
        result.ok ? Events.ItemCompleted({}) : Events.ItemFailed({ error: result.refusal.error }),
      );
    }
    ctx.deposit(failed ? Events.BatchCompletedWithErrors({}) : Events.BatchCompleted({}));
    return { actualWeight: addWeight(FORCE_BATCH(calls.length), weight) };
  },
});

/** Root: a call with the weight that the caller states. */
const withWeight = call({
  index: 5,
  args: { call: runtimeCall, weight: weightCodec },
  weight: ({ weight }) => weight,
  run(ctx, origin, { call: nested }) {
    ensureRoot(origin);
    const result = dispatchUnfiltered(ctx, ROOT, nested);
    if (!result.ok) throw result.refusal;
  },
});

/** One call, and another if the first is refused. */
const ifElse = call({
  index: 6,
  args: { main: runtimeCall, fallback: runtimeCall },
  weight: ({ main, fallback }, ctx) => addWeight(IF_ELSE, weightOf(ctx, [main, fallback])),
  run(ctx, origin, { main, fallback }) {
    ensure(origin.kind !== "none", BadOrigin);
    const first = run(ctx, origin, main);
    let weight = addWeight(IF_ELSE, spent(ctx, main, first));
    if (first.ok) {
      ctx.deposit(Events.IfElseMainSuccess({}));
      return { actualWeight: weight };
    }
    const second = run(ctx, origin, fallback);
    weight = addWeight(weight, spent(ctx, fallback, second));
    if (!second.ok) throw new RefusedWith(second.refusal, { actualWeight: weight });
    ctx.deposit(Events.IfElseFallbackCalled({ mainError: first.refusal.error }));
    return { actualWeight: weight };
  },
});

/** Root: as `dispatch_as`, refused if the call is. */
const dispatchAsFallible = call({
  index: 7,
  args: { asOrigin: originCaller, call: runtimeCall },
  weight: ({ call: nested }, ctx) =>
    addWeight(weigh(7_113_000n), nested.call.weight(nested.args, ctx)),
  run(ctx, origin, { asOrigin, call: nested }) {
    ensureRoot(origin);
    const result = dispatchUnfiltered(ctx, originOf(asOrigin), nested);
    if (!result.ok) throw result.refusal;
    ctx.deposit(Events.DispatchedAs({ result: resultOf(result) }));
  },
});

/** Several calls as one. */
export const Utility = pallet({
  name: "Utility",
  index: 11,
  module: "pallet_subtensor_utility::pallet",
  storage: {},
  constants: { batched_calls_limit: constant(u32, LIMIT) },
  errors: Errors,
  events: Events,
  calls: {
    batch,
    asDerivative,
    batchAll,
    dispatchAs,
    forceBatch,
    withWeight,
    ifElse,
    dispatchAsFallible,
  },
});
/** The calls that hold others side by side: one directly inside another is filtered. */
export const BATCHES: readonly unknown[] = [batch, batchAll, forceBatch];
