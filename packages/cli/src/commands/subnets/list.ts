import { withChain } from "../../client/session.ts";
import { allSubnets } from "../../client/subnets.ts";
import { address, table } from "../../client/table.ts";
import { short, tao } from "../../options/amount.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import { print } from "../../output.ts";

export type ListSubnetsFlags = NetworkFlags;

/** All subnets. @throws CliError, ChainError */
export async function list(flags: ListSubnetsFlags): Promise<void> {
  const { head, subnets } = await withChain(flags, async (client) => ({
    head: await client.head(),
    subnets: await allSubnets(client),
  }));
  print(
    { block: head.number, subnets },
    {
      json: flags.json ?? false,
      text: () =>
        table(
          [
            ">Netuid",
            "Name",
            "Symbol",
            ">Price",
            ">Pool τ",
            ">Pool α",
            ">Staked α",
            ">Emission τ/block",
            ">Tempo",
            "Owner",
          ],
          subnets.map((each) => [
            each.netuid,
            each.name,
            each.symbol,
            tao(each.price),
            short(each.taoIn),
            short(each.alphaIn),
            short(each.alphaOut),
            short(each.taoInEmission, 6),
            `${each.blocksSinceLastStep}/${each.tempo}`,
            address(each.ownerColdkey, flags.verbose),
          ]),
        ),
    },
  );
}
