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
