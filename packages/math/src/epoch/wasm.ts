import { EPOCH_WASM } from "../../build/epoch-wasm.ts";

/** The little of WebAssembly that is needed. The platform has it; the types of the pure packages don't. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** A number that the module and its host share. */
interface Shared<T extends number | bigint> {
  value: T;
}

/** What packages/math/assembly/epoch.ts exports. Places are addresses in memory. */
export interface EpochModule {
  readonly memory: { readonly buffer: ArrayBuffer };
  reserve(n: number, registrations: number, weights: number, bonds: number): void;
  run(): void;
  /** Not 0 after a trap for want of memory. */
  readonly exhausted: Shared<number>;

  readonly block: Shared<bigint>;
  readonly lastMechanismStepBlock: Shared<bigint>;
  readonly emission: Shared<bigint>;
  readonly ownerUid: Shared<number>;
  readonly tempo: Shared<number>;
  readonly activityCutoffFactorMilli: Shared<number>;
  readonly maxAllowedValidators: Shared<number>;
  readonly kappa: Shared<number>;
  readonly bondsPenalty: Shared<number>;
  readonly bondsRate: Shared<bigint>;
  readonly yuma3: Shared<number>;
  readonly liquidAlpha: Shared<number>;
  readonly alphaLow: Shared<number>;
  readonly alphaHigh: Shared<number>;
  readonly alphaSigmoidSteepness: Shared<number>;
  readonly stakeThreshold: Shared<bigint>;
  readonly knownUpdates: Shared<number>;
  readonly knownPermits: Shared<number>;

  readonly stake: Shared<number>;
  readonly lastUpdate: Shared<number>;
  readonly blockAtRegistration: Shared<number>;
  readonly commitBlocks: Shared<number>;
  readonly validatorPermit: Shared<number>;
  readonly weightStarts: Shared<number>;
  readonly weightPairs: Shared<number>;
  readonly bondStarts: Shared<number>;
  readonly bondPairs: Shared<number>;

  readonly active: Shared<number>;
  readonly newPermits: Shared<number>;
  readonly newBondStarts: Shared<number>;
  readonly newBondPairs: Shared<number>;
  readonly consensusOut: Shared<number>;
  readonly dividendsOut: Shared<number>;
  readonly incentiveOut: Shared<number>;
  readonly validatorTrustOut: Shared<number>;
  readonly stakeWeightOut: Shared<number>;
  readonly stakeOut: Shared<number>;
  readonly emissions: Shared<number>;
  readonly serverEmissions: Shared<number>;
  readonly validatorEmissions: Shared<number>;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Bytes of base64 without line breaks: the pure packages have neither Buffer nor atob. */
function fromBase64(text: string): Uint8Array {
  const values = new Map(Array.from(DIGITS, (digit, value) => [digit, value]));
  const digits = text.replace(/=+$/, "");
  const bytes = new Uint8Array((digits.length * 6) >> 3);
  let bits = 0;
  let at = 0;
  for (let i = 0; i < digits.length; i++) {
    bits = ((bits << 6) | (values.get(digits[i] as string) as number)) & 0xffff;
    const waiting = ((i + 1) * 6) % 8;
    if (waiting < 6) bytes[at++] = bits >> waiting;
  }
  return bytes;
}

let compiled: object | undefined;

/** A fresh instance with memory of its own. Compiles at the first call. */
export function instantiateEpochModule(): EpochModule {
  compiled ??= new WebAssembly.Module(fromBase64(EPOCH_WASM));
  return new WebAssembly.Instance(compiled).exports as EpochModule;
}
