import type { Synapse } from "../net/synapse.ts";
import type { AnswerRecord, Outcome } from "./outcome.ts";

/** A checked body, or why it is refused. `param`: the field that is to blame. */
export type DoorChecked<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly detail: string;
      readonly reason?: string;
      readonly param?: string;
    };

/** A message of a chat, roles as OpenAI has them. */
export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** What goes back to a user over HTTP. */
export interface Presented {
  /** Content type. */
  readonly type: string;
  readonly body: string | Uint8Array;
}

/** What a question looks like in its record. */
export interface AskedAs {
  /** In words. */
  readonly question: string;
  readonly history?: readonly { readonly role: string; readonly content: string }[];
  /** Names of documents that came with it. */
  readonly docs?: readonly string[];
}

/**
 * What users may ask. The gateway serves it as `POST /v1/subnets/NAME`, and as a model of `/v1/chat/completions`
 * where `chat` is there. It is loaded in the gateway's process: nothing heavy may hang on it.
 */
export interface UserDoor {
  /** How the gateway asks a validator; the request is what `parse` or `chat` gave. */
  readonly query: Synapse<DoorQuery, Outcome>;
  /** How long a validator may take, miners' time included, in milliseconds; the gateway adds a margin. */
  readonly timeoutMs: number;
  /** Checks the body of `POST /v1/subnets/NAME`. Never throws. */
  parse(body: unknown): DoorChecked<object>;
  /** A chat as a question of this subnet. Absent: it can't be asked by chat. */
  chat?(messages: readonly ChatMessage[]): DoorChecked<object>;
  asked(request: object): AskedAs;
  /**
   * The chosen answer as a user gets it from `POST /v1/subnets/NAME`; `accept` is the header, `request` the question.
   * Absent: a chat completion.
   */
  present?(
    chosen: AnswerRecord,
    context: { readonly accept: string; readonly request: object },
  ): Presented | Promise<Presented>;
  /** A body for `POST /v1/subnets/NAME`: `GET` shows it, and pages fill it in. */
  readonly example?: unknown;
}

/** A user's question on its way to a validator. */
export interface DoorQuery {
  /** How long miners may take. */
  readonly timeoutMs?: number;
  readonly [field: string]: unknown;
}
