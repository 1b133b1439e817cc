import type { AccountId, NetUid } from "@ganglion/primitives";

/** Whose alpha, with whom, where. */
export interface Position {
  readonly hotkey: AccountId;
  readonly coldkey: AccountId;
  readonly netuid: NetUid;
}
