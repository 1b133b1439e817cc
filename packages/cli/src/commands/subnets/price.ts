import { withChain } from "../../client/session.ts";
import { allSubnets, noSubnet } from "../../client/subnets.ts";
import { table } from "../../client/table.ts";
import { tao } from "../../options/amount.ts";
import type { NetuidsFlags } from "../../options/netuid-option.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import { print } from "../../output.ts";

export type PriceFlags = NetworkFlags & NetuidsFlags;

/** Present prices of alpha. @throws CliError NO_SUBNET; ChainError */
export async function price(flags: PriceFlags): Promise<void> {
  const all = await withChain(flags, allSubnets);
  const wanted = flags.netuids ?? all.map(({ netuid }) => netuid);
  const subnets = wanted.map((netuid) => {
    const found = all.find((each) => each.netuid === netuid);
    if (!found) throw noSubnet(netuid);
    const { name, symbol, price, taoIn, alphaIn } = found;
    return { netuid, name, symbol, price, taoIn, alphaIn };
  });
  print(
    { subnets },
    {
      json: flags.json ?? false,
      text: () =>
        table(
          [">Netuid", "Name", ">Price"],
          subnets.map((each) => [each.netuid, each.name, `${tao(each.price)} per ${each.symbol}`]),
        ),
    },
  );
}

/** What creating a subnet costs. @throws CliError, ChainError */
export async function burnCost(flags: NetworkFlags): Promise<void> {
  const cost = await withChain(
    flags,
    (client) =>
      client.api.apis.SubnetRegistrationRuntimeApi!
        .get_network_registration_cost!() as Promise<bigint>,
  );
  print(
    { cost },
    { json: flags.json ?? false, text: () => `A new subnet costs ${tao(cost)} now.` },
  );
}
