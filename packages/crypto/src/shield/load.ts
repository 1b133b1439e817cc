/** The functions of `shield.ts`. */
export type Shield = typeof import("./shield.ts");

/** Loads what encrypted transactions need: few programs do, and reading it takes longer than most of this package. */
export const loadShield = (): Promise<Shield> => import("./shield.ts");
