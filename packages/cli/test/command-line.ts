import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { vi } from "vitest";
import { execute } from "./program.ts";

/** What a command line did. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The document on stdout. Throws if there is not exactly one. */
  // biome-ignore lint/suspicious/noExplicitAny: documents of many shapes, asserted field by field
  readonly json: () => any;
}

/** Runs a command line in this process, without a terminal, as the program itself would. */
export async function run(...args: string[]): Promise<Ran> {
  let out = "";
  let err = "";
  const write = (keep: (text: string) => void) =>
    ((text: string) => {
      keep(text);
      return true;
    }) as typeof process.stdout.write;
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation(write((t) => (out += t)));
  const stderr = vi.spyOn(process.stderr, "write").mockImplementation(write((t) => (err += t)));
  try {
    const code = await execute(args);
    // Colours depend on where the tests run: CI's log has them.
    const plain = stripVTControlCharacters;
    return { code, out: plain(out), err: plain(err), json: () => JSON.parse(out) };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

/** A folder of wallets of its own, and none of the user's settings. */
export function isolatedWallets(): { readonly dir: string; readonly remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), "ganglion-wallets-"));
  process.env["GANGLION_WALLET_PATH"] = dir;
  process.env["GANGLION_CONFIG"] = join(dir, "no-config.json");
  for (const name of ["NETWORK", "WALLET_NAME", "WALLET_HOTKEY"])
    delete process.env[`GANGLION_${name}`];
  for (const name of ["NAME", "HOTKEY", "PATH"]) delete process.env[`BT_WALLET_${name}`];
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
