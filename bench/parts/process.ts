import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { type AddressInfo, createServer } from "node:net";

/** A port that nothing listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Asks a JSON-RPC method over HTTP. @throws Error if nothing answers, or it refuses */
export function ask(
  port: number,
  method: string,
  params: readonly unknown[] = [],
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const call = request(
      { port, host: "127.0.0.1", method: "POST", headers: { "content-type": "application/json" } },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => (text += part));
        response.on("end", () => {
          const { result, error } = JSON.parse(text) as { result?: unknown; error?: unknown };
          if (error === undefined) resolve(result);
          else reject(new Error(`${method}: ${JSON.stringify(error)}`));
        });
      },
    );
    call.on("error", reject);
    call.end(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }));
  });
}

const RETRY_MS = 4;
const GIVE_UP_MS = 60_000;

/** A server program, and how to tell that it answers. */
export interface ServerProgram {
  readonly args: (port: number) => readonly string[];
  readonly cwd: string;
  readonly method: string;
}

export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  /** From before the process was made to the first answer. */
  readonly firstAnswerSeconds: number;
  stop(): Promise<void>;
}

/** Runs a server under this Node and waits for its first answer. @throws Error if it ends before */
export async function serve(program: ServerProgram): Promise<RunningServer> {
  const port = await freePort();
  const begin = performance.now();
  const child = spawn(process.execPath, program.args(port), {
    cwd: program.cwd,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, HARDHAT_DISABLE_TELEMETRY_PROMPT: "true" },
  });
  let talk = "";
  child.stderr?.on("data", (part: Buffer) => (talk += part));
  const ended = once(child, "exit");
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
  };
  for (;;) {
    try {
      await ask(port, program.method);
      break;
    } catch (error) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`${program.args(port).join(" ")} ended: ${talk}`, { cause: error });
      if (performance.now() - begin > GIVE_UP_MS) {
        await stop();
        throw new Error(`${program.args(port).join(" ")} gave no answer: ${talk}`, {
          cause: error,
        });
      }
      await pause(RETRY_MS);
    }
  }
  const firstAnswerSeconds = (performance.now() - begin) / 1000;
  return { pid: child.pid!, port, firstAnswerSeconds, stop };
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Processor time of another process in seconds; undefined where the system does not tell. */
export function cpuSecondsOfPid(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    // utime and stime, in hundredths of a second on every Linux that Node runs on.
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}

/** Resident memory of another process in bytes; undefined where the system does not tell. */
export function residentBytes(pid: number): number | undefined {
  try {
    const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kib === undefined ? undefined : Number(kib) * 1024;
  } catch {
    return undefined;
  }
}

/** A worker program of ours in another process, spoken to by messages. */
export interface Worker {
  /** Sends a message and waits for the next one back. @throws Error if the worker ends instead */
  ask<T>(message: unknown): Promise<T>;
  stop(): Promise<void>;
}

export async function startWorker(file: string): Promise<Worker> {
  const child: ChildProcess = spawn(process.execPath, [...process.execArgv, file], {
    stdio: ["ignore", 2, 2, "ipc"],
  });
  const ended = once(child, "exit");
  const next = <T>(): Promise<T> =>
    Promise.race([
      once(child, "message").then(([message]) => message as T),
      ended.then(([code]) => {
        throw new Error(`${file} ended with ${code}`);
      }),
    ]);
  await next();
  return {
    async ask<T>(message: unknown) {
      const answer = next<T>();
      child.send(message as object);
      return answer;
    },
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}

/** The other side of `startWorker`: says that it is ready, then answers each message. */
export function answerAsWorker(answer: (message: unknown) => unknown): void {
  process.on("message", async (message) => process.send!((await answer(message)) as object));
  process.on("disconnect", () => process.exit(0));
  process.send!({ ready: true });
}
