// Bytes per processor second that a transformer is trained on, against tfjs-wasm with one thread and the same model, and the
// bytes of what is sent of it.
import {
  compress,
  DEFAULT_SHAPE,
  encodeUpdate,
  LARGE_SHAPE,
  layoutOf,
  loadDefaultCorpus,
  type ModelShape,
  randomOf,
  sampleBatch,
  TrainingEngine,
  trainInner,
} from "@ganglion/training";
import {
  type Alternative,
  cpuSecondsOf,
  type Figure,
  median,
  report,
  say,
} from "./parts/figure.ts";
import { type Rival, tfjsTransformer } from "./parts/tfjs-transformer.ts";

const SEED = new Uint8Array(32).fill(1);
const ROOT = process.env["GANGLION_ROOT"] ?? process.cwd();
/** Ours and the rival in turn, so that both have the same neighbours on the machine. */
const ROUNDS = 5;
const GOAL_RATE = 3000;
const GOAL_TIMES = 8;
const GOAL_PAYLOAD = 1 / 50;

interface Case {
  readonly name: string;
  readonly shape: ModelShape;
  readonly rows: number;
  /** Steps of ours in a round. */
  readonly steps: number;
}
const CASES: readonly Case[] = [
  { name: "836,736 parameters", shape: LARGE_SHAPE, rows: 8, steps: 4 },
  { name: "70,896 parameters", shape: DEFAULT_SHAPE, rows: 16, steps: 40 },
];

const { shards } = await loadDefaultCorpus();

async function rivalOf(shape: ModelShape, parameters: Float32Array): Promise<Rival | undefined> {
  const tensors = layoutOf(shape).all.map(({ name, offset, rows, columns }) => {
    const values = parameters.slice(offset, offset + rows * columns);
    return [name, { values, rows, columns }] as const;
  });
  return tfjsTransformer(ROOT, shape, new Map(tensors));
}

async function measure({ name, shape, rows, steps }: Case): Promise<Figure[]> {
  const engine = await TrainingEngine.create(shape);
  const parameters = engine.initialise(SEED);
  const batches = (step: number): Uint8Array => {
    const { unit } = randomOf(SEED, String(step));
    return sampleBatch(shards[step % shards.length]!, shape, { rows, unit });
  };
  const batch = batches(0);
  const rival = await rivalOf(shape, parameters);
  const apart = rival ? Math.abs(rival.loss(batch) / engine.loss(parameters, batch) - 1) : 0;
  if (apart > 1e-4) throw new Error(`the loss in tfjs differs by ${apart}: not the same model`);
  const run = { steps, learningRate: 1e-3 };
  const rates: Record<"train" | "forward" | "rivalTrain" | "rivalForward", number[]> = {
    train: [],
    forward: [],
    rivalTrain: [],
    rivalForward: [],
  };
  const places = rows * shape.context;
  const rate = (count: number, work: () => void): number => (count * places) / cpuSecondsOf(work);
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    const train = rate(steps, () => trainInner(engine, parameters, batches, run));
    const forward = rate(steps, () => {
      for (let step = 0; step < steps; step++) engine.loss(parameters, batch);
    });
    const rivalTrain = rival ? rate(1, () => rival.train(batch)) : 0;
    const rivalForward = rival ? rate(1, () => rival.loss(batch)) : 0;
    if (round === 0) continue;
    rates.train.push(train);
    rates.forward.push(forward);
    rates.rivalTrain.push(rivalTrain);
    rates.rivalForward.push(rivalForward);
    say(`training: ${name} ${train.toFixed(0)}/s, tfjs-wasm ${rivalTrain.toFixed(0)}/s`);
  }
  const beside = (values: readonly number[]): Alternative[] =>
    rival ? [{ what: "tfjs-wasm, one thread", value: median(values), measuredHere: true }] : [];
  const ours = median(rates.train);
  const large = shape === LARGE_SHAPE;
  const { pseudoGradient } = trainInner(engine, parameters, batches, run);
  const { update } = compress(pseudoGradient, new Float32Array(engine.size));
  const payload = encodeUpdate(update).length;
  return [
    {
      what: `training with AdamW, ${name}`,
      unit: "bytes of text/CPU s",
      ours,
      alternatives: beside(rates.rivalTrain),
      goals: [
        ...(large ? [{ text: "≥ 3,000", value: ours, atLeast: GOAL_RATE }] : []),
        ...(rival
          ? [
              {
                text: "≥ 8 × tfjs-wasm",
                value: ours / median(rates.rivalTrain),
                atLeast: GOAL_TIMES,
              },
            ]
          : []),
      ],
    },
    {
      what: `loss alone, ${name}`,
      unit: "bytes of text/CPU s",
      ours: median(rates.forward),
      alternatives: beside(rates.rivalForward),
      goals: [],
    },
    {
      what: `update of a window, ${name}`,
      unit: "bytes",
      ours: payload,
      alternatives: [{ what: "the dense gradient", value: 4 * engine.size, measuredHere: true }],
      goals: [
        {
          text: "≤ 1/50 of the dense gradient",
          value: payload / (4 * engine.size),
          atMost: GOAL_PAYLOAD,
        },
      ],
    },
  ];
}

const figures: Figure[] = [];
for (const each of CASES) figures.push(...(await measure(each)));
report({
  figures,
  notes: [
    "medians; ours and tfjs in turn, the same parameters and batches of State of the Union addresses, both losses compared first",
    "a byte of text is a token; our steps include clipping, AdamW and drawing the batch",
  ],
});
