import type { Ss58 } from "./chain/gateway-chain.ts";

/** A subnet whose validators the gateway asks. */
export interface ServedSubnet {
  /** Its name in `/v1/models` and `/v1/subnets/NAME`. */
  readonly name: "prompting";
  readonly netuid: number;
  /** What people call the miners of this network, by hotkey. These are never asked as validators. */
  readonly minerNames?: Readonly<Record<Ss58, string>>;
  /** How long miners may take for an answer; by default 10 seconds. */
  readonly timeoutMs?: number;
}
