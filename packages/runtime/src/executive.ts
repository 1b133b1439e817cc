import {
  addWeight,
  type ChainMode,
  Context,
  type Ctx,
  type DispatchResult,
  decodeExtrinsic,
  dispatchCall,
  type Extrinsic,
  type Host,
  isBareExtrinsic,
  lookup,
  type MultiSignature,
  NONE,
  type Origin,
  type RuntimeCall,
  type State,
  signed,
  signingPayload,
  type Weight,
  ZERO_WEIGHT,
} from "@ganglion/frame";
import { U64_MAX } from "@ganglion/math";
import { type AccountId, fromHex, type Hash } from "@ganglion/primitives";
import { DecodeError } from "@ganglion/scale";
import type { AnyExtension, Subject, Validity } from "./extensions/extension.ts";
import { EXTENSIONS } from "./extensions/list.ts";
import {
  actualWeight,
  checkLengthAndWeight,
  registerWeight,
  reserveWeight,
} from "./extensions/weight.ts";
import { filterAndGuard } from "./filter.ts";
import { HOOKS } from "./hooks.ts";
import { announceNextKey, submitEncrypted } from "./pallets/shield/calls.ts";
import { parseShielded, type ShieldedTransaction } from "./pallets/shield/shielded-transaction.ts";
import { argsOf } from "./pallets/subtensor/guards/guard.ts";
import { Constants } from "./pallets/system/constants.ts";
import { Events as SystemEvents } from "./pallets/system/events.ts";
import * as System from "./pallets/system/storage.ts";
import type { DigestItem } from "./pallets/system/types.ts";
import { SPEC_VERSION } from "./pallets/system/version.ts";
import { preDispatchUnsigned, validateUnsigned } from "./unsigned.ts";
import {
  Invalid,
  invalid,
  type TransactionSource,
  type TransactionValidityError,
  unknownLookup,
  type ValidTransaction,
} from "./validity.ts";

/** Checks a signature; must answer false, not throw, on garbage. */
export type Verify = Host["verify"];
/** What a runtime is handed of Drand: the check of pulses, and the opening of what is locked for a round. */
export type BeaconHost = Pick<Host, "verifyPulse" | "openTimelock">;
/** What a runtime is made with. */
export interface RuntimeOptions {
  readonly chain: ChainMode;
  readonly verify: Verify;
  readonly beacon: BeaconHost;
  /** By what to compute; compiled kernels if it isn't said. */
  readonly arithmetic?: NonNullable<ChainMode["arithmetic"]>;
}

const SIGNATURE_TYPE = { Sr25519: "sr25519", Ed25519: "ed25519", Ecdsa: "ecdsa" } as const;

/** What a header tells the runtime. */
export interface HeaderStart {
  readonly number: number;
  readonly parentHash: Hash;
  readonly digest: readonly DigestItem[];
}

export type Applied =
  | { readonly ok: true; readonly dispatched: DispatchResult }
  | { readonly ok: false; readonly error: TransactionValidityError };

/** An extrinsic that was decoded and whose signature holds. */
interface Checked {
  readonly extrinsic: Extrinsic;
  readonly who: AccountId | undefined;
  readonly extra: readonly unknown[];
}

/** The reference's `Executive`: blocks and extrinsics over a state. */
export class Executive {
  readonly #chain: ChainMode;
  readonly #host: Host;

