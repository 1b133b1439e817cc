// What one would write in ten minutes: `ws`, JSON.parse, a Map, JSON.stringify.
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { answerAsWorker } from "../parts/process.ts";
import { type ReadsRequest, storageKeys, valueAt } from "../parts/reads.ts";
import { hexOf } from "../parts/signer.ts";

const values = new Map<string, string>(storageKeys().map((key, i) => [key, hexOf(valueAt(i))]));
const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
server.on("connection", (ws) => {
  ws.on("message", (data) => {
    const { id, params } = JSON.parse(String(data)) as { id: number; params: [string] };
    const result = values.get(params[0]) ?? null;
    ws.send(JSON.stringify({ jsonrpc: "2.0", id, result }));
  });
});
await new Promise((done) => server.once("listening", done));
answerAsWorker((message) => {
  const wanted = message as ReadsRequest;
  return wanted === "port" ? (server.address() as AddressInfo).port : process.cpuUsage();
});
