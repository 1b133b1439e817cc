import type { Keypair } from "@ganglion/crypto";
import { type AccountId, toSs58 } from "@ganglion/primitives";
import { CallError, type CallFailure, failureOf } from "./call-failure.ts";
import { orAbort, startDeadline } from "./deadline.ts";
import { type NetEnv, platformNetEnv } from "./env.ts";
import { httpTransport } from "./http-transport.ts";
import { Lanes } from "./lanes.ts";
import { type AnySynapse, bodyHash, type StreamSynapse, type Synapse } from "./synapse.ts";
import { readTerminal, type TerminalInfo } from "./terminal.ts";
import {
  abortable,
  type Body,
  readBody,
  TooLargeError,
  type Transport,
  type TransportResponse,
} from "./transport.ts";
import { v10 } from "./v10.ts";
import type { WireFormat } from "./wire-format.ts";

/** Where an axon is, as the metagraph says. */
export type AxonTarget = { ip: string; port: number; hotkey: AccountId };

export type DendriteOptions = {
  keypair: Keypair;
  transport?: Transport;
  env?: NetEnv;
  format?: WireFormat;
  /** What this end calls its own address; axons put the one that they see in its place. */
  ip?: string;
  /** By default 16 MiB; a larger answer is a failure and is not read to its end. */
  maxAnswerBytes?: number;
};

export type CallOptions = {
  /** By default 12 seconds, from connecting to the last byte. */
  timeoutMs?: number;
  signal?: AbortSignal;
  maxAnswerBytes?: number;
};

/** `axon`: what the axon says about itself and how it took the question, unverified. */
export type CallRecord = { target: AxonTarget; axon: TerminalInfo; elapsedMs: number };
export type CallResult<Answer> =
  | ({ ok: true; answer: Answer } & CallRecord)
  | ({ ok: false } & CallFailure & CallRecord);

/** Pieces of an answer. Read them first; then `outcome` tells how it ended and has the whole text. */
export type AnswerStream = AsyncIterable<string> & {
  readonly outcome: Promise<CallResult<string>>;
};

const DEFAULT_TIMEOUT_MS = 12_000;
// DEVIATION(0007): the reference reads whatever comes.
const DEFAULT_MAX_ANSWER_BYTES = 16 * 1024 * 1024;

// What is read of a refusal, for the sentence in it.
const MAX_REFUSAL_BYTES = 65_536;

/** A neuron's client: asks axons. A peer's failure is a result and is never thrown. */
export class Dendrite {
  readonly #options: DendriteOptions;
  readonly #env: NetEnv;
  readonly #lanes: Lanes;

  constructor(options: DendriteOptions) {
    this.#options = options;
    this.#env = options.env ?? platformNetEnv;
    this.#lanes = new Lanes(this.#env);
  }

  /** One question to one axon. */
  async call<Request extends object, Answer extends object>(
    target: AxonTarget,
    synapse: Synapse<Request, Answer>,
    request: Request,
    options: CallOptions = {},
  ): Promise<CallResult<Answer>> {
    const call = this.#begin(target, synapse, request, options);
    try {
      const response = await call.answer();
      const bytes = await readBody(response, { maxBytes: call.maxBytes, signal: call.signal });
      const checked = synapse.parseAnswer(parseJson(response, bytes));
      if (!checked.ok) throw new Error(checked.detail);
      return { ok: true, answer: checked.value, ...call.end() };
    } catch (error) {
      return { ok: false, ...failureOf(error, options.signal), ...call.end() };
    }
  }

  /** One question to many axons at the same time; the results are in the axons' order. */
  forward<Request extends object, Answer extends object>(
    targets: readonly AxonTarget[],
    synapse: Synapse<Request, Answer>,
    request: Request,
    options: CallOptions = {},
  ): Promise<CallResult<Answer>[]> {
    return Promise.all(targets.map((target) => this.call(target, synapse, request, options)));
  }

  /** One question whose answer comes in pieces. It goes out when the first piece is asked for; leaving the loop cuts it off. */
  stream<Request extends object>(
    target: AxonTarget,
    synapse: StreamSynapse<Request>,
    request: Request,
    options: CallOptions = {},
  ): AnswerStream {
    let settle!: (result: CallResult<string>) => void;
    const outcome = new Promise<CallResult<string>>((resolve) => (settle = resolve));
    const begin = () => this.#begin(target, synapse, request, options);
    async function* pieces(): AsyncGenerator<string, void, undefined> {
      const call = begin();
      let text = "";
      let failure: CallFailure | undefined = ABANDONED;
      try {
        const response = await call.answer();
        for await (const piece of decoded(response.body, call)) {
          text += piece;
          yield piece;
        }
        failure = undefined;
      } catch (error) {
        failure = failureOf(error, options.signal);
      } finally {
        const record = call.end();
        settle(
          failure ? { ok: false, ...failure, ...record } : { ok: true, answer: text, ...record },
        );
      }
    }
    const iterator = pieces();
    return { [Symbol.asyncIterator]: () => iterator, outcome };
  }

