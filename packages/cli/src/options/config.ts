import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { CliError, EXIT } from "../output.ts";

/** What the configuration file may set. */
export interface Config {
  readonly network?: string;
  readonly walletName?: string;
  readonly walletHotkey?: string;
  readonly walletPath?: string;
}

const configPath = (): string =>
  process.env["GANGLION_CONFIG"] ??
  join(process.env["XDG_CONFIG_HOME"] ?? join(homedir(), ".config"), "ganglion/config.json");

/** The configuration file; a missing one says nothing. @throws CliError BAD_CONFIG */
function readConfig(): Config {
  const path = configPath();
  const bad = (why: string, cause?: unknown) =>
    new CliError("BAD_CONFIG", `${path} ${why}`, {
      exit: EXIT.usage,
      hint: "It is a JSON object with any of network, walletName, walletHotkey, walletPath.",
      cause,
    });
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw bad("cannot be read", cause);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw bad("is no JSON", cause);
  }
  if (typeof parsed !== "object" || parsed === null) throw bad("is no JSON object");
  for (const [key, value] of Object.entries(parsed))
    if (typeof value !== "string") throw bad(`sets ${key} to something that is no text`);
  return parsed as Config;
}

/** A setting by precedence: flag, environment, configuration file. */
export function setting(
  flag: string | undefined,
  options: { readonly env: readonly string[]; readonly key: keyof Config },
): string | undefined {
  if (flag !== undefined) return flag;
  for (const name of options.env) if (process.env[name]) return process.env[name];
  return readConfig()[options.key];
}
