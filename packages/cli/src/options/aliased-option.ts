import { type Command, Option } from "commander";

/**
 * One option under several names. The first name is shown by help; the others are btcli's spellings of it
 * (`--wallet-name`, `--wallet.name`, `--wallet_name`, `--name`), so that its command lines work unchanged.
 */
export function addAliased(
  command: Command,
  option: Option,
  aliases: readonly string[] = [],
): Command {
  command.addOption(option);
  const value = /\s[<[].*$/.exec(option.flags)?.[0] ?? "";
  const attribute = option.attributeName();
  for (const alias of aliases) {
    const other = new Option(`${alias}${value}`, option.description).hideHelp();
    // The parser derives where a value is kept from the spelling; all spellings must meet in one place.
    other.attributeName = () => attribute;
    if (option.parseArg) other.argParser(option.parseArg);
    command.addOption(other);
  }
  return command;
}
