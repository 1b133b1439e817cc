// What a block costs on a chain with many subnets that emit: an ordinary one, one extrinsic in it,
// and one in which every subnet's epoch is due. And how that grows with subnets and neurons.
import { rao } from "@ganglion/primitives";
import { type Economy, type EconomyPlan, type OpenBlock, startEconomy } from "./parts/economy.ts";
import {
  type Curve,
  cpuSeconds,
  cpuSecondsOf,
  type Figure,
  median,
  report,
  say,
} from "./parts/figure.ts";
import { callOf } from "./parts/signer.ts";

const SUBNETS = [1, 4, 16, 64] as const;
const NEURONS = [64, 256, 1024, 4096] as const;
const WHOLE = { subnets: 64, neurons: 256 } as const;
/** No epoch comes due by itself. */
const NEVER = 60_000;
const WARM = 60;
const BLOCKS = 100;
const EPOCH_ROUNDS = 7;
/** The first meets no bonds and decodes everything; until the last of these the engine compiles beside our thread. */
const WARM_ROUNDS = 3;
const STAKES = 400;
const STAKE_ROUNDS = 5;
/** MaxEpochsPerBlock as its sudo call allows it. */
const MOST_EPOCHS = 64;

const planOf = (subnets: number, neurons: number): EconomyPlan => ({
  subnets,
  neurons,
  validators: Math.min(64, neurons / 4),
  columns: 32,
  tempo: NEVER,
  rooted: 16,
});

async function cpuMillis(work: () => Promise<void>): Promise<number> {
  const begin = cpuSeconds();
  await work();
  return (cpuSeconds() - begin) * 1000;
}

/** CPU ms of a block in which no epoch is due, with its state root, seal and commit. */
async function ordinaryBlock({ mine }: Economy): Promise<number> {
  await mine(WARM);
  const millis: number[] = [];
  for (let i = 0; i < BLOCKS; i += 10) millis.push((await cpuMillis(() => mine(10))) / 10);
  return median(millis);
}

interface Due {
  /** CPU ms of the whole block. */
  readonly block: number;
  /** CPU ms until its hooks have run: the epochs and what they pay, no root and no commit. */
  readonly executed: number;
}

async function allDue({ poke, mine, read, netuids, node, begin }: Economy): Promise<Due> {
  const makeDue = (): void =>
    poke(({ set }) => {
      set("SubtensorModule", "MaxEpochsPerBlock", MOST_EPOCHS);
      for (const netuid of netuids) set("SubtensorModule", "PendingEpochAt", netuid, 1n);
    });
  const block: number[] = [];
  const executed: number[] = [];
  for (let round = 0; round < WARM_ROUNDS + EPOCH_ROUNDS; round++) {
    makeDue();
    let open: OpenBlock | undefined;
    const hooks = cpuSecondsOf(() => (open = begin())) * 1000;
    open?.end();
    const whole = await cpuMillis(() => mine(1));
    for (const netuid of netuids)
      if (read("SubtensorModule", "LastEpochBlock", netuid) !== BigInt(node.chain.head.number))
        throw new Error(`the epoch of subnet ${netuid} did not run`);
    await mine(20);
    if (round < WARM_ROUNDS) continue;
    block.push(whole);
    executed.push(hooks);
  }
  return { block: median(block), executed: median(executed) };
}

/** CPU ms of one add_stake: fee, extensions, guards, swap and shares; its signature is not checked. */
function addStake({ begin, sign, netuids, hotkeyOf }: Economy): number {
  const raws = Array.from({ length: STAKES }, (_, i) => {
    const netuid = netuids[i % netuids.length]!;
    const amountStaked = rao(1_000_000_000n + BigInt(i));
    const args = { hotkey: hotkeyOf(netuid), netuid, amountStaked };
    return sign(callOf("SubtensorModule", "add_stake", args), i);
  });
  const millis: number[] = [];
  for (let round = 0; round < STAKE_ROUNDS; round++) {
    const block = begin();
    const seconds = cpuSecondsOf(() => {
      for (const raw of raws) block.apply(raw);
    });
    millis.push((seconds / STAKES) * 1000);
    block.end();
  }
  return median(millis);
}

const bySubnets = { ordinary: [] as [number, number][], due: [] as [number, number][] };
const byNeurons = { ordinary: [] as [number, number][], due: [] as [number, number][] };
const figures: Figure[] = [];
const figure = (what: string, ours: number, atMost?: number): void => {
  const goals = atMost === undefined ? [] : [{ text: `≤ ${atMost} ms`, value: ours, atMost }];
  figures.push({ what, unit: "CPU ms", ours, alternatives: [], goals });
};

for (const subnets of SUBNETS) {
  const economy = await startEconomy(planOf(subnets, WHOLE.neurons));
  const ordinary = await ordinaryBlock(economy);
  bySubnets.ordinary.push([subnets, ordinary]);
  if (subnets === WHOLE.subnets) {
    figure(`an ordinary block, ${subnets} subnets of ${WHOLE.neurons}`, ordinary, 15);
    figure("one add_stake on that chain", addStake(economy), 2);
  }
  const due = await allDue(economy);
  bySubnets.due.push([subnets, due.block]);
  if (subnets === WHOLE.subnets) {
    figure(`${subnets} epochs of ${WHOLE.neurons} neurons in one block`, due.executed, 350);
    figure("the same with state root, seal and commit", due.block);
  }
  await economy.node.close();
  say(`block: ${subnets} subnets, ordinary ${ordinary.toFixed(1)} ms, due ${due.block.toFixed(0)}`);
}
for (const neurons of NEURONS) {
  const economy = await startEconomy(planOf(1, neurons));
  byNeurons.ordinary.push([neurons, await ordinaryBlock(economy)]);
  byNeurons.due.push([neurons, (await allDue(economy)).block]);
  await economy.node.close();
  say(`block: one subnet of ${neurons}`);
}

const curve = (
  [chart, x]: readonly [string, string],
  name: string,
  points: Curve["points"],
): Curve => ({ chart, name, axes: [x, "CPU ms"], points });
const subnetsChart = ["A block by the number of subnets", "subnets of 256 neurons"] as const;
const neuronsChart = ["A block by the size of one subnet", "neurons of the subnet"] as const;
report({
  figures,
  curves: [
    curve(subnetsChart, "no epoch due", bySubnets.ordinary),
    curve(subnetsChart, "every epoch due", bySubnets.due),
    curve(neuronsChart, "no epoch due", byNeurons.ordinary),
    curve(neuronsChart, "its epoch due", byNeurons.due),
  ],
  notes: [
    "every subnet emits: it is injected into, and the excess buys alpha, in every block; state in memory, with state root, seal and commit",
    `64 validators (a quarter of smaller subnets) weigh 32 columns each; medians of ${BLOCKS} blocks, ${EPOCH_ROUNDS} blocks with epochs, ${STAKE_ROUNDS} rounds of ${STAKES} add_stake`,
    "the goal for 64 epochs is on the hooks that run them and pay: what comes after, the root of some 34,000 changed keys, is the line below it",
  ],
});
