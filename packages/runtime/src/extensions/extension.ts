import type {
  Ctx,
  DispatchClass,
  Extension,
  Pays,
  PostInfo,
  RuntimeCall,
  Weight,
} from "@ganglion/frame";
import type { AccountId } from "@ganglion/primitives";
import type { AnyCodec } from "@ganglion/scale";

/** What every extension looks at. */
export interface Subject {
  readonly who: AccountId;
  readonly call: RuntimeCall;
  /** Bytes of the extrinsic, length prefix included. */
  readonly length: number;
  /** Call and extensions together. */
  readonly weight: Weight;
  /** The extensions' part of the weight. */
  readonly extensionWeight: Weight;
  readonly class: DispatchClass;
  readonly pays: Pays;
}

/** What an extension adds to the pool's knowledge. */
export interface Validity {
  readonly priority?: bigint;
  readonly requires?: readonly Uint8Array[];
  readonly provides?: readonly Uint8Array[];
  /** Blocks that it stays valid. */
  readonly longevity?: bigint;
}

/**
 * A transaction extension. `validate` looks, `prepare` writes before the call and hands on what
 * `after` needs; both may throw `Invalid`.
 */
export interface RuntimeExtension<Extra, Additional, Pre> extends Extension {
  additionalOf(ctx: Ctx, extra: Extra): Additional;
  weight?(ctx: Ctx, call: RuntimeCall, extra: Extra): Weight;
  validate?(ctx: Ctx, subject: Subject, extra: Extra): Validity | undefined;
  prepare?(ctx: Ctx, subject: Subject, extra: Extra): Pre;
  after?(ctx: Ctx, subject: Subject, extra: Extra, pre: Pre, post: PostInfo): void;
}
// biome-ignore lint/suspicious/noExplicitAny: a list of extensions with different extras has no better element type
export type AnyExtension = RuntimeExtension<any, any, any>;

/** Declares an extension; types follow from the codecs' values. */
export function extension<Extra, Additional, Pre = undefined>(
  declared: RuntimeExtension<Extra, Additional, Pre> & {
    readonly extra: AnyCodec;
    readonly additional: AnyCodec;
  },
): RuntimeExtension<Extra, Additional, Pre> {
  return declared;
}
