import type { AccountId } from "@ganglion/primitives";
import type { Scene } from "../scene.ts";

/** A call that should be done, if nothing changes before it comes to it. */
export interface Made {
  /** Who signs; root means that the sudo key sends it, nobody that it goes unsigned. */
  readonly who: AccountId | "root" | "nobody";
  readonly args: Readonly<Record<string, unknown>>;
  /** What to remember once it was done. */
  readonly done?: () => void;
}
/** Makes a call; undefined while nothing is there to do it with. */
export type Maker = (scene: Scene) => Made | undefined;
/** By `Pallet.call_name`. */
export type Makers = Readonly<Record<string, Maker>>;

/** Puts the pallet's name before the calls. */
export const inPallet = (pallet: string, makers: Makers): Makers =>
  Object.fromEntries(Object.entries(makers).map(([name, make]) => [`${pallet}.${name}`, make]));
