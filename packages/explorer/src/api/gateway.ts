import type { ChainView, Query, Subnet, SubnetSummary } from "./shapes.ts";

/** A refusal or failure in words that a person can use. */
export class GatewayFailure extends Error {
  override readonly name = "GatewayFailure";
  readonly status: number;
  readonly hint: string | undefined;

  constructor(message: string, options: { readonly status: number; readonly hint?: string }) {
    super(message);
    this.status = options.status;
    this.hint = options.hint;
  }
}

interface ErrorBody {
  readonly error?: { readonly message?: string; readonly hint?: string };
}

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new GatewayFailure("The gateway does not answer.", {
      status: 0,
      hint: "Has it been stopped? This page goes on as soon as it is back.",
    });
  }
  const body = (await response.json().catch(() => undefined)) as T & ErrorBody;
  if (response.ok && body !== undefined) return body;
  const { message = `status ${response.status}`, hint } = body?.error ?? {};
  throw new GatewayFailure(message, { status: response.status, ...(hint ? { hint } : {}) });
}

/** A text that comes with a question. */
export interface Doc {
  readonly name: string;
  readonly text: string;
}

/** An answer to a subnet's task, as the page can show it. */
export interface Reply {
  /** JSON, laid out; long texts in it are cut. */
  readonly text: string;
  /** A `data:` address of a picture of it. */
  readonly picture?: string;
  readonly file?: { readonly href: string; readonly ending: string };
}

const LONG_TEXT = 4_000;

/** Answers bring files as base64 under these names. */
const FILES: Readonly<Record<string, string>> = { glb: "model/gltf-binary", obj: "model/obj" };

function replyOf(body: unknown): Reply {
  const fields = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const { preview } = fields;
  const ending = Object.keys(FILES).find((name) => typeof fields[name] === "string");
  const brief = (_: string, value: unknown): unknown =>
    typeof value === "string" && value.length > LONG_TEXT
      ? `${value.slice(0, 60)}… (${value.length} characters)`
      : value;
  return {
    text: JSON.stringify(body, brief, 2),
    ...(typeof preview === "string" ? { picture: `data:image/png;base64,${preview}` } : {}),
    ...(ending
      ? { file: { ending, href: `data:${FILES[ending]};base64,${fields[ending] as string}` } }
      : {}),
  };
}

export const gateway = {
  chain: (signal?: AbortSignal) => ask<ChainView>("/v1/chain", signal ? { signal } : {}),
  subnets: async (signal?: AbortSignal) =>
    (await ask<{ data: SubnetSummary[] }>("/v1/subnets", signal ? { signal } : {})).data,
  subnet: (name: string, signal?: AbortSignal) =>
    ask<Subnet>(`/v1/subnets/${encodeURIComponent(name)}`, signal ? { signal } : {}),
  query: (id: string, signal?: AbortSignal) =>
    ask<Query>(`/v1/queries/${encodeURIComponent(id)}`, signal ? { signal } : {}),
  queries: async (limit: number, signal?: AbortSignal) =>
    (await ask<{ data: Query[] }>(`/v1/queries?limit=${limit}`, signal ? { signal } : {})).data,
  /** Gives a subnet a task in its own form. `body`: JSON as text; the gateway says what is wrong with it. */
  async task(subnet: string, body: string): Promise<Reply> {
    const path = `/v1/subnets/${encodeURIComponent(subnet)}`;
    const headers = { "content-type": "application/json", accept: "application/json" };
    return replyOf(await ask<unknown>(path, { method: "POST", headers, body }));
  },
  /** Puts a question and gives back its whole record. */
  async put(
    subnet: string,
    question: string,
    options: { readonly docs: readonly Doc[]; readonly signal: AbortSignal },
  ): Promise<Query> {
    const { docs, signal } = options;
    const messages = [{ role: "user", content: question }];
    const { query } = await ask<{ query: Query }>(`/v1/subnets/${encodeURIComponent(subnet)}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ messages, ...(docs.length > 0 ? { docs } : {}) }),
      signal,
    });
    return query;
  },
};
