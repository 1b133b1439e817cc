/** Bounds of a body, checked before anything reads its content. Texts count in UTF-8 bytes. */
export interface BodyLimits {
  /** All texts together. */
  readonly bytes: number;
  /** Nested arrays and objects. */
  readonly depth: number;
  /** Values of any kind. */
  readonly values: number;
}

export const BODY_LIMITS: BodyLimits = { bytes: 1_048_576, depth: 16, values: 50_000 };

export type BodyReason =
  | "not_an_object"
  | "not_json"
  | "too_large"
  | "too_deep"
  | "too_many_values"
  | "not_finite"
  | "invalid_unicode";

/** Length of a text in UTF-8 bytes; stops counting beyond `limit`. */
export function utf8Length(text: string, limit: number): number {
  if (text.length > limit) return text.length;
  let bytes = text.length;
  for (let i = 0; i < text.length && bytes <= limit; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) bytes++;
    // A surrogate pair is two units and four bytes, any other unit from here three bytes.
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) bytes++;
  }
  return bytes;
}

/** What is wrong with a value that JSON.parse could have made, if anything; a walk without recursion. */
export function checkBody(body: unknown, limits: BodyLimits = BODY_LIMITS): BodyReason | undefined {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return "not_an_object";
  const stack: { value: unknown; depth: number }[] = [{ value: body, depth: 1 }];
  let bytes = 0;
  let values = 0;
  for (let entry = stack.pop(); entry; entry = stack.pop()) {
    const { value, depth } = entry;
    if (++values > limits.values) return "too_many_values";
    if (typeof value === "string") {
      bytes += utf8Length(value, limits.bytes);
      if (bytes > limits.bytes) return "too_large";
      if (/\p{Surrogate}/u.test(value)) return "invalid_unicode";
    } else if (typeof value === "number") {
      // JSON has no such number, but 1e999 is read as one.
      if (!Number.isFinite(value)) return "not_finite";
    } else if (typeof value === "object" && value !== null) {
      if (depth > limits.depth) return "too_deep";
      const children: unknown[] = Array.isArray(value) ? value : Object.values(value);
      if (values + children.length > limits.values) return "too_many_values";
      for (const child of children) stack.push({ value: child, depth: depth + 1 });
    }
  }
  return undefined;
}

/** The value of a JSON text, or why there is none. Size and depth are checked before the parser sees it. */
export function readJson(
  text: string,
  limits: BodyLimits = BODY_LIMITS,
):
  | { readonly ok: true; readonly value: object }
  | { readonly ok: false; readonly reason: BodyReason } {
  if (utf8Length(text, limits.bytes) > limits.bytes) return { ok: false, reason: "too_large" };
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (quoted) {
      if (char === "\\") i++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "[" || char === "{") {
      if (++depth > limits.depth) return { ok: false, reason: "too_deep" };
    } else if (char === "]" || char === "}") depth--;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: "not_json" }; // The parser's words would repeat the peer's bytes.
  }
  const reason = checkBody(value, limits);
  return reason ? { ok: false, reason } : { ok: true, value: value as object };
}
