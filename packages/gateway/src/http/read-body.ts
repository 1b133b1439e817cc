import { ApiError } from "./api-error.ts";

/** A peer that goes on sending after it has been refused is listened to for so long; then it is cut off. */
const DRAIN_FACTOR = 8;

/**
 * The JSON of a request's body.
 * @throws ApiError 413 beyond `maxBytes`, 400 if it is not JSON in UTF-8
 */
export async function readJsonBody(
  request: Request,
  options: { readonly maxBytes: number },
): Promise<unknown> {
  const { maxBytes } = options;
  const tooLarge = () =>
    new ApiError(`the request's body is over ${maxBytes} bytes`, {
      status: 413,
      code: "request_too_large",
    });
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of bytesOf(request)) {
      length += chunk.length;
      // Read to its end, though dropped: a connection closed under a sender's hands eats the answer.
      if (length > maxBytes * DRAIN_FACTOR) break;
      if (length <= maxBytes) chunks.push(chunk);
    }
  } catch (cause) {
    throw new ApiError("the request's body broke off", {
      status: 400,
      code: "incomplete_body",
      cause,
    });
  }
  if (length > maxBytes) throw tooLarge();
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch (cause) {
    throw new ApiError("the request's body is not JSON", {
      status: 400,
      code: "invalid_json",
      cause,
    });
  }
}

async function* bytesOf(request: Request): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = request.body?.getReader();
  for (;;) {
    const next = await reader?.read();
    if (!next || next.done) return;
    yield next.value;
  }
}
