import type { RpcConnection } from "./connection.ts";
import type { RpcContext } from "./context.ts";
import {
  errorText,
  INTERNAL_ERROR,
  INVALID_PARAMS,
  INVALID_REQUEST,
  knownError,
  METHOD_NOT_FOUND,
  PARSE_ERROR,
  RpcError,
  TOO_BIG_BATCH,
} from "./error.ts";
import { idText, RawJson, resultText } from "./json.ts";
import type { Params } from "./params.ts";

/** Answers one method. A promise only where the answer takes longer than a moment. */
export type Handler = (node: RpcContext, params: Params, connection: RpcConnection) => unknown;

/** A method with what is counted of it. */
export interface Method {
  readonly name: string;
  readonly handler: Handler;
  /** Why it is refused on this node, if it is. */
  readonly refusal?: string;
  calls: number;
  errors: number;
  seconds: number;
}

const NO_PARAMS: Params = [];

/** From the text of a request to the text of its answer, whatever carries them. */
export class Dispatcher {
  readonly methods: ReadonlyMap<string, Method>;
  readonly #node: RpcContext;
  readonly #maxBatch: number;
  readonly #onBug: (method: string, error: unknown) => void;

  constructor(options: {
    readonly node: RpcContext;
    readonly methods: ReadonlyMap<string, Method>;
    readonly maxBatch: number;
    /** A handler threw what is no refusal. */
    readonly onBug: (method: string, error: unknown) => void;
  }) {
    this.#node = options.node;
    this.methods = options.methods;
    this.#maxBatch = options.maxBatch;
    this.#onBug = options.onBug;
  }

  /** The answer to a message; undefined where none is due. Never throws. */
  answer(text: string, from: RpcConnection): string | undefined | Promise<string | undefined> {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      return errorText(null, new RpcError(PARSE_ERROR, "Parse error"));
    }
    return Array.isArray(message) ? this.#batch(message, from) : this.#one(message, from);
  }

  /**
   * Calls a method directly: the answer as a value, or a promise of it.
   * @throws RpcError
   */
  call(method: string, params: Params, from: RpcConnection): unknown {
    const plain = (result: unknown): unknown =>
      result instanceof RawJson ? JSON.parse(result.text) : result;
    const rethrow = (thrown: unknown): never => {
      throw this.#errorOf(method, thrown);
    };
    try {
      const result = this.#run(this.#find(method), params, from);
      return result instanceof Promise ? result.then(plain, rethrow) : plain(result);
    } catch (thrown) {
      return rethrow(thrown);
    }
  }

  #one(message: unknown, from: RpcConnection): string | undefined | Promise<string> {
    if (typeof message !== "object" || message === null || Array.isArray(message))
      return errorText(null, new RpcError(INVALID_REQUEST, "Invalid request"));
    const { jsonrpc, id, method, params } = message as Record<string, unknown>;
    if (jsonrpc !== "2.0" || typeof method !== "string")
      return errorText(id ?? null, new RpcError(INVALID_REQUEST, "Invalid request"));
    // Without an id it is a notification: nobody waits for an answer, and nothing here is sent so.
    if (id === undefined) return undefined;
    try {
      if (params !== undefined && params !== null && !Array.isArray(params))
        throw new RpcError(INVALID_PARAMS, "Invalid params", "params must be a list");
      const found = this.#find(method);
      const result = this.#run(found, params ?? NO_PARAMS, from);
      if (result instanceof Promise)
        return result
          .then((late) => this.#resultText(id, late))
          .catch((thrown) => this.#errorText(id, method, thrown));
      return this.#resultText(id, result);
    } catch (thrown) {
      return this.#errorText(id, method, thrown);
    }
  }

  #batch(
    messages: readonly unknown[],
    from: RpcConnection,
  ): string | undefined | Promise<string | undefined> {
    if (messages.length === 0)
      return errorText(null, new RpcError(INVALID_REQUEST, "Invalid request"));
    if (messages.length > this.#maxBatch)
      return errorText(
        null,
        new RpcError(
          TOO_BIG_BATCH,
          "The batch request was too large",
          `Exceeded max limit of ${this.#maxBatch}`,
        ),
      );
    const answers = messages.map((each) => this.#one(each, from));
    const join = (texts: readonly (string | undefined)[]): string | undefined => {
      const due = texts.filter((each) => each !== undefined);
      return due.length === 0 ? undefined : `[${due.join(",")}]`;
    };
    if (answers.some((each) => each instanceof Promise)) return Promise.all(answers).then(join);
    return join(answers as (string | undefined)[]);
  }

  #find(name: string): Method {
    const method = this.methods.get(name);
    if (!method) throw new RpcError(METHOD_NOT_FOUND, "Method not found", name);
    if (method.refusal) throw new RpcError(METHOD_NOT_FOUND, method.refusal);
    return method;
  }

  #run(method: Method, params: Params, from: RpcConnection): unknown {
    const begin = this.#node.env.monotonicMs();
    method.calls++;
    try {
      const result = method.handler(this.#node, params, from);
      if (result instanceof Promise)
        return result.catch((thrown) => {
          method.errors++;
          throw thrown;
        });
      return result;
    } catch (thrown) {
      method.errors++;
      throw thrown;
    } finally {
      method.seconds += (this.#node.env.monotonicMs() - begin) / 1000;
    }
  }

  #resultText(id: unknown, result: unknown): string {
    return `{"jsonrpc":"2.0","id":${idText(id)},"result":${resultText(result)}}`;
  }

  #errorText(id: unknown, method: string, thrown: unknown): string {
    return errorText(id, this.#errorOf(method, thrown));
  }

  #errorOf(method: string, thrown: unknown): RpcError {
    const known = knownError(thrown);
    if (known) return known;
    this.#onBug(method, thrown);
    const what = thrown instanceof Error ? thrown.message : String(thrown);
    return new RpcError(INTERNAL_ERROR, "Internal error", what);
  }
}