  /** Signs a question; `answer` sends it and gives back an answer of status 200, `end` closes the books. */
  #begin(
    target: AxonTarget,
    synapse: AnySynapse,
    request: object,
    options: CallOptions,
  ): {
    answer(): Promise<TransportResponse>;
    end(): CallRecord;
    signal: AbortSignal;
    maxBytes: number;
  } {
    const { keypair, format = v10, transport = httpTransport, ip = "0.0.0.0" } = this.#options;
    const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const startedMs = this.#env.now();
    const deadline = startDeadline(this.#env, timeoutMs, options.signal);
    const host = `${target.ip.includes(":") ? `[${target.ip}]` : target.ip}:${target.port}`;
    const lane = this.#lanes.enter(`${host}/${target.hotkey}`);
    let axon: TerminalInfo = {};
    const { signal } = deadline;
    const answer = async () => {
      // What stands in a metagraph was written by the miner.
      if (!/^[\w.:-]+$/.test(target.ip) || target.port === 0)
        throw new CallError("UNREACHABLE", 503, "Service unavailable: no axon is announced");
      // What goes over the wire is hashed, so that both ends hash the same.
      const fields = JSON.parse(JSON.stringify(request)) as Record<string, unknown>;
      const { headers, body } = format.sign({
        keypair,
        target: { ip: target.ip, port: target.port, hotkey: toSs58(target.hotkey) },
        name: synapse.name,
        fields,
        bodyHash: bodyHash(synapse, fields),
        requiredFields: synapse.requiredFields,
        timeoutMs,
        nonce: lane.nonce,
        uuid: lane.uuid,
        ip,
      });
      const url = `http://${host}/${synapse.name}`;
      const response = await orAbort(
        transport.request(url, { method: "POST", headers, body, signal }),
        signal,
      );
      axon = terminalOf(response);
      if (response.status !== 200) throw await refused(response, signal);
      return response;
    };
    const end = () => {
      deadline.clear();
      lane.leave();
      return { target, axon, elapsedMs: this.#env.now() - startedMs };
    };
    const maxBytes =
      options.maxAnswerBytes ?? this.#options.maxAnswerBytes ?? DEFAULT_MAX_ANSWER_BYTES;
    return { answer, end, signal, maxBytes };
  }
}

const ABANDONED: CallFailure = { code: "ABORTED", status: 499, message: "the reader left" };

/** Text of the pieces, no character torn apart. */
async function* decoded(
  body: Body,
  { signal, maxBytes }: { signal: AbortSignal; maxBytes: number },
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let bytes = 0;
  for await (const chunk of abortable(body, signal)) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new TooLargeError(maxBytes);
    const piece = decoder.decode(chunk, { stream: true });
    if (piece) yield piece;
  }
  const rest = decoder.decode();
  if (rest) yield rest;
}

async function refused(response: TransportResponse, signal: AbortSignal): Promise<CallError> {
  const { status } = response;
  // DEVIATION(0007): the reference follows redirects, to wherever a miner likes.
  if (status >= 300 && status < 400)
    return new CallError("REDIRECT", 422, `the axon redirects (${status}), which is not followed`);
  let sentence = `status ${status}`;
  try {
    const bytes = await readBody(response, { maxBytes: MAX_REFUSAL_BYTES, signal });
    const { message } = JSON.parse(new TextDecoder().decode(bytes)) as { message?: unknown };
    if (typeof message === "string") sentence = message.slice(0, 1_000);
  } catch (error) {
    if (error === signal.reason && signal.aborted) throw error;
    // Without a readable sentence the status has to do.
  }
  return new CallError("REFUSED", status, sentence);
}

function parseJson({ headers }: TransportResponse, bytes: Uint8Array): unknown {
  const type = headers["content-type"] ?? "none";
  if (!/^application\/json\b/i.test(type))
    throw new Error(`content type ${type.slice(0, 100)} instead of application/json`);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Error("the body is not JSON in UTF-8");
  }
}

function terminalOf({ headers }: TransportResponse): TerminalInfo {
  try {
    return readTerminal("axon", headers);
  } catch {
    return {}; // Decoration: a good answer is not refused for it.
  }
}
