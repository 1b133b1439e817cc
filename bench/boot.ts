// From making the process to the first JSON-RPC answer: `ganglion node --dev` against a local
// Hardhat 2 node, in alternated rounds.
import { type Alternative, type Figure, median, report, say } from "./parts/figure.ts";
import { cpuSecondsOfPid, type ServerProgram, serve } from "./parts/process.ts";
import { ganglionNode, hardhatNode, hardhatVersion, NO_HARDHAT } from "./parts/programs.ts";

const ROUNDS = 7;

interface Boot {
  readonly seconds: number[];
  readonly cpu: number[];
}

async function boot(program: ServerProgram, into: Boot): Promise<void> {
  const server = await serve(program);
  into.seconds.push(server.firstAnswerSeconds);
  const cpu = cpuSecondsOfPid(server.pid);
  if (cpu !== undefined) into.cpu.push(cpu);
  await server.stop();
}

const rival = hardhatVersion();
const ours: Boot = { seconds: [], cpu: [] };
const theirs: Boot = { seconds: [], cpu: [] };
const ignored: Boot = { seconds: [], cpu: [] };
// The first start of each reads the files from the disk.
await boot(ganglionNode(), ignored);
if (rival) await boot(hardhatNode, ignored);
for (let round = 1; round <= ROUNDS; round++) {
  await boot(ganglionNode(), ours);
  if (rival) await boot(hardhatNode, theirs);
  say(`boot, round ${round} of ${ROUNDS}: ${ours.seconds.at(-1)?.toFixed(2)} s`);
}

const against = (values: readonly number[]): Alternative[] =>
  rival && values.length > 0
    ? [{ what: `${rival} node`, value: median(values), measuredHere: true }]
    : [];
const seconds = median(ours.seconds);
const figures: Figure[] = [
  {
    what: "spawn to first JSON-RPC answer",
    unit: "s",
    ours: seconds,
    alternatives: against(theirs.seconds),
    goals: [
      { text: "≤ 1.0 s", value: seconds, atMost: 1 },
      ...(rival
        ? [{ text: `≤ ${rival} node`, value: seconds / median(theirs.seconds), atMost: 1 }]
        : []),
    ],
  },
];
if (ours.cpu.length > 0) {
  const cpu = median(ours.cpu);
  figures.push({
    what: "processor time up to then",
    unit: "s",
    ours: cpu,
    alternatives: against(theirs.cpu),
    goals: [{ text: "≤ 0.6 s", value: cpu, atMost: 0.6 }],
  });
}
report({
  figures,
  notes: [`medians of ${ROUNDS} alternated rounds, caches warm`, ...(rival ? [] : [NO_HARDHAT])],
});
