// Storage reads over one WebSocket per second of the server's processor time: one at a time and a
// hundred on their way. The client is this process, each server another one.
import type { Socket } from "node:net";
import { join } from "node:path";
import { WebSocket } from "ws";
import { type Figure, median, report, say } from "./parts/figure.ts";
import { startWorker, type Worker } from "./parts/process.ts";
import { READ_KEYS, type ReadsRequest, storageKeys, valueAt } from "./parts/reads.ts";
import { hexOf } from "./parts/signer.ts";

const ROUNDS = 7;
const ROUND_MS = 1500;
// The goals were set where the plain server did 61,000 and 128,000 (design/limits.md §4). Where the
// system's calls cost more or less than there, the ratio to it is what remains of them.
const DEPTHS = [
  { depth: 1, atLeast: 50_000, ofPlain: 0.82, text: "≥ 50,000" },
  { depth: 100, atLeast: 200_000, ofPlain: 1.56, text: "≥ 200,000" },
] as const;

const keys = storageKeys();

interface Server {
  readonly worker: Worker;
  readonly ws: WebSocket;
  /** Reads per second of processor time, and of the clock, by depth. */
  readonly perCpu: number[][];
  readonly perSecond: number[][];
}

async function connect(file: string): Promise<Server> {
  const worker = await startWorker(join(import.meta.dirname, "workers", file));
  const port = await worker.ask<number>("port" satisfies ReadsRequest);
  const ws = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  await new Promise((done) => ws.once("open", done));
  return { worker, ws, perCpu: DEPTHS.map(() => []), perSecond: DEPTHS.map(() => []) };
}

const cpuOf = async (worker: Worker): Promise<number> => {
  const { user, system } = await worker.ask<NodeJS.CpuUsage>("cpu" satisfies ReadsRequest);
  return (user + system) / 1e6;
};

/** Requests that a turn of the loop makes leave in one piece, as a client that pipelines sends them. */
function sendTogether(ws: WebSocket): void {
  const { _socket: socket } = ws as unknown as { readonly _socket: Socket };
  if (socket.writableCorked > 0) return;
  socket.cork();
  setImmediate(() => socket.uncork());
}

/** Reads until the time is up; the answers are checked now and then. */
function readFor(ws: WebSocket, depth: number, ms: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    let answered = 0;
    const until = performance.now() + ms;
    const send = (): void => {
      if (depth > 1) sendTogether(ws);
      const key = keys[(sent * 7919) % READ_KEYS];
      ws.send(`{"jsonrpc":"2.0","id":${sent++},"method":"state_getStorage","params":["${key}"]}`);
    };
    const onMessage = (data: Buffer): void => {
      if (answered % 1000 === 0) {
        const expected = hexOf(valueAt((answered * 7919) % READ_KEYS));
        if (!data.includes(expected)) reject(new Error(`a wrong answer: ${data.toString()}`));
      }
      answered++;
      if (performance.now() < until) send();
      else if (answered === sent) {
        ws.off("message", onMessage);
        resolve(answered);
      }
    };
    ws.on("message", onMessage);
    for (let i = 0; i < depth; i++) send();
  });
}

async function round(server: Server, at: number, ms: number): Promise<void> {
  const cpu = await cpuOf(server.worker);
  const begin = performance.now();
  const count = await readFor(server.ws, DEPTHS[at]!.depth, ms);
  const seconds = (performance.now() - begin) / 1000;
  server.perCpu[at]!.push(count / ((await cpuOf(server.worker)) - cpu));
  server.perSecond[at]!.push(count / seconds);
}

const node = await connect("reads-node.js");
const plain = await connect("reads-plain.js");
for (const server of [node, plain])
  for (const at of DEPTHS.keys()) {
    await readFor(server.ws, DEPTHS[at]!.depth, ROUND_MS / 2);
  }
for (let i = 1; i <= ROUNDS; i++) {
  for (const at of DEPTHS.keys())
    for (const server of [node, plain]) await round(server, at, ROUND_MS);
  const last = node.perCpu.map((rates) => rates.at(-1)?.toFixed(0)).join(" and ");
  say(`reads, round ${i} of ${ROUNDS}: ${last} per CPU second`);
}
for (const { ws, worker } of [node, plain]) {
  ws.close();
  await worker.stop();
}
const figures = DEPTHS.map(({ depth, atLeast, ofPlain, text }, at): Figure => {
  const ours = median(node.perCpu[at]!);
  const theirs = median(plain.perCpu[at]!);
  return {
    what: depth === 1 ? "reads one at a time" : `reads with ${depth} on their way`,
    unit: "/CPU s",
    ours,
    alternatives: [
      {
        what: "ws with JSON.parse and JSON.stringify over a Map",
        value: theirs,
        measuredHere: true,
      },
    ],
    goals: [
      { text, value: ours, atLeast },
      {
        text: `≥ ${ofPlain} × the plain server, the same in ratio`,
        value: ours / theirs,
        atLeast: ofPlain,
      },
    ],
  };
});
report({
  figures,
  notes: [
    `medians of ${ROUNDS} alternated rounds of ${ROUND_MS / 1000} s; state_getStorage of 32 bytes among ${READ_KEYS} keys, one connection, client in another process`,
    `by the clock: ${node.perSecond.map((rates) => Math.round(median(rates))).join(" and ")} a second`,
  ],
});
