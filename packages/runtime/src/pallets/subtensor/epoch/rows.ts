import type { StoredRow } from "@ganglion/math";
import { u16Pairs } from "@ganglion/scale";
import { Weights } from "../weights/storage.ts";
import { Bonds } from "./storage.ts";

/** A row of nobody. Shared, like every value of the state. */
export const NO_ENTRIES: StoredRow = new Uint16Array();

/** Weights and bonds as the epoch takes and gives them; everyone else has them as pairs. */
export const WeightRows = Weights.through(u16Pairs, NO_ENTRIES);
export const BondRows = Bonds.through(u16Pairs, NO_ENTRIES);
