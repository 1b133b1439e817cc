import { constant } from "@ganglion/frame";
import { type Rao, rao } from "@ganglion/primitives";
import { rao as raoCodec, u32 } from "@ganglion/scale";

/** Least free balance that keeps an account open, rao. Source: common/src/lib.rs. */
export const EXISTENTIAL_DEPOSIT: Rao = rao(500n);

export const Constants = {
  ExistentialDeposit: constant(raoCodec, EXISTENTIAL_DEPOSIT),
  MaxLocks: constant(u32, 50),
  MaxReserves: constant(u32, 50),
  MaxFreezes: constant(u32, 50),
};
