import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** `GANGLION_CLI` names another build of the command line tool to test. */
export const CLI =
  process.env["GANGLION_CLI"] ?? join(import.meta.dirname, "../packages/cli/bin/ganglion.js");

/** A fast development chain in a process of its own, as a stranger would start it. */
export interface NodeProcess {
  /** WebSocket address of the JSON-RPC port. */
  readonly endpoint: string;
  /** Ends it; throws if it did not go in time. */
  stop(): Promise<void>;
}

interface ReadyLine {
  readonly ready: boolean;
  readonly rpc: string;
}

async function firstLine(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) return line;
  throw new Error("the node ended before it was ready");
}

/** Starts a node on free ports. Its own words go into the error if it doesn't become ready. */
export async function startNode(): Promise<NodeProcess> {
  const child = spawn(
    process.execPath,
    // Interval sealing, as the real chain has it: clients wait for blocks that come by themselves.
    [CLI, "node", "--dev", "--fast", "--rpc-port", "0", "--metrics-port", "0", "--json"],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    // A block a quarter of a second: only the end is of interest.
    said = (said + chunk.toString()).slice(-4000);
  });
  try {
    const { ready, rpc } = JSON.parse(await firstLine(child)) as ReadyLine;
    if (!ready) throw new Error("it is not ready");
    child.stdout.resume();
    return { endpoint: rpc, stop: () => stop(child) };
  } catch (error) {
    child.kill("SIGKILL");
    throw new Error(`no node: ${String(error)}\n${said}`, { cause: error });
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null)
    throw new Error(`the node had ended by itself: ${child.exitCode ?? child.signalCode}`);
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 60_000);
  const [code, signal] = (await gone) as [number | null, NodeJS.Signals | null];
  clearTimeout(late);
  if (signal === "SIGKILL" || (code !== null && code !== 0))
    throw new Error(`the node ended badly: ${code ?? signal}`);
}
