import { join } from "node:path";
import {
  decodePassword,
  encodePassword,
  type KeyRole,
  keyPaths,
  passwordVariable,
  WalletError,
} from "@ganglion/sdk";
import { askSecret } from "../options/ask.ts";
import { mayAsk, type PromptFlags } from "../options/prompt-option.ts";
import type { WalletChoice } from "../options/wallet-option.ts";
import { CliError, EXIT, say } from "../output.ts";

const TRIES = 3;

/**
 * Variables in which a keyfile's password may stand. bittensor-wallet makes the name from the path as it was
 * given, so the same file has one name with `~` and one without; and it keeps signs such as the dash in
 * `my-wallet`, which no shell can set, so there is a name without them that is ours alone.
 */
function variables(choice: WalletChoice, role: KeyRole): string[] {
  const ref = { name: choice.name, hotkey: choice.hotkey, ...(choice.dir && { dir: choice.dir }) };
  const file = role === "coldkey" ? "coldkey" : join("hotkeys", choice.hotkey);
  const exact = passwordVariable(keyPaths(ref, role).secret);
  const asGiven = passwordVariable(join(choice.dir ?? "~/.bittensor/wallets", choice.name, file));
  return [...new Set([exact, asGiven, settable(exact)])];
}

const settable = (variable: string): string => variable.replaceAll(/[^A-Z0-9_]/g, "_");

/** A variable that a shell can set, with the value that hands the password over. */
export function passwordAssignment(
  choice: WalletChoice,
  role: KeyRole,
  password: string,
): { readonly variable: string; readonly value: string; readonly forPython: boolean } {
  const [exact] = variables(choice, role) as [string];
  const variable = settable(exact);
  return {
    variable,
    value: encodePassword(variable, password),
    forPython: variable === exact,
  };
}

function fromEnvironment(choice: WalletChoice, role: KeyRole): string | undefined {
  for (const variable of variables(choice, role)) {
    const value = process.env[variable];
    if (value) return decodePassword(variable, value);
  }
  return undefined;
}

/**
 * Opens an encrypted key: with the password of the environment, else with the one that is typed.
 * @throws CliError PASSWORD_NEEDED where there is neither; WalletError WRONG_PASSWORD after three wrong ones
 */
export async function withPassword<T>(
  flags: PromptFlags,
  key: { readonly choice: WalletChoice; readonly role: KeyRole },
  open: (password: string) => Promise<T>,
): Promise<T> {
  const { choice, role } = key;
  const known = fromEnvironment(choice, role);
  if (known !== undefined) return open(known);
  // Agreeing to the command in advance is not agreeing to go without a password: only JSON and no terminal are.
  if (!mayAsk({ json: flags.json ?? false }))
    throw new CliError("PASSWORD_NEEDED", `the ${role} of wallet "${choice.name}" is encrypted`, {
      exit: EXIT.usage,
      hint: `Hand its password over in ${settable(variables(choice, role)[0]!)}; \`ganglion wallet password-variable\` prints the line.`,
    });
  for (let left = TRIES; ; left--) {
    const typed = await askSecret(`Password of the ${role} of wallet "${choice.name}"`);
    try {
      return await open(typed);
    } catch (thrown) {
      const wrong = thrown instanceof WalletError && thrown.code === "WRONG_PASSWORD";
      if (!wrong || left <= 1) throw thrown;
      say("That password does not open it.");
    }
  }
}

/**
 * The password of a key that is about to be written: of the environment, else typed twice.
 * @throws CliError PASSWORD_NEEDED where there is neither
 */
export async function newPassword(
  flags: PromptFlags,
  choice: WalletChoice,
  role: KeyRole,
): Promise<string> {
  const known = fromEnvironment(choice, role);
  if (known !== undefined) return known;
  if (!mayAsk({ json: flags.json ?? false }))
    throw new CliError("PASSWORD_NEEDED", `a new ${role} needs a password`, {
      exit: EXIT.usage,
      hint: `There is no terminal to ask on. Add --no-use-password, or set ${settable(variables(choice, role)[0]!)} as \`ganglion wallet password-variable\` prints it.`,
    });
  for (;;) {
    const first = await askSecret(`New password of the ${role} of wallet "${choice.name}"`);
    if (first === "") {
      say("An empty password protects nothing; --no-use-password goes without one.");
      continue;
    }
    if (first === (await askSecret("The same again"))) return first;
    say("These are two different passwords.");
  }
}
