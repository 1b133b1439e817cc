// A node in memory whose state holds the benchmark's keys.
import { beacon, verify } from "@ganglion/crypto";
import { startNode } from "@ganglion/node";
import { devSpec, Runtime } from "@ganglion/runtime";
import { answerAsWorker } from "../parts/process.ts";
import { type ReadsRequest, storageKeys, valueAt } from "../parts/reads.ts";

const KEYS_PER_BLOCK = 10_000;
const spec = devSpec({ fast: true });
const runtime = new Runtime({ chain: spec.chain, verify, beacon });
const node = await startNode({
  spec,
  runtime,
  dev: true,
  seal: { type: "manual" },
  rpc: { ports: [0] },
});
const keys = storageKeys();
for (let from = 0; from < keys.length; from += KEYS_PER_BLOCK) {
  node.chain.patch(
    new Map(keys.slice(from, from + KEYS_PER_BLOCK).map((key, i) => [key, valueAt(from + i)])),
  );
  node.author.createBlock();
}
answerAsWorker((message) => {
  const wanted = message as ReadsRequest;
  return wanted === "port" ? node.rpc.ports[0] : process.cpuUsage();
});
