import { carryOutOne } from "../../client/extrinsic.ts";
import { signingKey } from "../../client/keys.ts";
import { withChain } from "../../client/session.ts";
import { needed } from "../../options/ask.ts";
import { type NetuidFlags, neededNetuid } from "../../options/netuid-option.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import type { PromptFlags } from "../../options/prompt-option.ts";
import type { WalletFlags } from "../../options/wallet-option.ts";
import { CliError, EXIT, print } from "../../output.ts";
import { inSudo, rightOf } from "./set.ts";

export interface TrimFlags extends WalletFlags, NetworkFlags, NetuidFlags, PromptFlags {
  readonly maxUids?: string;
}

function parseCount(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535)
    throw new CliError("BAD_COUNT", `"${text}" is no number of uids`, { exit: EXIT.usage });
  return value;
}

/** Removes the neurons with the least emission down to a number of uids. @throws CliError, ChainError */
export async function trim(flags: TrimFlags): Promise<void> {
  const netuid = await neededNetuid(flags);
  const most = parseCount(
    await needed(flags, flags.maxUids, {
      option: "--max-uids",
      question: "Down to how many uids?",
      parse: (text) => text,
    }),
  );
  const signer = await signingKey(flags, "coldkey");
  const { outcome, submitted } = await withChain(flags, async (client) => {
    const by = await rightOf(client, signer, { netuid, what: "the number of uids", owner: true });
    const call = {
      pallet: "AdminUtils",
      name: "sudo_trim_to_max_allowed_uids",
      args: { netuid, max_n: most },
    };
    return carryOutOne(client, flags, {
      signer,
      operation: {
        title: `Trim subnet ${netuid} to ${most} uids`,
        details: [["Attention", "neurons beyond that are deregistered"]],
        call: by === "owner" ? call : inSudo(client, call),
        facts: { netuid, maxUids: most, by },
      },
    });
  });
  print(outcome, {
    json: flags.json ?? false,
    text: () => (submitted ? `Subnet ${netuid} is trimmed.` : "Nothing was changed (--dry-run)."),
  });
}
