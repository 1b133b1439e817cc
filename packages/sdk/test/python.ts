import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const inCheckout = `${root}.venv-sdk10/bin/python`;

/** A Python that has bittensor 10.5.0; undefined if this machine has none. */
export const PYTHON: string | undefined =
  process.env["GANGLION_PY_SDK10"] ?? (existsSync(inCheckout) ? inCheckout : undefined);

/** For `test.skipIf(!PYTHON)`: the title says why it was skipped and what would enable it. */
export const withPython = (title: string): string =>
  PYTHON
    ? title
    : `${title} [skipped: no Python with bittensor 10.5.0; python3 -m venv .venv-sdk10 && .venv-sdk10/bin/pip install bittensor==10.5.0]`;

/** Starts a script of conformance/python. The caller ends it. */
export function startPython(script: string, args: readonly string[]): ChildProcess {
  if (!PYTHON) throw new Error("no Python with bittensor 10.5.0");
  return spawn(PYTHON, [`${root}conformance/python/${script}`, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    // bittensor reads the command line and may write logs and wallets of its own: keep it quiet.
    env: { ...process.env, BT_NO_PARSE_CLI_ARGS: "1", NO_COLOR: "1" },
  });
}

/** Runs a script to its end: the last JSON document among its stdout lines. Throws with its stderr if it fails. */
export function runPython(script: string, args: readonly string[]): Promise<unknown> {
  const child = startPython(script, args);
  return new Promise((resolve, reject) => {
    let out = "";
    let err = "";
    child.stdout?.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => {
      // The SDK may log to the same stream.
      const said = out.split("\n").findLast((line) => line.startsWith("{"));
      if (code !== 0 || said === undefined)
        return reject(new Error(`${script} ended with ${code}: ${out}${err.slice(-2000)}`));
      try {
        resolve(JSON.parse(said));
      } catch (cause) {
        reject(new Error(`${script} said what is no JSON: ${said}`, { cause }));
      }
    });
  });
}
