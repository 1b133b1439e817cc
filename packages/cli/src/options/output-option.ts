import { type Command, Option } from "commander";
import { say } from "../output.ts";
import { addAliased } from "./aliased-option.ts";

/** How a command tells its result. */
export interface OutputFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

export function withOutput(command: Command): Command {
  addAliased(command, new Option("--json", "one JSON document on stdout; amounts in rao"), [
    "--json-output",
    "--json-out",
  ]);
  command.addOption(new Option("--quiet", "no talk, only the result"));
  return command.addOption(new Option("--verbose", "full addresses and exact amounts in tables"));
}

/** Says something beside the result, unless it shall be quiet. */
export function talk(flags: OutputFlags, text: string): void {
  if (!flags.quiet) say(text);
}
