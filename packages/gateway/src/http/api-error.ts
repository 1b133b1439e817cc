/** A refused or failed request, in the words of OpenAI's API. */
export interface ApiErrorOptions {
  readonly status: number;
  readonly code: string;
  /** The field of the request that is to blame. */
  readonly param?: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

const TYPES: Readonly<Record<number, string>> = {
  401: "authentication_error",
  403: "permission_error",
  429: "rate_limit_error",
  500: "server_error",
  503: "service_unavailable_error",
  504: "timeout_error",
};

/** Thrown by a route, answered as `{"error": {…}}` with its status. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly param: string | undefined;
  readonly hint: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(message: string, options: ApiErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.status = options.status;
    this.code = options.code;
    this.param = options.param;
    this.hint = options.hint;
    this.headers = options.headers ?? {};
  }

  /** The answer; `headers` go beside the error's own. */
  toResponse(headers: Readonly<Record<string, string>> = {}): Response {
    const { message, code, param = null, hint } = this;
    const type = TYPES[this.status] ?? "invalid_request_error";
    return Response.json(
      { error: { message, type, param, code, ...(hint ? { hint } : {}) } },
      { status: this.status, headers: { ...this.headers, ...headers } },
    );
  }
}

/** A field of the request that is missing or not as it should be. */
export const invalid = (param: string, message: string): ApiError =>
  new ApiError(message, { status: 400, code: "invalid_value", param });
