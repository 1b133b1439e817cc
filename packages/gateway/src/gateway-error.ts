/** Why a gateway could not start. */
export type GatewayErrorCode =
  | "PORT_IN_USE"
  | "CANNOT_LISTEN"
  | "RECORDS_UNUSABLE"
  | "UNKNOWN_SUBNET";

/** A gateway that could not start; `hint` says what to do. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly code: GatewayErrorCode;
  readonly hint: string;

  constructor(
    code: GatewayErrorCode,
    message: string,
    options: { readonly hint: string; readonly cause?: unknown },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}
