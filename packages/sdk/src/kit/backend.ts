import type { NetEnv } from "../net/env.ts";
import type { NeuronLog } from "../neuron/miner.ts";
import type { OptionValues } from "./option.ts";

/** What a miner's answers come from. */
export const BACKEND_KINDS = ["builtin", "openai", "onnx", "command"] as const;
export type BackendKind = (typeof BACKEND_KINDS)[number];

/** Which backend, and where it is; plain data, since it travels between processes. */
export type BackendConfig =
  | { readonly kind: "builtin" }
  | {
      readonly kind: "openai";
      /** Up to and including `/v1`. */
      readonly baseUrl: string;
      readonly model: string;
      readonly apiKey?: string;
    }
  | { readonly kind: "onnx"; readonly file: string }
  | {
      readonly kind: "command";
      readonly program: string;
      readonly args: readonly string[];
    };

/** A text that miners may quote from and validators check quotes against. */
export interface KitDocument {
  readonly name: string;
  readonly text: string;
}

/** What an engine is made with. */
export interface EngineSetup {
  readonly options: OptionValues;
  readonly documents: readonly KitDocument[];
  readonly env: NetEnv;
  readonly log: NeuronLog;
  /** The miner's hotkey, SS58. */
  readonly hotkey: string;
  /** A folder of this neuron's own; absent if nothing may be kept. */
  readonly folder?: string;
}

/**
 * Whatever answers. A failure of its own (a model server that is down) may be an answer that says so or an `Error`;
 * an `AxonError` chooses the status that the validator sees.
 */
export interface Engine<Request, Answer extends object> {
  /** Stands in the answer's record, e.g. `builtin:full` or `openai:llama3.2`. */
  readonly name: string;
  /** `signal` aborts when nobody waits any more. */
  answer(request: Request, context: { readonly signal: AbortSignal }): Promise<Answer> | Answer;
  stop?(): Promise<void> | void;
}
