import { toHex, toSs58 } from "@ganglion/primitives";
import {
  accountOf,
  type DoorQuery,
  defineSynapse,
  numberBetween,
  type Outcome,
  outcomeShape,
  outside,
  questionSubnet,
  randomFrom,
  route,
  type Subnet,
  type Task,
  type UserDoor,
} from "@ganglion/sdk";
import { z } from "zod";
import { UserEntries } from "./entries.ts";
import { builtinConfig } from "./miner.ts";
import {
  BUDGET,
  readConfig,
  sameConfig,
  type TournamentRequest,
  type TrainingConfig,
  tournamentSynapse,
} from "./protocol.ts";
import { rankLosses } from "./scoring.ts";

/** What all entries of a round are trained and measured with. */
interface Truth {
  readonly seed: Uint8Array;
  readonly hidden: Uint8Array;
}

/** Eight bits per byte: what guessing costs. */
const GUESSING = 8;

function makeTask(
  seed: Uint8Array,
  index: number,
  secret: Uint8Array,
): Task<TournamentRequest, Truth> {
  const bytes = (label: string): Uint8Array => {
    const draw = randomFrom(seed, label, index, secret);
    return Uint8Array.from({ length: 32 }, () => draw.int(0, 255));
  };
  const round = toHex(seed.subarray(0, 8)).slice(2);
  return {
    id: `tournament/${round}`,
    request: { tokens: BUDGET.tokens, round },
    truth: { seed: bytes("training"), hidden: bytes("held-out") },
  };
}

const declare = (entries: UserEntries) =>
  questionSubnet<TournamentRequest, TrainingConfig, Truth, object, TrainingConfig>({
    name: "tournament",
    title: "Training tournament",
    summary:
      "Miners submit training configurations; validators train them and rank them by held-out loss.",
    synapse: tournamentSynapse,
    answers: "commit-reveal",
    deadlineMs: 3_000,
    tasksPerRound: 1,
    roundEveryBlocks: 15,
    makeTask,
    readAnswer({ backend: _backend, ...body }) {
      return readConfig(body);
    },
    async score({ truth }, answers, { env }) {
      const { trainAndMeasure } = await outside(env, import("./training.ts"));
      const users = entries.take();
      const contestants = [
        ...answers.map(({ value, order }) => ({ config: value, order })),
        ...users.map((config, i) => ({ config, order: 1_000_000 + i })),
      ];
      const measured: { bits: number; order: number }[] = [];
      for (const { config, order } of contestants)
        measured.push({ bits: await outside(env, trainAndMeasure(config, truth)), order });
      entries.tell(
        users.map((config, i) => ({ config, bits: measured[answers.length + i]!.bits })),
      );
      // Users' entries are shown beside the miners' and take nobody's rank.
      return rankLosses(measured.slice(0, answers.length), GUESSING);
    },
    duplicate: sameConfig,
    tell: (config) => ({ text: JSON.stringify(config), data: { config } }),
    shares: (standings) =>
      new Map(
        standings.filter(({ average }) => average > 0).map(({ uid, average }) => [uid, average]),
      ),
    minerOptions: [
      { name: "seed", what: "which of the good configurations it enters", default: "1" },
      {
        name: "rate",
        what: "its learning rate",
        default: "0.004",
        parse: numberBetween(1e-5, 0.1),
      },
    ],
    backends: {
      builtin: ({ options }) => ({
        name: "builtin:config",
        answer: ({ round }) =>
          builtinConfig(round, options["seed"] as string, options["rate"] as number),
      }),
    },
    attackers: {
      random: (below) => ({
        ...builtinConfig("0".repeat(16), "random", 1e-5),
        steps: 1 + below(3),
        rows: 1,
      }),
      lazy: () => ({ ...builtinConfig("0".repeat(16), "lazy", 1e-5), steps: 1, rows: 1 }),
    },
    demo: {
      miners: [
        { name: "careful", options: { seed: "careful", rate: "0.004" } },
        { name: "bold", options: { seed: "bold", rate: "0.012" } },
      ],
    },
  });

const asked = z.object({ config: z.unknown() });
const query = defineSynapse<DoorQuery, Outcome>({
  name: "TournamentQuery",
  request: asked as unknown as z.ZodType<DoorQuery>,
  answer: outcomeShape,
});
const door: UserDoor = {
  query,
  timeoutMs: 10_000,
  parse(body) {
    const config = readConfig((body as { readonly config?: unknown } | null)?.config);
    return config.ok
      ? { ok: true, value: { config: config.value } }
      : { ok: false, detail: config.detail, reason: config.reason, param: "config" };
  },
  asked: (request) => ({ question: JSON.stringify(request) }),
  present: ({ data }) => ({ type: "application/json", body: JSON.stringify(data ?? {}) }),
  example: { config: builtinConfig("0".repeat(16), "example", 0.004) },
};

const base = declare(new UserEntries());
/** Entries are trained by every validator that was asked to; each has its own list. */
export const tournament: Subnet = {
  ...base,
  door,
  validator: {
    ...base.validator,
    async start(place) {
      const entries = new UserEntries();
      const parts = await declare(entries).validator.start(place);
      const enter = (asked: DoorQuery): Outcome => {
        const { validator, netuid, hotkey } = place;
        const config = readConfig(asked["config"]);
        const waiting = config.ok ? entries.enter(config.value) : 0;
        const who = { uid: validator.uid(), hotkey: toSs58(accountOf(hotkey)) };
        return {
          netuid,
          askedAtBlock: validator.block(),
          validator: who,
          answers: [
            {
              ...who,
              backend: null,
              text: config.ok ? "entered for the next round" : config.detail,
              citations: [],
              data: config.ok
                ? { entered: true, config: config.value, waiting }
                : { entered: false, reason: config.reason },
              latencyMs: 0,
              status: config.ok ? "ok" : "invalid",
              score: 0,
              reason: config.ok ? "entered" : config.reason,
            },
          ],
          chosenUid: who.uid,
        };
      };
      return {
        ...parts,
        routes: [...parts.routes, route(query, enter)],
        stats: async () => ({ ...(await parts.stats?.()), entries: entries.told }),
      };
    },
  },
};
