import { CliError, EXIT } from "../output.ts";
import { mayAsk, type PromptFlags } from "./prompt-option.ts";

// Questions go to stderr: stdout is the result.

const cancelled = () =>
  new CliError("CANCELLED", "cancelled, nothing was done", { exit: EXIT.refused });

/** Yes or no. Only call it when `mayAsk`. @throws CliError CANCELLED on Ctrl-C */
export async function confirm(question: string): Promise<boolean> {
  const { confirm: ask, isCancel } = await import("@clack/prompts");
  const answer = await ask({ message: question, initialValue: false, output: process.stderr });
  if (isCancel(answer)) throw cancelled();
  return answer;
}

/** A secret, not shown while it is typed. Only call it when `mayAsk`. @throws CliError CANCELLED on Ctrl-C */
export async function askSecret(question: string): Promise<string> {
  const { password, isCancel } = await import("@clack/prompts");
  const answer = await password({ message: question, output: process.stderr });
  if (isCancel(answer)) throw cancelled();
  return answer ?? "";
}

/**
 * A value that the command needs: as given, else asked for on a terminal, else refused by the option's name.
 * @throws CliError MISSING_OPTION
 */
export async function needed<T>(
  flags: PromptFlags,
  given: T | undefined,
  what: {
    readonly option: string;
    readonly question: string;
    readonly parse: (text: string) => T;
    readonly secret?: boolean;
  },
): Promise<T> {
  if (given !== undefined) return given;
  if (!mayAsk(flags))
    throw new CliError("MISSING_OPTION", `${what.option} is needed`, {
      exit: EXIT.usage,
      hint: `There is no terminal to ask on; give ${what.option}.`,
    });
  if (what.secret) return what.parse(await askSecret(what.question));
  const { text, isCancel } = await import("@clack/prompts");
  const answer = await text({
    message: what.question,
    output: process.stderr,
    validate: (typed) => {
      try {
        what.parse(typed ?? "");
        return undefined;
      } catch (thrown) {
        return thrown instanceof Error ? thrown.message : String(thrown);
      }
    },
  });
  if (isCancel(answer)) throw cancelled();
  return what.parse(answer);
}
