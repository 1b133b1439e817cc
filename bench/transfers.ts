// Signed transfers through JSON-RPC into durable blocks, per second of the node's processor time,
// against the signatures alone that the same library can verify in the same process.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accountOf, beacon, type Keypair, keypairFromSeed, verify } from "@ganglion/crypto";
import { blake2_256 } from "@ganglion/hash";
import { rememberVerified, startNode } from "@ganglion/node";
import { type AccountId, rao } from "@ganglion/primitives";
import { devSpec, Runtime } from "@ganglion/runtime";
import { cpuSeconds, cpuSecondsOf, median, report, say } from "./parts/figure.ts";
import { startWorker } from "./parts/process.ts";
import { callOf, hexOf, type Signed, signCall } from "./parts/signer.ts";

const ACCOUNTS = 1000;
const TRANSFERS_PER_ROUND = 5000;
const ROUNDS = 5;
const VERIFIED_PER_ROUND = 3000;
const IN_FLIGHT = 500;
const BLOCK_MS = 250;
const ENDOWMENT = rao(1_000_000_000_000n);

const keys: Keypair[] = Array.from({ length: ACCOUNTS }, (_, i) =>
  keypairFromSeed(blake2_256(Uint8Array.of(i & 255, i >> 8))),
);
const accounts: AccountId[] = keys.map(accountOf);
const base = devSpec({ fast: true });
const spec = {
  ...base,
  balances: [...base.balances, ...accounts.map((who) => [who, ENDOWMENT] as const)],
};
const runtime = new Runtime({ chain: spec.chain, verify: rememberVerified(verify), beacon });
const folder = mkdtempSync(join(tmpdir(), "ganglion-bench-"));
const node = await startNode({
  spec,
  runtime,
  path: join(folder, "chain"),
  seal: { type: "batch", ms: BLOCK_MS },
  rpc: { ports: [0] },
});
const chain = { genesisHash: node.genesisHash, version: runtime.version };

let made = 0;
/** The next transfers, each account's turn after the other's, so that nonces come in order. */
function nextTransfers(): Signed[] {
  return Array.from({ length: TRANSFERS_PER_ROUND }, () => {
    const turn = made++;
    const from = turn % ACCOUNTS;
    const call = callOf("Balances", "transfer_keep_alive", {
      dest: { type: "Id", value: accounts[(from + 1) % ACCOUNTS] },
      value: rao(1_000_000n),
    });
    const nonce = Math.floor(turn / ACCOUNTS);
    return signCall(call, { signer: keys[from]!, nonce, chain });
  });
}

let included = 0;
let blocks = 0;
let whenIncluded: { readonly count: number; readonly done: () => void } | undefined;
node.chain.subscribe((event) => {
  if (event.type !== "block") return;
  blocks++;
  // Without the block's own, the time and the author's key.
  included += event.block.extrinsics.length - 2;
  if (whenIncluded && included >= whenIncluded.count) whenIncluded.done();
});

const worker = await startWorker(join(import.meta.dirname, "workers/submit.js"));
const file = join(folder, "transfers");

/** Seconds of processor time and of the clock for one round. */
async function transferRound(transfers: readonly Signed[]): Promise<{ cpu: number; wall: number }> {
  writeFileSync(file, transfers.map(({ raw }) => hexOf(raw)).join("\n"));
  const expected = included + transfers.length;
  const done = new Promise<void>((resolve) => {
    whenIncluded = { count: expected, done: resolve };
  });
  const cpu = cpuSeconds();
  const wall = performance.now();
  const load = { port: node.rpc.ports[0], file, depth: IN_FLIGHT };
  const { accepted, refusal } = await worker.ask<{ accepted: number; refusal: string | null }>(
    load,
  );
  if (accepted !== transfers.length)
    throw new Error(`${transfers.length - accepted} transfers refused, the first: ${refusal}`);
  await done;
  return { cpu: cpuSeconds() - cpu, wall: (performance.now() - wall) / 1000 };
}

function verifyRound(transfers: readonly Signed[]): number {
  return cpuSecondsOf(() => {
    for (const { claim } of transfers.slice(0, VERIFIED_PER_ROUND))
      if (!verify(claim)) throw new Error("a signature of our own does not hold");
  });
}

const perCpuSecond: number[] = [];
const perSecond: number[] = [];
const verified: number[] = [];
for (let round = 0; round <= ROUNDS; round++) {
  const transfers = nextTransfers();
  const { cpu, wall } = await transferRound(transfers);
  const verifySeconds = verifyRound(transfers);
  if (round === 0) continue; // The compiler's turn.
  perCpuSecond.push(transfers.length / cpu);
  perSecond.push(transfers.length / wall);
  verified.push(VERIFIED_PER_ROUND / verifySeconds);
  say(`transfers, round ${round} of ${ROUNDS}: ${perCpuSecond.at(-1)?.toFixed(0)} per CPU second`);
}
// Who sends as much as he receives has lost fees alone; a refused transfer would show here.
const balance = node.rpc.handle("system_accountNextIndex", [accounts[0]]);
if (balance !== made / ACCOUNTS) throw new Error(`account 0 has nonce ${balance}`);
await worker.stop();
await node.close();
rmSync(folder, { recursive: true });

const ours = median(perCpuSecond);
const limit = median(verified);
report({
  figures: [
    {
      what: "signed transfers through RPC into durable blocks",
      unit: "/CPU s",
      ours,
      alternatives: [
        { what: "sr25519 signatures verified, nothing else", value: limit, measuredHere: true },
      ],
      goals: [{ text: "≥ 0.45 × the verify rate", value: ours / limit, atLeast: 0.45 }],
    },
    {
      what: "the same by the clock",
      unit: "/s",
      ours: median(perSecond),
      alternatives: [],
      goals: [],
    },
  ],
  notes: [
    `${TRANSFERS_PER_ROUND} transfers of ${ACCOUNTS} accounts in each of ${ROUNDS} rounds after a warm-up, medians`,
    `${IN_FLIGHT} requests in flight on one WebSocket from another process; a block ${BLOCK_MS} ms after a transaction is ready (${blocks} blocks of about ${Math.round(included / blocks)})`,
    "LMDB on disk, one durable commit per block, state roots included; each signature is verified once",
  ],
});
