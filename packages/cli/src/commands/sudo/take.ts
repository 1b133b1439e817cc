import { toSs58 } from "@ganglion/primitives";
import type { ChainClient } from "@ganglion/sdk";
import { carryOutOne } from "../../client/extrinsic.ts";
import { hotkeyAccount, signingKey } from "../../client/keys.ts";
import { withChain } from "../../client/session.ts";
import { ONE, parseTolerance } from "../../options/amount.ts";
import { needed } from "../../options/ask.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import type { PromptFlags } from "../../options/prompt-option.ts";
import type { WalletFlags } from "../../options/wallet-option.ts";
import { CliError, EXIT, print } from "../../output.ts";

export interface GetTakeFlags extends WalletFlags, NetworkFlags, PromptFlags {}
export interface SetTakeFlags extends GetTakeFlags {
  readonly take?: string;
}

const U16_MAX = 65_535;
const shareText = (u16: number): string => `${((u16 / U16_MAX) * 100).toFixed(2)} %`;

/** u16 of a share such as `0.18`; what is above 1 is read as percent, as btcli does. @throws CliError BAD_TAKE */
function parseTake(text: string): number {
  const bad = () =>
    new CliError("BAD_TAKE", `"${text}" is no take`, {
      exit: EXIT.usage,
      hint: "0.18 or 18 is 18 %, which is the most.",
    });
  const match = /^(\d{1,3})(\.\d{1,9})?$/.exec(text.trim());
  if (!match) throw bad();
  const share =
    Number(text) > 1 ? parseTolerance(String(Number(text) / 100)) : parseTolerance(text.trim());
  return Number((share * BigInt(U16_MAX)) / ONE);
}

const takeOf = async (client: ChainClient, hotkey: string): Promise<number> =>
  (await client.api.query.SubtensorModule!.Delegates!.getValue(hotkey)) as number;

/** What a hotkey keeps of its nominators' dividends. @throws CliError, ChainError */
export async function getTake(flags: GetTakeFlags): Promise<void> {
  const hotkey = toSs58(await hotkeyAccount(flags));
  const takeU16 = await withChain(flags, (client) => takeOf(client, hotkey));
  print(
    { hotkey, takeU16, take: takeU16 / U16_MAX },
    { json: flags.json ?? false, text: () => `${hotkey} takes ${shareText(takeU16)}.` },
  );
}

/** Raises or lowers it. @throws CliError TAKE_OUT_OF_RANGE, UNCHANGED; ChainError */
export async function setTake(flags: SetTakeFlags): Promise<void> {
  const text = await needed(flags, flags.take, {
    option: "--take",
    question: "Which take (0.18 is 18 %)?",
    parse: (typed) => {
      parseTake(typed);
      return typed;
    },
  });
  const wanted = parseTake(text);
  const signer = await signingKey(flags, "coldkey");
  const hotkey = toSs58(await hotkeyAccount(flags));
  const { outcome, submitted } = await withChain(flags, async (client) => {
    const { MinDelegateTake, MaxDelegateTake } = client.api.query.SubtensorModule!;
    const [now, least, most] = await Promise.all([
      takeOf(client, hotkey),
      MinDelegateTake!.getValue() as Promise<number>,
      MaxDelegateTake!.getValue() as Promise<number>,
    ]);
    // 18 % in decimals is a little more than the chain's 11796 / 65535, and is meant.
    const take = wanted > most && wanted - most <= 1 ? most : wanted;
    if (take < least || take > most)
      throw new CliError("TAKE_OUT_OF_RANGE", `a take of ${shareText(take)} is not allowed`, {
        exit: EXIT.usage,
        hint: `The chain allows ${shareText(least)} to ${shareText(most)}.`,
      });
    if (take === now)
      throw new CliError("UNCHANGED", `the take is ${shareText(now)} already`, {
        exit: EXIT.refused,
      });
    return carryOutOne(client, flags, {
      signer,
      operation: {
        title: `Change the take of ${hotkey} from ${shareText(now)} to ${shareText(take)}`,
        details: [],
        call: {
          pallet: "SubtensorModule",
          name: take > now ? "increase_take" : "decrease_take",
          args: { hotkey, take },
        },
        facts: { hotkey, takeU16: take, before: now },
      },
    });
  });
  print(outcome, {
    json: flags.json ?? false,
    text: () => (submitted ? "The take is changed." : "Nothing was changed (--dry-run)."),
  });
}
