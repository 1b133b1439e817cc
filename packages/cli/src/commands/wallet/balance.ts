import { type AccountId, toSs58 } from "@ganglion/primitives";
import { listWallets } from "@ganglion/sdk";
import { parseParty, signingKey } from "../../client/keys.ts";
import { withChain } from "../../client/session.ts";
import { stakesOf, worth } from "../../client/stakes.ts";
import { prices } from "../../client/subnets.ts";
import { table } from "../../client/table.ts";
import { tao } from "../../options/amount.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import { type WalletFlags, walletChoice } from "../../options/wallet-option.ts";
import { CliError, EXIT, print } from "../../output.ts";

export interface BalanceFlags extends WalletFlags, NetworkFlags {
  readonly ss58?: readonly string[];
  readonly all?: boolean;
}

type Party = readonly [name: string | null, account: AccountId];

async function partiesOf(flags: BalanceFlags): Promise<Party[]> {
  if (flags.ss58) return flags.ss58.map((text) => [null, parseParty(text)] as const);
  if (!flags.all) {
    const { label, account } = await signingKey(flags, "coldkey");
    return [[label, account]];
  }
  const { dir } = walletChoice(flags);
  const known = (await listWallets(dir)).flatMap(({ name, coldkey }) =>
    coldkey?.account ? [[name, coldkey.account] as const] : [],
  );
  if (known.length === 0)
    throw new CliError("NOT_FOUND", "there are no wallets in this folder", {
      exit: EXIT.usage,
      hint: "`ganglion wallet create` makes one, --wallet.path names another folder.",
    });
  return known;
}

/** Free TAO, and staked TAO at the present prices. @throws CliError, ChainError */
export async function balance(flags: BalanceFlags): Promise<void> {
  const parties = await partiesOf(flags);
  const rows = await withChain(flags, async (client) => {
    const priceOf = await prices(client);
    return Promise.all(
      parties.map(async ([name, account]) => {
        const [free, stakes] = await Promise.all([
          client.balance(account),
          stakesOf(client, account),
        ]);
        const staked = worth(stakes, priceOf);
        return { name, ss58: toSs58(account), free, staked, total: free + staked };
      }),
    );
  });
  const sum = (key: "free" | "staked" | "total") =>
    rows.reduce<bigint>((all, row) => all + row[key], 0n);
  const totals = { free: sum("free"), staked: sum("staked"), total: sum("total") };
  print(
    { balances: rows, totals },
    {
      json: flags.json ?? false,
      text: () =>
        table(
          ["Wallet", "Coldkey", ">Free", ">Staked", ">Total"],
          [
            ...rows.map((row) => [
              row.name ?? "",
              row.ss58,
              tao(row.free),
              tao(row.staked),
              tao(row.total),
            ]),
            ...(rows.length > 1
              ? [["Total", "", tao(totals.free), tao(totals.staked), tao(totals.total)]]
              : []),
          ],
        ),
    },
  );
}
