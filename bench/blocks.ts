// 360 blocks of a chain with one subnet of 64 neurons, by one `dev_newBlock`. The alternative mines
// as many empty blocks: no other local chain has an epoch to run.
import { beacon, verify } from "@ganglion/crypto";
import { type Node, rememberVerified, startNode } from "@ganglion/node";
import { devSpec, Runtime } from "@ganglion/runtime";
import { type Alternative, cpuSeconds, type Figure, median, report, say } from "./parts/figure.ts";
import { setUpSubnet } from "./parts/network.ts";
import { ask, serve } from "./parts/process.ts";
import { hardhatNode, hardhatVersion, NO_HARDHAT } from "./parts/programs.ts";

const BLOCKS = 360;
const ROUNDS = 5;
const TEMPOS = [20, 10] as const;
const NEURONS = 64;
const VALIDATORS = 16;

interface Chain {
  readonly tempo: number;
  readonly node: Node;
  readonly seconds: number[];
  readonly cpu: number[];
}

async function chainWithTempo(tempo: number): Promise<Chain> {
  const spec = devSpec({ fast: true });
  const runtime = new Runtime({ chain: spec.chain, verify: rememberVerified(verify), beacon });
  const node = await startNode({ spec, runtime, dev: true, seal: { type: "manual" } });
  await setUpSubnet(node, { runtime, plan: { tempo, neurons: NEURONS, validators: VALIDATORS } });
  return { tempo, node, seconds: [], cpu: [] };
}

async function mine({ node, seconds, cpu }: Chain): Promise<void> {
  const begin = performance.now();
  const beginCpu = cpuSeconds();
  await node.rpc.handle("dev_newBlock", [{ count: BLOCKS }]);
  cpu.push(cpuSeconds() - beginCpu);
  seconds.push((performance.now() - begin) / 1000);
}

const name = hardhatVersion();
const rival = name === undefined ? undefined : await serve(hardhatNode);
const rivalSeconds: number[] = [];
async function mineRival(): Promise<void> {
  if (!rival) return;
  const begin = performance.now();
  for (let i = 0; i < BLOCKS; i++) await ask(rival.port, "evm_mine");
  rivalSeconds.push((performance.now() - begin) / 1000);
}

const chains = await Promise.all(TEMPOS.map(chainWithTempo));
for (let round = 1; round <= ROUNDS; round++) {
  for (const chain of chains) await mine(chain);
  await mineRival();
  say(`blocks, round ${round} of ${ROUNDS}: ${chains[0]?.seconds.at(-1)?.toFixed(2)} s`);
}
await rival?.stop();
for (const { node } of chains) await node.close();

const alternatives: Alternative[] =
  rivalSeconds.length === 0
    ? []
    : [
        {
          what: `${name}, ${BLOCKS} × evm_mine, empty`,
          value: median(rivalSeconds),
          measuredHere: true,
        },
      ];
const figures = chains.flatMap(({ tempo, seconds, cpu }): Figure[] => [
  {
    what: `the first ${BLOCKS} blocks, ${NEURONS} neurons, tempo ${tempo}`,
    unit: "s",
    ours: seconds[0]!,
    alternatives: [],
    goals: [{ text: "≤ 3 s", value: seconds[0]!, atMost: 3 }],
  },
  {
    what: `${BLOCKS} blocks, ${NEURONS} neurons, tempo ${tempo}`,
    unit: "s",
    ours: median(seconds),
    alternatives,
    goals: [{ text: "≤ 3 s", value: median(seconds), atMost: 3 }],
  },
  {
    what: `processor time of these, tempo ${tempo}`,
    unit: "s",
    ours: median(cpu),
    alternatives: [],
    goals: [],
  },
]);
report({
  figures,
  notes: [
    `the first round, and medians of ${ROUNDS} alternated ones; ${NEURONS} neurons, ${VALIDATORS} of them with stake, permit and weights for all; state in memory, fast runtime, with state roots and seals`,
    ...(rival ? [] : [NO_HARDHAT]),
  ],
});
