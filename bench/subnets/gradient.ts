import { DEFAULT_CONFIG } from "@ganglion/subnets/gradient/config";
import { EngineTrainer } from "@ganglion/subnets/gradient/engine-trainer";
import { type Kind, type TrialResult, trial } from "@ganglion/subnets/gradient/trial";
import {
  gzipBitsPerByte,
  loadDefaultCorpus,
  ngramBitsPerByte,
  unigramBitsPerByte,
} from "@ganglion/training";
import { type BenchResult, meanOf } from "./result.ts";

const SEEDS = [1, 2, 3, 4, 5];
const WINDOWS = 20;
const HONEST: readonly Kind[] = ["honest", "honest", "honest", "honest", "honest"];
const ATTACKERS: readonly Kind[] = [
  "sign-flip",
  "noise",
  "zero",
  "copier",
  "wrong-shard",
  "wrong-shard-free",
];

/** Bits per byte of the market's model against baselines, and what attackers earn of it. */
export async function run(
  seeds: readonly number[] = SEEDS,
  windows: number = WINDOWS,
): Promise<BenchResult> {
  const config = DEFAULT_CONFIG;
  const trainer = await EngineTrainer.open(config);
  const { shards, heldOut } = await loadDefaultCorpus();
  const players = [...HONEST, ...ATTACKERS];
  const play = async (name: string, kinds: readonly Kind[], rule: "gauntlet" | "mean") => {
    const results: TrialResult[] = [];
    for (const seed of seeds) {
      results.push(await trial({ trainer, config, seed, windows, players: kinds, rule }));
      process.stderr.write(
        `gradient: ${name}, seed ${seed}: ${last(results.at(-1)!).toFixed(3)} bits/byte\n`,
      );
    }
    return { name, results };
  };
  const runs = [
    await play("one miner alone, mean", ["honest"], "mean"),
    await play("5 honest, mean", HONEST, "mean"),
    await play("5 honest + 6 attackers, mean", players, "mean"),
    await play("5 honest, market", HONEST, "gauntlet"),
    await play("5 honest + 6 attackers, market", players, "gauntlet"),
  ];
  const market = runs.at(-1)!.results;
  const startedMs = performance.now();
  await judgeOnce(trainer, players.length);
  const judgeMs = performance.now() - startedMs;
  const baselines = [
    ["unigram", unigramBitsPerByte(shards, heldOut)],
    ["order-3 n-gram", ngramBitsPerByte(shards, heldOut, 3)],
    ["gzip -9 of the held-out text", gzipBitsPerByte(heldOut)],
    ["no training", await trainer.heldOut(await trainer.genesis())],
  ] as const;
  return {
    subnet: "gradient",
    seeds,
    rows: [
      ...baselines.map(([name, bits]) => ({ name, values: { "bits per byte": bits } })),
      ...runs.map(({ name, results }) => ({
        name,
        values: {
          "bits per byte": meanOf(results.map(last)),
          best: Math.min(...results.map(last)),
          worst: Math.max(...results.map(last)),
        },
      })),
      ...players.map((kind, uid) => {
        const shares = market.map((result) => 100 * result.shares[uid]!);
        return {
          name: `uid ${uid}, ${kind}`,
          values: { "share, %": meanOf(shares), "most, %": Math.max(...shares) },
        };
      }),
      { name: "measuring 11 updates", values: { seconds: judgeMs / 1_000 } },
    ],
    notes: [
      `${trainer.parameters} parameters, ${windows} windows of ${config.innerSteps} steps of ${config.rows} rows`,
      "Models are measured on 16 fixed batches of held-out documents, baselines on all of these documents; best and worst are those of the seeds",
      "Shares are those of the last run; replays are not computed again here, since only who works by the book can match",
      "Here the copier gets the update of uid 0 in the same window, which commit-reveal keeps from it on the network; without it the rule on common places has to do",
      "wrong-shard claims the reference lane, wrong-shard-free the free one, where nobody replays it",
      "A mean that ran away has no figure",
    ],
    axes: ["window", "held-out bits per byte"],
    curves: runs.map(({ name, results }) => ({
      name,
      points: results[0]!.curve.filter(([, bits]) => bits < CHART_TO),
    })),
  };
}

/** What has run away doesn't fit on a chart. */
const CHART_TO = 9;

const last = ({ curve }: TrialResult): number => {
  const bits = curve.at(-1)![1];
  return bits < 1e6 ? bits : Number.POSITIVE_INFINITY;
};

/** What a validator's measuring of one window takes, replays left out. */
async function judgeOnce(trainer: EngineTrainer, miners: number): Promise<void> {
  const theta = await trainer.genesis();
  const assignment = (shard: number) => ({ window: 0, seed: "ab".repeat(32), shard });
  const { update } = await trainer.train({ theta, assignment: assignment(0) });
  await trainer.judge({
    theta,
    secret: new Uint8Array(32),
    miners: Array.from({ length: miners }, (_, shard) => ({
      assignment: assignment(shard),
      update,
      factor: 0.2,
    })),
  });
}
