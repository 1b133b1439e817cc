import { type NetUid, netUid, utf8Text } from "@ganglion/primitives";
import type { ChainClient } from "@ganglion/sdk";
import { CliError, EXIT } from "../output.ts";

/** A subnet with its pool, as the chain tells it. */
export interface Subnet {
  readonly netuid: NetUid;
  readonly name: string;
  readonly symbol: string;
  readonly ownerColdkey: string;
  readonly ownerHotkey: string;
  readonly tempo: number;
  readonly blocksSinceLastStep: number;
  /** Rao that the subnet's pool gets per block. */
  readonly taoInEmission: bigint;
  readonly taoIn: bigint;
  readonly alphaIn: bigint;
  readonly alphaOut: bigint;
  readonly registeredAt: number;
  /** Rao per whole alpha. */
  readonly price: bigint;
}

interface RawSubnet {
  readonly netuid: number;
  readonly subnet_name: readonly number[];
  readonly token_symbol: readonly number[];
  readonly owner_hotkey: string;
  readonly owner_coldkey: string;
  readonly tempo: number;
  readonly blocks_since_last_step: bigint;
  readonly tao_in_emission: bigint;
  readonly tao_in: bigint;
  readonly alpha_in: bigint;
  readonly alpha_out: bigint;
  readonly network_registered_at: bigint;
}

const text = (codes: readonly number[]): string => utf8Text(Uint8Array.from(codes));

const subnetOf = (raw: RawSubnet, price: bigint): Subnet => ({
  netuid: netUid(raw.netuid),
  name: text(raw.subnet_name),
  symbol: text(raw.token_symbol),
  ownerColdkey: raw.owner_coldkey,
  ownerHotkey: raw.owner_hotkey,
  tempo: raw.tempo,
  blocksSinceLastStep: Number(raw.blocks_since_last_step),
  taoInEmission: raw.tao_in_emission,
  taoIn: raw.tao_in,
  alphaIn: raw.alpha_in,
  alphaOut: raw.alpha_out,
  registeredAt: Number(raw.network_registered_at),
  price,
});

/** Rao per whole alpha on every subnet. */
export async function prices(client: ChainClient): Promise<Map<number, bigint>> {
  const all = (await client.api.apis.SwapRuntimeApi!.current_alpha_price_all!()) as readonly {
    readonly netuid: number;
    readonly price: bigint;
  }[];
  return new Map(all.map(({ netuid, price }) => [netuid, price]));
}

/** All subnets, root first. */
export async function allSubnets(client: ChainClient): Promise<Subnet[]> {
  const [raw, priceOf] = await Promise.all([
    client.api.apis.SubnetInfoRuntimeApi!.get_all_dynamic_info!() as Promise<
      readonly (RawSubnet | undefined)[]
    >,
    prices(client),
  ]);
  return raw
    .filter((each) => each !== undefined)
    .map((each) => subnetOf(each, priceOf.get(each.netuid) ?? 0n));
}

export const noSubnet = (netuid: number): CliError =>
  new CliError("NO_SUBNET", `there is no subnet ${netuid}`, {
    exit: EXIT.refused,
    hint: "`ganglion subnets list` shows those that exist.",
  });

/** @throws CliError NO_SUBNET */
export async function subnetBy(client: ChainClient, netuid: NetUid): Promise<Subnet> {
  const [raw, price] = await Promise.all([
    client.api.apis.SubnetInfoRuntimeApi!.get_dynamic_info!(netuid) as Promise<
      RawSubnet | undefined
    >,
    client.api.apis.SwapRuntimeApi!.current_alpha_price!(netuid) as Promise<bigint>,
  ]);
  if (!raw) throw noSubnet(netuid);
  return subnetOf(raw, price);
}
