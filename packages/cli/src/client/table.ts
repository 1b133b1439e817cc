import { type AccountId, toSs58 } from "@ganglion/primitives";
import Table from "cli-table3";
import pc from "picocolors";

const PLAIN = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/** Columns under bold heads. A head that begins with ">" is aligned to the right, as numbers are. */
export function table(
  heads: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const made = new Table({
    head: heads.map((head) => pc.bold(head.replace(/^>/, ""))),
    colAligns: heads.map((head) => (head.startsWith(">") ? "right" : "left")),
    chars: PLAIN,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  made.push(...rows.map((row) => [...row]));
  return made
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** An address as a person recognises it; whole with `--verbose`. */
export function address(account: AccountId | string, whole = false): string {
  const text = account.startsWith("0x") ? toSs58(account as AccountId) : account;
  return whole ? text : `${text.slice(0, 6)}…${text.slice(-4)}`;
}

/** A u16 share, 65535 = 1, with four decimals. */
export const share = (u16: number): string => (u16 / 65_535).toFixed(4);
