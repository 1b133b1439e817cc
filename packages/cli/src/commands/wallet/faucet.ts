import { accountOf, devKeypair } from "@ganglion/crypto";
import { formatTao, toSs58, UNITS_PER_TOKEN } from "@ganglion/primitives";
import { needDevelopmentChain } from "../../client/development.ts";
import { carryOutOne } from "../../client/extrinsic.ts";
import { parseParty, type SigningKey, signingKey } from "../../client/keys.ts";
import { withChain } from "../../client/session.ts";
import { tao } from "../../options/amount.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import type { PromptFlags } from "../../options/prompt-option.ts";
import type { WalletFlags } from "../../options/wallet-option.ts";
import { CliError, EXIT, print } from "../../output.ts";

export interface FaucetFlags extends WalletFlags, NetworkFlags, PromptFlags {
  readonly amount?: bigint;
  readonly ss58?: string;
}

const USUAL = 100n * UNITS_PER_TOKEN;
/** //Alice has a million, and is needed for more than this. */
const MOST = 1_000n * UNITS_PER_TOKEN;
/**
 * Who has more than this needs no faucet: it pays for a subnet and all that a walk through the docs takes. A limit of
 * this tool, not of the chain: //Alice's key is public, and whoever wants more TAO of no worth may take it.
 */
const ENOUGH = 10_000n * UNITS_PER_TOKEN;

function alice(): SigningKey {
  const keypair = devKeypair("Alice");
  return {
    label: "//Alice",
    account: accountOf(keypair),
    development: true,
    unlock: () => Promise.resolve(keypair),
  };
}

/** @throws CliError FULL */
function ensureNeedy(
  to: string,
  { free, amount }: { readonly free: bigint; readonly amount: bigint },
): void {
  if (free + amount <= ENOUGH) return;
  const room = free < ENOUGH ? ENOUGH - free : 0n;
  throw new CliError(
    "FULL",
    `${to} has ${tao(free)} free; the faucet fills an account up to ${tao(ENOUGH)}`,
    {
      exit: EXIT.refused,
      hint:
        room > 0n
          ? `--amount ${formatTao(room)} is still possible.`
          : "`ganglion wallet transfer --wallet.name //Alice` moves more.",
    },
  );
}

/** @throws CliError NOT_HERE on other chains, TOO_MUCH, FULL, SAME_ACCOUNT; ChainError */
export async function faucet(flags: FaucetFlags): Promise<void> {
  const { amount = USUAL } = flags;
  if (amount > MOST)
    throw new CliError("TOO_MUCH", `the faucet gives at most ${tao(MOST)} at a time`, {
      exit: EXIT.usage,
      hint: "Ask more than once, or `ganglion wallet transfer --wallet.name //Alice`.",
    });
  const signer = alice();
  const to = flags.ss58 ? parseParty(flags.ss58) : (await signingKey(flags, "coldkey")).account;
  if (to === signer.account)
    throw new CliError("SAME_ACCOUNT", "//Alice is the faucet herself", { exit: EXIT.usage });
  const { outcome, submitted, free } = await withChain(flags, async (client) => {
    await needDevelopmentChain(client, "the faucet gives TAO");
    ensureNeedy(toSs58(to), { free: await client.balance(to), amount });
    // Not the user's money, and worth nothing: nobody is asked.
    const done = await carryOutOne(
      client,
      { ...flags, yes: true },
      {
        signer,
        operation: {
          title: `Give ${tao(amount)} of //Alice to ${toSs58(to)}`,
          details: [],
          call: {
            pallet: "Balances",
            name: "transfer_keep_alive",
            args: { dest: { type: "Id", value: toSs58(to) }, value: amount },
          },
          spends: amount,
          facts: { to: toSs58(to), amount },
        },
      },
    );
    return { ...done, free: await client.balance(to) };
  });
  print(
    { ...outcome, free },
    {
      json: flags.json ?? false,
      text: () =>
        submitted ? `${toSs58(to)} has ${tao(free)} now.` : "Nothing was sent (--dry-run).",
    },
  );
}