  constructor({ chain, verify, beacon }: RuntimeOptions) {
    this.#chain = chain;
    this.#host = {
      verify,
      verifyPulse: (claim) => beacon.verifyPulse(claim),
      openTimelock: (sealed, signature) => beacon.openTimelock(sealed, signature),
    };
  }

  /**
   * A context over a state, at the block and under the rules that the state stands at.
   * @throws Error if those rules are newer than this program
   */
  context(state: State): Context {
    const options = { state, chain: this.#chain, block: 0n, dispatcher, host: this.#host };
    const unversioned = new Context({ ...options, specVersion: SPEC_VERSION });
    const block = BigInt(System.Number.get(unversioned));
    const specVersion = System.LastRuntimeUpgrade.get(unversioned)?.specVersion ?? SPEC_VERSION;
    if (specVersion > SPEC_VERSION)
      throw new Error(
        `the chain stands at spec version ${specVersion}, this program knows the rules up to ${SPEC_VERSION}: run a newer one`,
      );
    return new Context({ ...options, block, specVersion });
  }

  /** Starts a block: previous events go, the hooks run. */
  initialize(state: State, header: HeaderStart): Context {
    const ctx = this.context(state);
    ctx.block = BigInt(header.number);
    System.Events.remove(ctx);
    System.EventCount.remove(ctx);
    System.EventTopics.clear(ctx);
    System.Number.set(ctx, header.number);
    System.Digest.set(ctx, { logs: header.digest });
    System.ParentHash.set(ctx, header.parentHash);
    System.BlockHash.set(ctx, header.number - 1, header.parentHash);
    System.InherentsApplied.remove(ctx);
    System.BlockWeight.remove(ctx);
    const spent = HOOKS.reduce<Weight>(
      (sum, hooks) => addWeight(sum, hooks.onInitialize?.(ctx, header) ?? ZERO_WEIGHT),
      Constants.BlockWeights.get(ctx).baseBlock,
    );
    registerWeight(ctx, spent, "Mandatory");
    ctx.phase = { type: "ApplyExtrinsic", value: 0 };
    return ctx;
  }

  /** Ends a block: the hooks run, the events are stored. What changed is in the state. */
  finalize(ctx: Context): readonly DigestItem[] {
    ctx.phase = { type: "Finalization" };
    for (const hooks of HOOKS) hooks.onFinalize?.(ctx);
    System.ExecutionPhase.remove(ctx);
    System.AllExtrinsicsLen.remove(ctx);
    System.ExtrinsicCount.remove(ctx);
    const number = Number(ctx.block);
    const forgotten = number - Constants.BlockHashCount.get(ctx) - 1;
    if (forgotten > 0) System.BlockHash.remove(ctx, forgotten);
    if (ctx.events.length > 0) {
      System.EventCount.set(ctx, ctx.events.length);
      System.Events.set(
        ctx,
        ctx.events.map(({ phase, event }) => ({ phase, event, topics: [] })),
      );
    }
    return System.Digest.get(ctx).logs;
  }

  /** Applies an extrinsic to a block that was begun. An invalid one changes nothing. */
  apply(ctx: Context, raw: Uint8Array): Applied {
    const mark = ctx.mark();
    try {
      const dispatched = this.#applyChecked(ctx, this.#check(ctx, raw));
      return { ok: true, dispatched };
    } catch (thrown) {
      ctx.rollback(mark);
      if (thrown instanceof Invalid) return { ok: false, error: thrown.error };
      throw thrown;
    }
  }

  /**
   * What the pool asks before it takes an extrinsic. Leaves the state as it is.
   * `parentHash`: of the block that the state stands at.
   */
  validate(
    state: State,
    raw: Uint8Array,
    { parentHash }: { readonly source: TransactionSource; readonly parentHash: Hash },
  ):
    | {
        readonly ok: true;
        readonly value: ValidTransaction;
        /** What it is made of, if it is encrypted. */
        readonly shielded?: ShieldedTransaction;
      }
    | { readonly ok: false; readonly error: TransactionValidityError } {
    const ctx = this.context(state);
    const mark = ctx.mark();
    try {
      // It will go into the next block, and is judged there: an era may begin at this one.
      System.BlockHash.set(ctx, Number(ctx.block), parentHash);
      ctx.block += 1n;
      const checked = this.#check(ctx, raw);
      // What belongs to every block is its author's to say, whoever signs it.
      const { call, args } = checked.extrinsic.call;
      if (call.classOf(args) === "Mandatory") throw invalid("MandatoryValidation");
      if (checked.who === undefined)
        return { ok: true, value: validateBare(ctx, checked.extrinsic) };
      const subject = subjectOf(ctx, checked, checked.who);
      const value = combined(validateAll(ctx, subject, checked.extra));
      const shielded = shieldedIn(checked.extrinsic);
      return { ok: true, value, ...(shielded && { shielded }) };
    } catch (thrown) {
      if (thrown instanceof Invalid) return { ok: false, error: thrown.error };
      throw thrown;
    } finally {
      ctx.rollback(mark);
    }
  }

  /**
   * The encrypted transaction that these bytes are, if their signature holds on the state; whether it may come into
   * a block isn't asked.
   * Source: pallets/shield/src/lib.rs try_decode_shielded_tx
   */
  shielded(ctx: Ctx, raw: Uint8Array): ShieldedTransaction | undefined {
    try {
      return shieldedIn(this.#check(ctx, raw).extrinsic);
    } catch (thrown) {
      if (thrown instanceof Invalid) return undefined;
      throw thrown;
    }
  }

  /** Whether these bytes are what authors alone put into blocks. */
  isInherent(raw: Uint8Array): boolean {
    try {
      return isBareExtrinsic(raw) && isInherentCall(decodeExtrinsic(raw, EXTENSIONS).call);
    } catch (thrown) {
      if (thrown instanceof DecodeError) return false;
      throw thrown;
    }
  }

  /** Decodes and verifies. @throws Invalid */
  #check(ctx: Ctx, raw: Uint8Array): Checked {
    let extrinsic: Extrinsic;
    try {
      extrinsic = decodeExtrinsic(raw, EXTENSIONS);
    } catch (thrown) {
      // What cannot be decoded is "Call" in the reference too: the call is not one of this runtime.
      if (thrown instanceof DecodeError) throw invalid("Call");
      throw thrown;
    }
    const { signer } = extrinsic;
    if (!signer) return { extrinsic, who: undefined, extra: [] };
    const who = lookup(signer.address);
    if (who === undefined) throw unknownLookup;
    const additional = EXTENSIONS.map((each, i) => each.additionalOf(ctx, signer.extra[i]));
    const message = signingPayload(extrinsic.callBytes, {
      extensions: EXTENSIONS,
      extra: signer.extra,
      additional,
    });
    if (!this.#verified(signer.signature, who, message)) throw invalid("BadProof");
    return { extrinsic, who, extra: signer.extra };
  }

  #verified(signature: MultiSignature, who: AccountId, message: Uint8Array): boolean {
    return this.#host.verify({
      type: SIGNATURE_TYPE[signature.type],
      publicKey: fromHex(who),
      message,
      signature: signature.value,
    });
  }

  #applyChecked(ctx: Context, checked: Checked): DispatchResult {
    const { extrinsic, who, extra } = checked;
    const index = System.ExtrinsicCount.get(ctx) ?? 0;
    ctx.phase = { type: "ApplyExtrinsic", value: index };
    const dispatched =
      who === undefined
        ? this.#applyBare(ctx, extrinsic)
        : applySigned(ctx, checked, { who, extra });
    System.ExtrinsicCount.set(ctx, index + 1);
    return dispatched;
  }

  #applyBare(ctx: Context, extrinsic: Extrinsic): DispatchResult {
    const isInherent = extrinsic.call.call.classOf(extrinsic.call.args) === "Mandatory";
    if (!isInherent) preDispatchUnsigned(ctx, extrinsic.call);
    const subject = bareSubject(ctx, extrinsic);
    reserveWeight(ctx, subject);
    if (!isInherent) {
      const result = dispatcher(ctx, NONE, extrinsic.call);
      depositOutcome(ctx, subject, result);
      return result;
    }
    const result = dispatchCall(ctx, NONE, extrinsic.call);
    if (!result.ok) throw invalid("BadMandatory");
    depositOutcome(ctx, subject, result);
    return result;
  }
}

