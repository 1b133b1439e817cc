import { accountOf } from "@ganglion/crypto";
import { toSs58 } from "@ganglion/primitives";
import {
  AxonError,
  Dendrite,
  demoSubnet,
  keyOf,
  type MinerPlace,
  metagraph,
  type RunningNeuron,
  route,
  type Subnet,
  setUpSubnet,
  sleep,
  statsSynapse,
} from "@ganglion/sdk";
import { DEFAULT_CONFIG } from "@ganglion/subnets/gradient/config";
import {
  commitHash,
  gradientCommit,
  gradientReveal,
  type Reveal,
  toBase64,
  trainWindow,
} from "@ganglion/subnets/gradient/protocol";
import { gradientSubnet } from "@ganglion/subnets/gradient/subnet";
import { encodeUpdate, parameterCount, type SparseUpdate } from "@ganglion/training";
import { expect, test } from "vitest";
import { addressOf, playNeuron, Simulation } from "../src/index.ts";

const SMALL = {
  ...DEFAULT_CONFIG,
  windowBlocks: 10,
  commitMs: 3_500,
  lockMs: 4_000,
  shape: { width: 16, layers: 1, heads: 1, context: 32 },
  ownBatches: 2,
};
const SIZE = parameterCount(SMALL.shape);
const CHUNKS = Math.ceil(SIZE / 4096);

/** What a scripted miner does that an honest one doesn't. */
interface Script {
  readonly reason: string;
  readonly update?: Uint8Array;
  readonly thetaHash?: string;
  /** Changes what was committed to before it is shown. */
  readonly shows?: (reveal: Reveal) => Reveal;
  readonly commitAfterMs?: number;
  readonly revealAfterMs?: number;
  readonly refuses?: true;
}

const plain: SparseUpdate = {
  length: SIZE,
  chunk: 4096,
  kept: 64,
  index: Uint32Array.from({ length: 64 * CHUNKS }, (_, i) => 4096 * Math.floor(i / 64) + (i % 64)),
  value: new Int8Array(64 * CHUNKS).fill(5),
  scale: new Float32Array(CHUNKS).fill(1e-3),
};
const encoded = (more: Partial<SparseUpdate>): Uint8Array => encodeUpdate({ ...plain, ...more });
const good = encoded({});

const SCRIPTS: Readonly<Record<string, Script>> = {
  "another theta": { reason: "unknown_theta", thetaHash: "ab".repeat(32) },
  "an empty update": { reason: "wrong_length", update: new Uint8Array(0) },
  "a scale that is no number": {
    reason: "not_finite",
    update: encoded({ scale: new Float32Array(CHUNKS).fill(Number.NaN) }),
  },
  "a place twice": {
    reason: "index_twice",
    update: encoded({ index: plain.index.map((i) => i - (i % 2)) }),
  },
  "a place that isn't there": {
    reason: "index_out_of_range",
    update: encoded({ index: plain.index.map((i) => (i % 4096 === 63 ? i - 63 + 4095 : i)) }),
  },
  "more values than agreed": {
    reason: "wrong_size",
    update: encodeUpdate({
      ...plain,
      kept: 65,
      index: Uint32Array.from(
        { length: 65 * CHUNKS },
        (_, i) => 4096 * Math.floor(i / 65) + (i % 65),
      ),
      value: new Int8Array(65 * CHUNKS).fill(5),
    }),
  },
  "a byte too many": { reason: "wrong_length", update: Uint8Array.of(...good, 0) },
  "another update than committed": {
    reason: "reveal_mismatch",
    shows: (reveal) => ({
      ...reveal,
      update: toBase64(encoded({ value: plain.value.map(() => 6) })),
    }),
  },
  "no base64": {
    reason: "not_revealed_malformed",
    shows: (reveal) => ({ ...reveal, update: "§§" }),
  },
  "no field": {
    reason: "not_revealed_malformed",
    shows: ({ update, ...rest }) => rest as unknown as Reveal,
  },
  "a commit too late": { reason: "timeout", commitAfterMs: SMALL.commitMs + 500 },
  "a reveal too late": { reason: "not_revealed_timeout", revealAfterMs: 8_000 },
  "no reveal": { reason: "not_revealed_refused_418", refuses: true },
};

/** The market with a miner that follows a script. */
const scripted = (subnet: Subnet, script: Script): Subnet => ({
  ...subnet,
  miner: {
    ...subnet.miner,
    async start({ hotkey, env }: MinerPlace) {
      const zero = "0".repeat(64);
      const reveal: Reveal = {
        update: toBase64(script.update ?? good),
        salt: "salt",
        errorBefore: zero,
        errorAfter: zero,
      };
      return {
        backend: "scripted",
        routes: [
          route(trainWindow, ({ thetaHash }) => ({
            lane: "reference" as const,
            thetaHash: script.thetaHash ?? thetaHash,
          })),
          route(gradientCommit, async () => {
            await sleep(env, script.commitAfterMs ?? 0);
            return { hash: commitHash(toSs58(accountOf(hotkey)), reveal) };
          }),
          route(gradientReveal, async () => {
            if (script.refuses) throw new AxonError(418, "no");
            await sleep(env, script.revealAfterMs ?? 0);
            return script.shows?.(reveal) ?? reveal;
          }),
        ],
      };
    },
  },
});

test("whatever a miner sends, it gets 0 with the reason, and the round goes on", {
  timeout: 900_000,
}, async () => {
  const kinds = Object.keys(SCRIPTS);
  const subnet = gradientSubnet(SMALL);
  const cast = demoSubnet({
    ...subnet,
    demo: { miners: [{ name: "honest" }, ...kinds.map((_, i) => ({ name: `bad-${i}` }))] },
  });
  const simulation = await Simulation.start({ seed: 3, blockMs: 1_000 });
  const client = await simulation.client();
  const netuid = await simulation.run(setUpSubnet(client, cast));
  const running: RunningNeuron[] = [];
  const [validator] = cast.validators.neurons;
  for (const [i, neuron] of [...cast.miners.neurons, validator!].entries()) {
    const script = SCRIPTS[kinds[i - 1] ?? ""];
    const played = script && neuron.role === "miner" ? scripted(subnet, script) : subnet;
    running.push(await playNeuron(simulation, played, { neuron, netuid, ip: addressOf(i) }));
  }
  await simulation.advance(30_000);
  const hotkey = accountOf(keyOf(validator!.uri));
  const graph = await simulation.run(metagraph(client, netuid));
  const { axon } = graph.neurons.find((each) => each.hotkey === hotkey)!;
  const dendrite = new Dendrite({
    keypair: keyOf("//observer"),
    env: simulation.netEnv,
    transport: simulation.transport("10.9.9.9"),
  });
  const told = await simulation.run(
    dendrite.call({ ip: axon!.ip, port: axon!.port, hotkey }, statsSynapse, {}),
  );
  if (!told.ok) throw new Error(told.message);
  const miners = told.answer.stats["miners"] as readonly {
    readonly uid: number;
    readonly share: number;
    readonly reason: string;
  }[];
  const of = (i: number) => miners.find(({ uid }) => uid === running[i]!.uid)!;
  expect(kinds.map((kind, i) => [kind, of(i + 1).reason, of(i + 1).share])).toEqual(
    kinds.map((kind) => [kind, SCRIPTS[kind]!.reason, 0]),
  );
  expect(of(0)).toMatchObject({ reason: expect.stringMatching(/^ok$|^not_better_on_own_shard$/) });
  expect(simulation.said.filter(({ what }) => what.startsWith("a round failed"))).toEqual([]);
  for (const each of running) await simulation.run(each.stop());
  await simulation.close();
});
