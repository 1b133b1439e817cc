import type { Fields, OfFields } from "@ganglion/scale";
import type { Ctx } from "../context.ts";
import type { Origin } from "../dispatch/origin.ts";
import type { DispatchClass, Pays, Weight } from "../dispatch/weight.ts";

/** What a call may correct after it ran: it weighed less, or turned out to be free. */
export interface PostInfo {
  readonly actualWeight?: Weight;
  readonly pays?: Pays;
}

/** One dispatchable: wire index, arguments, price and body. */
export interface Call<A extends Fields> {
  readonly index: number;
  readonly args: A;
  readonly docs?: string;
  /** Yes if it costs its fee with any arguments. */
  readonly pays: Pays;
  paysOf(args: OfFields<A>): Pays;
  weight(args: OfFields<A>, ctx: Ctx): Weight;
  classOf(args: OfFields<A>): DispatchClass;
  run(ctx: Ctx, origin: Origin, args: OfFields<A>): PostInfo | void;
  /** Set once when the pallet is assembled. */
  pallet: string;
  palletIndex: number;
  name: string;
}
// biome-ignore lint/suspicious/noExplicitAny: a table of calls with different arguments has no better element type
export type AnyCall = Call<any>;

/** Declares a call. Without `class` it is Normal, without `pays` it costs its fee. */
export function call<const A extends Fields>(definition: {
  readonly index: number;
  readonly args: A;
  readonly docs?: string;
  /** Fixed, or that of the call inside. */
  readonly class?: DispatchClass | ((args: OfFields<A>) => DispatchClass);
  /** Fixed, or that of the calls inside. */
  readonly pays?: Pays | ((args: OfFields<A>) => Pays);
  /** Fixed, or by arguments. */
  readonly weight: Weight | ((args: OfFields<A>, ctx: Ctx) => Weight);
  run(ctx: Ctx, origin: Origin, args: OfFields<A>): PostInfo | void;
}): Call<A> {
  const { weight, class: classed = "Normal", pays = "Yes" } = definition;
  return {
    ...definition,
    pays: typeof pays === "function" ? "Yes" : pays,
    paysOf: typeof pays === "function" ? pays : () => pays,
    classOf: typeof classed === "function" ? classed : () => classed,
    weight: typeof weight === "function" ? weight : () => weight,
    pallet: "",
    palletIndex: -1,
    name: "",
  };
}
