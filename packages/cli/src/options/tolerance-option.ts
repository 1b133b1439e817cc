import { type Command, Option } from "commander";
import { addAliased } from "./aliased-option.ts";
import { parseTolerance } from "./amount.ts";

/** How far a price may move between looking and doing. */
export interface ToleranceFlags {
  /** Share in billionths. */
  readonly tolerance?: bigint;
  readonly unsafe?: boolean;
  readonly safe?: boolean;
  readonly safeStaking?: boolean;
  readonly partial?: boolean;
}

/** Half a percent, as btcli's default, in billionths. */
export const DEFAULT_TOLERANCE = 5_000_000n;

export function withTolerance(
  command: Command,
  options: { readonly partial?: boolean; readonly register?: boolean } = {},
): Command {
  addAliased(
    command,
    new Option(
      "--tolerance <share>",
      "how far the price may move, 0.05 = 5 % (default: 0.005)",
    ).argParser(parseTolerance),
    ["--rate-tolerance", "--limit"],
  );
  if (options.register) {
    addAliased(command, new Option("--safe", "with a limit (the default)"), ["--safe-register"]);
    addAliased(command, new Option("--unsafe", "at any price"), ["--unsafe-register"]);
  } else {
    command.addOption(new Option("--safe", "with a price limit (the default)"));
    command.addOption(new Option("--unsafe", "at any price"));
    command.addOption(new Option("--safe-staking", "as --safe").hideHelp());
    command.addOption(new Option("--no-safe-staking", "as --unsafe").hideHelp());
  }
  if (options.partial) {
    addAliased(command, new Option("--partial", "the part that fits within the limit is enough"), [
      "--allow-partial-stake",
      "--allow-partial",
      "--allow",
    ]);
    addAliased(command, new Option("--no-partial", "all or nothing (the default)"), [
      "--no-allow-partial-stake",
      "--not-partial",
      "--not-allow",
    ]);
  }
  return command;
}

/** The share that the price may move, in billionths; undefined for any price. */
export function toleranceOf(flags: ToleranceFlags): bigint | undefined {
  if (flags.unsafe === true || flags.safeStaking === false) return undefined;
  return flags.tolerance ?? DEFAULT_TOLERANCE;
}
