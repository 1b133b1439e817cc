import type { Ss58 } from "./chain/gateway-chain.ts";

/** Names of the subnets whose questions the gateway knows how to put. */
export const KNOWN_SUBNETS: readonly string[] = ["prompting"];

/** A subnet whose validators the gateway asks. */
export interface ServedSubnet {
  /** One of `KNOWN_SUBNETS`: its name in `/v1/models` and `/v1/subnets/NAME`. */
  readonly name: string;
  readonly netuid: number;
  /** What people call the miners of this network, by hotkey. These are never asked as validators. */
  readonly minerNames?: Readonly<Record<Ss58, string>>;
  /** How long miners may take for an answer; by default 10 seconds. */
  readonly timeoutMs?: number;
}