const isInherentCall = ({ call, args }: RuntimeCall): boolean =>
  call === announceNextKey || call.classOf(args) === "Mandatory";

function shieldedIn({ call }: Extrinsic): ShieldedTransaction | undefined {
  const submitted = argsOf(call, submitEncrypted);
  return submitted && parseShielded(submitted.ciphertext);
}

function bareSubject(ctx: Ctx, { call: { call, args }, length }: Extrinsic) {
  return {
    length,
    weight: call.weight(args, ctx),
    extensionWeight: ZERO_WEIGHT,
    class: call.classOf(args),
    pays: call.paysOf(args),
  };
}

/** Of the extensions only the check of length and weight looks at what nobody signed. @throws Invalid */
function validateBare(ctx: Ctx, extrinsic: Extrinsic): ValidTransaction {
  const validity = validateUnsigned(ctx, extrinsic.call);
  checkLengthAndWeight(ctx, bareSubject(ctx, extrinsic));
  return validity;
}

function subjectOf(ctx: Ctx, { extrinsic, extra }: Checked, who: AccountId): Subject {
  const { call, args } = extrinsic.call;
  const extensionWeight = EXTENSIONS.reduce<Weight>(
    (sum, each: AnyExtension, i) =>
      each.weight ? addWeight(sum, each.weight(ctx, extrinsic.call, extra[i])) : sum,
    ZERO_WEIGHT,
  );
  return {
    who,
    call: extrinsic.call,
    length: extrinsic.length,
    weight: addWeight(call.weight(args, ctx), extensionWeight),
    extensionWeight,
    class: call.classOf(args),
    pays: call.paysOf(args),
  };
}

