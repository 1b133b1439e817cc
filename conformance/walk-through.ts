import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type Ended, runProgram } from "./program.ts";

/** A command of a page, as a reader copies it. */
export interface PageCommand {
  readonly text: string;
  /** It has a terminal to itself: the page's fence says `sh keeps-running`. */
  readonly keepsRunning: boolean;
}

/** The commands in the shell blocks of a page, in its order; lines that end in a backslash go on. */
export function commandsOf(page: string): PageCommand[] {
  return [...page.matchAll(/^```sh( keeps-running)?\n([\s\S]*?)^```$/gm)].flatMap(
    ([, keeps, block = ""]) =>
      block
        .replaceAll("\\\n", " ")
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "" && !line.startsWith("#"))
        .map((text) => ({ text, keepsRunning: keeps !== undefined })),
  );
}

/** A command that goes on in a terminal of its own. */
export interface Terminal {
  /** What it said when it was ready. */
  readonly said: string;
  /** Ctrl-C: everyone in the terminal gets it. Settles when the shell is gone. */
  interrupt(): Promise<void>;
}

/** A shell in a folder, as a reader has one open. */
export class Shell {
  readonly #cwd: string;
  /** May be added to: settings that a reader leaves at their defaults. */
  readonly env: Record<string, string>;
  readonly #open = new Set<ChildProcess>();

  constructor(cwd: string, env: Readonly<Record<string, string>>) {
    this.#cwd = cwd;
    this.env = { ...env };
  }

  /** Runs a command to its end. */
  run(command: string): Promise<Ended> {
    return runProgram("sh", ["-c", `cd '${this.#cwd}' && ${command}`], {
      env: this.env,
      timeoutMs: 240_000,
    });
  }

  /** Starts a command that stays; waits for what it says when it is ready. @throws Error with all it said if it ends */
  async start(command: string, ready: RegExp): Promise<Terminal> {
    const child = spawn("sh", ["-c", command], {
      cwd: this.#cwd,
      env: { ...process.env, ...this.env },
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, so that all of it can be interrupted.
      detached: true,
    });
    this.#open.add(child);
    const gone = once(child, "exit").finally(() => this.#open.delete(child));
    const said = await new Promise<string>((resolve, reject) => {
      let all = "";
      const hear = (chunk: Buffer) => {
        all = (all + chunk.toString()).slice(-100_000);
        const found = ready.exec(all);
        if (found) resolve(found[0]);
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
      gone.then(() => reject(new Error(`${command} ended: ${all.slice(-4_000)}`)), reject);
    });
    const interrupt = async () => {
      if (this.#open.has(child)) process.kill(-child.pid!, "SIGINT");
      await gone;
    };
    return { said, interrupt };
  }

  /** Ends what is still running. */
  async close(): Promise<void> {
    for (const child of this.#open) {
      const gone = once(child, "exit");
      process.kill(-child.pid!, "SIGTERM");
      await gone;
    }
  }
}
