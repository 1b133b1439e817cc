import pc from "picocolors";

/** What a process ends with. Fixed: scripts rely on them. */
export const EXIT = { done: 0, refused: 1, usage: 2, cannotStart: 3 } as const;

/** A failure that a person or a script can act on. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: string;
  readonly exit: number;
  readonly hint: string | undefined;
  constructor(
    code: string,
    message: string,
    options: { readonly exit: number; readonly hint?: string; readonly cause?: unknown },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.exit = options.exit;
    this.hint = options.hint;
  }
}

/** Talk goes to stderr. */
export const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const plain = (_key: string, value: unknown): unknown =>
  typeof value === "bigint" ? value.toString() : value;
/** One JSON document on one line; amounts as decimal strings. */
export const toJson = (value: unknown): string => JSON.stringify(value, plain);

/** A result: as JSON on stdout, or as a person reads it. */
export function print(
  value: unknown,
  options: { readonly json: boolean; readonly text: () => string },
): void {
  process.stdout.write(`${options.json ? toJson(value) : options.text()}\n`);
}

interface Known {
  readonly code?: unknown;
  readonly hint?: unknown;
  readonly reason?: unknown;
}

/** Exit code and shape of any failure: ours, the chain's, the system's. */
export function asCliError(thrown: unknown): CliError {
  if (thrown instanceof CliError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const { code, hint } = (thrown ?? {}) as Known;
  const name = thrown instanceof Error ? thrown.name : "";
  const asText = typeof code === "string" ? code : "FAILED";
  const withHint =
    typeof hint === "string"
      ? { hint }
      : asText === "PORT_TAKEN"
        ? {
            hint: "Another network may be running here; --axon-port names the first of other ports.",
          }
        : {};
  if (name === "ChainError" && (asText === "UNREACHABLE" || asText === "TIMEOUT"))
    return new CliError(asText, message, { exit: EXIT.cannotStart, ...withHint, cause: thrown });
  if (["PortInUseError", "NodeError", "StoreError", "TransportError", "OnnxError"].includes(name))
    return new CliError(asText, message, { exit: EXIT.cannotStart, ...withHint, cause: thrown });
  if (name === "RangeError" || name === "WalletError" || name === "CryptoError")
    return new CliError(asText === "FAILED" ? "BAD_INPUT" : asText, message, {
      exit: EXIT.usage,
      ...withHint,
      cause: thrown,
    });
  return new CliError(asText, message, { exit: EXIT.refused, ...withHint, cause: thrown });
}

/** Tells a failure, on stdout with `--json`, and gives the exit code. */
export function report(thrown: unknown, json: boolean): number {
  const error = asCliError(thrown);
  // For developers: where it came from.
  if (process.env["GANGLION_DEBUG"] && thrown instanceof Error) say(thrown.stack ?? "");
  if (json) {
    const { code, message, hint } = error;
    process.stdout.write(`${toJson({ error: { code, message, hint: hint ?? null } })}\n`);
  } else {
    say(`${pc.red("error")} ${error.message}`);
    if (error.hint) say(`${pc.cyan("hint")}  ${error.hint}`);
  }
  return error.exit;
}
