import { accountOf } from "@ganglion/crypto";
import { toSs58 } from "@ganglion/primitives";
import { validatorAttack } from "../attacks/validator-attack.ts";
import { commitSecret } from "../challenge.ts";
import type { DoorQuery } from "../door.ts";
import type { AnswerRecord, Outcome } from "../outcome.ts";
import { route, type ValidatorParts, type ValidatorPlace } from "../subnet.ts";
import { Asking } from "./asking.ts";
import { windowsSynapse } from "./audit.ts";
import type { Answered, Told } from "./declaration.ts";
import { judgeUser, type Verdict } from "./judging.ts";
import { querySynapse } from "./question-door.ts";
import type { AnyQuestionSubnet } from "./question-miner.ts";
import { type Bias, questionRounds } from "./question-round.ts";

const HONEST: Bias = (judged) => judged;

/** The validator's part: rounds, the door for users, audits, figures. */
export async function startQuestionValidator(
  subnet: AnyQuestionSubnet,
  place: ValidatorPlace,
): Promise<ValidatorParts> {
  const attack = place.attack ? validatorAttack(place.attack, place) : {};
  const bias = attack.bias ?? HONEST;
  const rounds = questionRounds(subnet, { place, bias });
  return {
    mechanism: attack.mechanism ?? rounds.mechanism,
    routes: [
      ...(subnet.door
        ? [route(querySynapse(subnet), (query) => answerUser(subnet, { place, bias, query }))]
        : []),
      route(windowsSynapse, ({ window }) => ({
        windows: rounds.windows.filter((each) => window === undefined || each.window === window),
      })),
    ],
    stats: () => ({
      tasksPerRound: subnet.tasksPerRound,
      deadlineMs: subnet.deadlineMs,
      ...rounds.last(),
    }),
  };
}

/** Asks the miners what a user asked, judges all, gives the best first. Settled rewards count like those of rounds. */
async function answerUser(
  subnet: AnyQuestionSubnet,
  {
    place,
    bias,
    query,
  }: {
    readonly place: ValidatorPlace;
    readonly bias: Bias;
    readonly query: DoorQuery;
  },
): Promise<Outcome> {
  const { timeoutMs, ...asked } = query;
  const { validator, env, hotkey } = place;
  const self = accountOf(hotkey);
  const door = subnet.door!;
  const graph = await validator.metagraph();
  const askedAtBlock = validator.block();
  const audience = graph.neurons.filter(
    (neuron) => neuron.hotkey !== self && neuron.axon !== undefined,
  );
  const request = door.toRequest(asked) as object;
  const deadlineMs = door.deadlineMs ?? subnet.deadlineMs;
  const replies = await new Asking(subnet, place).ask(audience, request, {
    // Nobody will ask for it: it is there so that miners can't tell users' questions by its absence.
    secret: commitSecret(env),
    reveals: false,
    // A locked answer can't be had sooner.
    deadlineMs:
      subnet.answers === "plain" ? Math.min(timeoutMs ?? deadlineMs, 120_000) : deadlineMs,
  });
  const { verdicts, settled } = bias(await judgeUser(subnet, { place, request, replies }));
  if (settled)
    validator.reward(
      verdicts.map(({ reply, reward }) => ({
        uid: reply.neuron.uid,
        hotkey: reply.neuron.hotkey,
        reward,
      })),
    );
  const chosenUid = chosen(subnet, verdicts) ?? null;
  return {
    netuid: graph.netuid,
    askedAtBlock,
    validator: { uid: validator.uid(), hotkey: toSs58(self) },
    answers: verdicts.map((verdict) => recordOf(subnet, { verdict, request, chosenUid })),
    chosenUid,
  };
}

function chosen(subnet: AnyQuestionSubnet, verdicts: readonly Verdict[]): number | undefined {
  const readable = verdicts.filter(
    ({ answer, reason }) => answer !== undefined && reason !== "duplicate",
  );
  if (!subnet.choose) {
    const best = [...readable].sort(
      (a, b) => b.score - a.score || a.reply.order - b.reply.order,
    )[0];
    return best?.reply.neuron.uid;
  }
  const answers = readable.map(
    ({ reply, answer }): Answered<unknown> => ({
      uid: reply.neuron.uid,
      value: answer,
      order: reply.order,
    }),
  );
  const at = subnet.choose(answers, readable);
  return at === undefined ? undefined : answers[at]?.uid;
}

function recordOf(
  subnet: AnyQuestionSubnet,
  {
    verdict,
    request,
    chosenUid,
  }: { readonly verdict: Verdict; readonly request: object; readonly chosenUid: number | null },
): AnswerRecord {
  const { reply, answer, status, score, reason, backend } = verdict;
  const context = { chosen: reply.neuron.uid === chosenUid };
  const told: Told =
    answer === undefined ? { text: "" } : subnet.tell(answer, request, verdict, context);
  return {
    uid: reply.neuron.uid,
    hotkey: toSs58(reply.neuron.hotkey),
    backend: told.backend ?? backend,
    text: told.text,
    citations: (told.citations ?? []).map(({ file, quote }) => ({ file, quote })),
    ...(told.data ? { data: told.data } : {}),
    latencyMs: reply.latencyMs,
    status,
    score,
    reason,
  };
}
