import { type NetUid, netUid } from "@ganglion/primitives";
import { type Command, Option } from "commander";
import { CliError, EXIT } from "../output.ts";
import { addAliased } from "./aliased-option.ts";
import { needed } from "./ask.ts";
import type { PromptFlags } from "./prompt-option.ts";

export interface NetuidFlags {
  readonly netuid?: NetUid;
}
export interface NetuidsFlags {
  readonly netuids?: readonly NetUid[];
}

/** @throws CliError BAD_NETUID */
export function parseNetuid(text: string): NetUid {
  const value = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!(value <= 65_535))
    throw new CliError("BAD_NETUID", `"${text}" is no netuid`, {
      exit: EXIT.usage,
      hint: "A netuid is a number from 0 to 65535; `ganglion subnets list` shows those that exist.",
    });
  return netUid(value);
}
const parseNetuids = (text: string): NetUid[] =>
  text
    .split(",")
    .filter((each) => each.trim() !== "")
    .map(parseNetuid);

export const withNetuid = (command: Command): Command =>
  addAliased(
    command,
    new Option("-n, --netuid <n>", "number of the subnet").argParser(parseNetuid),
    ["--netuids"],
  );

export const withNetuids = (command: Command): Command =>
  addAliased(
    command,
    new Option("-n, --netuids <n,…>", "numbers of subnets, also --netuid").argParser(parseNetuids),
    ["--netuid"],
  );

/** The netuid as given, else asked for. @throws CliError MISSING_OPTION */
export const neededNetuid = (flags: NetuidFlags & PromptFlags): Promise<NetUid> =>
  needed(flags, flags.netuid, {
    option: "--netuid",
    question: "Which subnet (netuid)?",
    parse: parseNetuid,
  });
