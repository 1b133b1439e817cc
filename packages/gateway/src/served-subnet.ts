import type { Subnet, UserDoor } from "@ganglion/sdk";
import { loadSubnet, subnetNames } from "@ganglion/subnets/registry";
import type { Ss58 } from "./chain/gateway-chain.ts";
import { GatewayError } from "./gateway-error.ts";

/** A subnet whose validators the gateway asks. */
export interface ServedSubnet {
  /** A name of the registry: its name in `/v1/models` and `/v1/subnets/NAME`. */
  readonly name: string;
  readonly netuid: number;
  /** What people call the miners of this network, by hotkey. These are never asked as validators. */
  readonly minerNames?: Readonly<Record<Ss58, string>>;
  /** How long miners may take for an answer; what the subnet's door says unless given. */
  readonly timeoutMs?: number;
}

/** The same with its declaration. */
export interface OpenSubnet extends ServedSubnet {
  readonly title: string;
  readonly summary: string;
  readonly door: UserDoor;
}

/**
 * Looks a subnet up and opens its door.
 * @throws GatewayError UNKNOWN_SUBNET if there is none of this name, or it takes no questions
 */
export async function openSubnet(served: ServedSubnet): Promise<OpenSubnet> {
  let subnet: Subnet;
  try {
    subnet = await loadSubnet(served.name);
  } catch (cause) {
    throw new GatewayError("UNKNOWN_SUBNET", `no questions can be put to ${served.name}`, {
      hint: `Known here: ${subnetNames().join(", ")}.`,
      cause,
    });
  }
  const { title, summary, door } = subnet;
  if (!door)
    throw new GatewayError("UNKNOWN_SUBNET", `${served.name} takes no questions`, {
      hint: "Its declaration has no door.",
    });
  return { ...served, title, summary, door };
}

/** The subnets that are served now; more may come while the gateway runs. */
export class ServedSubnets {
  #list: readonly OpenSubnet[];

  constructor(list: readonly OpenSubnet[]) {
    this.#list = list;
  }
  get list(): readonly OpenSubnet[] {
    return this.#list;
  }
  /** For sentences. */
  get names(): string {
    return this.#list.map(({ name }) => name).join(", ");
  }
  find(name: string): OpenSubnet | undefined {
    return this.#list.find((each) => each.name === name);
  }
  /** Of two under one name the later counts. */
  add(subnet: OpenSubnet): void {
    this.#list = [...this.#list.filter(({ name }) => name !== subnet.name), subnet];
  }
}
