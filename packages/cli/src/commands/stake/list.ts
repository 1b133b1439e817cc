import { toSs58 } from "@ganglion/primitives";
import pc from "picocolors";
import { coldkeyAccount } from "../../client/keys.ts";
import { withChain } from "../../client/session.ts";
import { stakesOf, worth } from "../../client/stakes.ts";
import { allSubnets } from "../../client/subnets.ts";
import { address, table } from "../../client/table.ts";
import { tao, token } from "../../options/amount.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import type { PromptFlags } from "../../options/prompt-option.ts";
import type { WalletFlags } from "../../options/wallet-option.ts";
import { print } from "../../output.ts";

export interface StakeListFlags extends WalletFlags, NetworkFlags, PromptFlags {
  readonly ss58?: string;
}

/** What a coldkey has staked. @throws CliError, ChainError */
export async function list(flags: StakeListFlags): Promise<void> {
  const coldkey = await coldkeyAccount(flags, flags.ss58);
  const { stakes, subnets, free } = await withChain(flags, async (client) => {
    const [stakes, subnets, free] = await Promise.all([
      stakesOf(client, coldkey),
      allSubnets(client),
      client.balance(coldkey),
    ]);
    return { stakes, subnets, free };
  });
  const byNetuid = new Map(subnets.map((subnet) => [subnet.netuid as number, subnet]));
  const priceOf = new Map(subnets.map(({ netuid, price }) => [netuid as number, price]));
  const rows = stakes.map((stake) => {
    const subnet = byNetuid.get(stake.netuid);
    return {
      netuid: stake.netuid,
      name: subnet?.name ?? "",
      symbol: subnet?.symbol ?? "",
      hotkey: toSs58(stake.hotkey),
      stake: stake.amount,
      price: subnet?.price ?? 0n,
      value: worth([stake], priceOf),
      emission: stake.emission,
      isRegistered: stake.isRegistered,
    };
  });
  const staked = rows.reduce((sum, { value }) => sum + value, 0n);
  print(
    { coldkey: toSs58(coldkey), free, staked, stakes: rows },
    {
      json: flags.json ?? false,
      text: () =>
        [
          `${pc.bold(toSs58(coldkey))}  free ${tao(free)}, staked about ${tao(staked)}`,
          rows.length === 0
            ? "Nothing is staked."
            : table(
                [">Netuid", "Name", "Hotkey", ">Stake", ">Price", ">Value", "Registered"],
                rows.map((row) => [
                  row.netuid,
                  row.name,
                  address(row.hotkey, flags.verbose),
                  token(row.stake, row.netuid, row.symbol),
                  tao(row.price),
                  tao(row.value),
                  row.isRegistered ? "yes" : "no",
                ]),
              ),
        ].join("\n"),
    },
  );
}
