import { type Command, Option } from "commander";
import { CliError, EXIT } from "../output.ts";
import { addAliased } from "./aliased-option.ts";
import type { OutputFlags } from "./output-option.ts";

/** Whether a command may ask, and whether it may act. */
export interface PromptFlags extends OutputFlags {
  readonly prompt?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  /** Blocks for which an extrinsic stays valid. */
  readonly period?: number;
  /** Seconds to wait for the block. */
  readonly timeout?: number;
  readonly mevProtection?: boolean;
}

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new CliError("BAD_COUNT", `"${text}" is no whole number above 0`, { exit: EXIT.usage });
  return value;
};

/** Options of everything that changes the chain. */
export function withPrompt(command: Command): Command {
  addAliased(command, new Option("-y, --yes", "do it without asking"), ["--no_prompt"]);
  command.addOption(new Option("--prompt", "ask (the default on a terminal)").hideHelp());
  command.addOption(new Option("--no-prompt", "as --yes"));
  addAliased(command, new Option("--dry-run", "show what it would do and cost, send nothing"), [
    "--no",
  ]);
  addAliased(
    command,
    new Option(
      "--period <blocks>",
      "blocks for which the extrinsic stays valid (default: 64)",
    ).argParser(count),
    ["--era"],
  );
  command.addOption(
    new Option("--timeout <seconds>", "how long to wait for its block")
      .argParser(count)
      .default(180),
  );
  // btcli shields extrinsics by default; here they travel in the open, so its switch to that is welcome.
  command.addOption(new Option("--mev-protection", "shield the extrinsic").hideHelp());
  return command.addOption(new Option("--no-mev-protection", "as it is anyway").hideHelp());
}

/** @throws CliError if a shielded extrinsic is asked for, before anything is sent in the open */
export function refuseShield(flags: PromptFlags): void {
  if (flags.mevProtection === true)
    throw new CliError("NOT_SUPPORTED", "shielded extrinsics are not supported yet", {
      exit: EXIT.usage,
      hint: "Leave --mev-protection out; the limit price of stake operations protects against front running.",
    });
}

/** True if a person sits there and did not say "don't ask". JSON implies that nobody is asked. */
export const mayAsk = (flags: PromptFlags): boolean =>
  process.stdin.isTTY === true &&
  process.stderr.isTTY === true &&
  !flags.json &&
  !flags.yes &&
  flags.prompt !== false;

/** True if it was said on the command line that no confirmation is needed. */
export const agreed = (flags: PromptFlags): boolean =>
  flags.yes === true || flags.prompt === false || flags.json === true;
