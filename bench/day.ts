// A day of the chain: 7,200 blocks with 16 subnets of 256 neurons whose epochs come due in turn, made
// as fast as they come. `--blocks=N` makes fewer.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { startEconomy } from "./parts/economy.ts";
import { cpuSeconds, report, say } from "./parts/figure.ts";

const DAY = 7_200;
const PARTS = 12;
/** Older states are dropped, or memory could not stay flat. */
const STATES_KEPT = 256;

const asked = process.argv.find((each) => each.startsWith("--blocks="))?.slice("--blocks=".length);
const blocks = asked === undefined ? DAY : Number(asked);
if (!Number.isSafeInteger(blocks) || blocks < PARTS)
  throw new Error(`--blocks is a number from ${PARTS}, got ${asked}`);
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const plan = { subnets: 16, neurons: 256, validators: 64, columns: 32, tempo: 360, rooted: 16 };

const { node, mine } = await startEconomy({ ...plan, pruning: STATES_KEPT });

interface Size {
  readonly keys: number;
  readonly bytes: number;
  readonly heapMb: number;
  readonly rssMb: number;
}
function size(): Size {
  let keys = 0;
  let bytes = 0;
  for (const key of node.chain.keys("0x")) {
    keys++;
    bytes += key.length / 2 - 1 + node.chain.get(key)!.length;
  }
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { keys, bytes, heapMb: (heapUsed + external) / 2 ** 20, rssMb: rss / 2 ** 20 };
}

const sizes: Size[] = [];
let cpu = 0;
let wall = 0;
for (let part = 0; part < PARTS; part++) {
  const count = Math.floor((blocks * (part + 1)) / PARTS) - Math.floor((blocks * part) / PARTS);
  const begin = performance.now();
  const beginCpu = cpuSeconds();
  await mine(count);
  cpu += cpuSeconds() - beginCpu;
  wall += (performance.now() - begin) / 1000;
  sizes.push(size());
  const { heapMb, keys } = sizes.at(-1)!;
  say(`day: block ${node.chain.head.number}, ${cpu.toFixed(0)} s, ${keys} keys, ${heapMb | 0} MB`);
}
await node.close();

const [first, last] = [sizes[1]!, sizes.at(-1)!];
const plain = { alternatives: [], goals: [] };
report({
  figures: [
    {
      what: `${blocks.toLocaleString("en")} blocks, ${plan.subnets} subnets of ${plan.neurons}`,
      unit: "blocks per CPU s",
      ours: blocks / cpu,
      ...plain,
    },
    { what: "by the clock", unit: "blocks/s", ours: blocks / wall, ...plain },
    { what: "keys in the state at the end", unit: "keys", ours: last.keys, ...plain },
    { what: "keys and values at the end", unit: "MB", ours: last.bytes / 1e6, ...plain },
    {
      what: "memory in use at the end, after a collection",
      unit: "MB",
      ours: last.heapMb,
      alternatives: [
        { what: "the same after a sixth of the blocks", value: first.heapMb, measuredHere: true },
      ],
      goals: [
        {
          text: "flat: ≤ 1.2 × what it was after a sixth",
          value: last.heapMb / first.heapMb,
          atMost: 1.2,
        },
      ],
    },
    { what: "the process at the end", unit: "MB", ours: last.rssMb, ...plain },
  ],
  notes: [
    `tempo ${plan.tempo}, epochs spread over it; 64 validators weigh 32 columns; every subnet emits in every block`,
    `state in memory, the last ${STATES_KEPT} states kept; with state roots, seals and commits`,
  ],
});