function validateAll(ctx: Ctx, subject: Subject, extra: readonly unknown[]): Validity[] {
  return EXTENSIONS.map((each, i) => each.validate?.(ctx, subject, extra[i]) ?? {});
}

function combined(parts: readonly Validity[]): ValidTransaction {
  let priority = 0n;
  let longevity = U64_MAX;
  for (const part of parts) {
    priority += part.priority ?? 0n;
    if (part.longevity !== undefined && part.longevity < longevity) longevity = part.longevity;
  }
  return {
    priority: priority > U64_MAX ? U64_MAX : priority,
    requires: parts.flatMap((part) => part.requires ?? []),
    provides: parts.flatMap((part) => part.provides ?? []),
    longevity,
    propagate: true,
  };
}

function applySigned(
  ctx: Context,
  checked: Checked,
  signer: { readonly who: AccountId; readonly extra: readonly unknown[] },
): DispatchResult {
  const subject = subjectOf(ctx, checked, signer.who);
  validateAll(ctx, subject, signer.extra);
  const pre = EXTENSIONS.map((each, i) => each.prepare?.(ctx, subject, signer.extra[i]) as unknown);
  const result = dispatcher(ctx, signed(signer.who), checked.extrinsic.call);
  EXTENSIONS.forEach((each, i) => {
    each.after?.(ctx, subject, signer.extra[i], pre[i], result.info);
  });
  if (!result.ok && subject.class === "Mandatory") throw invalid("BadMandatory");
  depositOutcome(ctx, subject, result);
  return result;
}

function depositOutcome(
  ctx: Ctx,
  subject: Pick<Subject, "weight" | "extensionWeight" | "class" | "pays">,
  result: DispatchResult,
): void {
  const { perClass } = Constants.BlockWeights.get(ctx);
  const { baseExtrinsic } = {
    Normal: perClass.normal,
    Operational: perClass.operational,
    Mandatory: perClass.mandatory,
  }[subject.class];
  const dispatchInfo = {
    weight: addWeight(actualWeight(subject, result.info), baseExtrinsic),
    class: subject.class,
    paysFee: result.info.pays ?? subject.pays,
  };
  ctx.deposit(
    result.ok
      ? SystemEvents.ExtrinsicSuccess({ dispatchInfo })
      : SystemEvents.ExtrinsicFailed({ dispatchError: result.refusal.error, dispatchInfo }),
  );
}

/** Every dispatch, nested ones included: filter, guards, then the call in its own layer. */
function dispatcher(ctx: Ctx, origin: Origin, call: RuntimeCall): DispatchResult {
  const refusal = filterAndGuard(ctx, origin, call);
  if (refusal) return { ok: false, refusal, info: {} };
  // Every Ctx is a Context: the interface only hides what a pallet has no business with.
  return dispatchCall(ctx as Context, origin, call);
}
