import type { KeyRole } from "@ganglion/sdk";
import { passwordAssignment } from "../../client/password.ts";
import { needed } from "../../options/ask.ts";
import { type OutputFlags, talk } from "../../options/output-option.ts";
import { type WalletFlags, walletChoice } from "../../options/wallet-option.ts";
import { print } from "../../output.ts";

export interface PasswordVariableFlags extends WalletFlags, OutputFlags {
  readonly key: KeyRole;
}

/**
 * Prints the environment variable of a key's password; the password is typed, or read from standard input.
 * The value is masked, not encrypted: whoever sees it can have the password.
 */
export async function passwordVariable(flags: PasswordVariableFlags): Promise<void> {
  const choice = walletChoice(flags);
  const password = await needed(flags, process.stdin.isTTY ? undefined : await firstLine(), {
    option: "a password on standard input",
    question: `Password of the ${flags.key} of wallet "${choice.name}"`,
    parse: (text) => text,
    secret: true,
  });
  const { variable, value, forPython } = passwordAssignment(choice, flags.key, password);
  if (!forPython)
    talk(
      flags,
      "The Python wallet looks under a name with signs that no shell can set; this one is for ganglion alone.",
    );
  print(
    { variable, value, forPython },
    { json: flags.json ?? false, text: () => `export ${variable}='${value}'` },
  );
}

async function firstLine(): Promise<string | undefined> {
  let text = "";
  for await (const part of process.stdin) {
    text += String(part);
    if (text.includes("\n")) break;
  }
  const [line = ""] = text.split(/\r?\n/);
  return line === "" ? undefined : line;
}
