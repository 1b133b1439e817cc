/** What went wrong, for programs; the message is for people. */
export type NodeErrorCode =
  | "PORT_IN_USE"
  | "CANNOT_LISTEN"
  | "BAD_OPTION"
  | "NO_AUTHORITY_KEY"
  | "UNKNOWN_BLOCK"
  | "NOT_NEXT_BLOCK"
  | "BAD_BLOCK"
  | "BLOCK_NOT_BUILT"
  | "UNKNOWN_SNAPSHOT"
  | "CLOSED";

/** A failure of the node. `hint` says what a person can do about it. */
export class NodeError extends Error {
  override readonly name: string = "NodeError";
  readonly code: NodeErrorCode;
  readonly hint: string;

  constructor(
    code: NodeErrorCode,
    { message, hint, cause }: { message: string; hint: string; cause?: unknown },
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
  }
}

/** Another program listens on a port that this node should take. */
export class PortInUseError extends NodeError {
  override readonly name = "PortInUseError";
  readonly port: number;

  constructor(port: number, what: string, cause?: unknown) {
    super("PORT_IN_USE", {
      message: `port ${port} (${what}) is taken by another program`,
      hint: "stop that program, or choose another port; 0 takes a free one",
      cause,
    });
    this.port = port;
  }
}
