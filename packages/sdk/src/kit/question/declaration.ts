import type { z } from "zod";
import type { NetEnv } from "../../net/env.ts";
import type { Synapse } from "../../net/synapse.ts";
import type { Standing } from "../../neuron/averages.ts";
import type { Engine, EngineSetup, KitDocument } from "../backend.ts";
import type { ChatModel } from "../backends/chat-model.ts";
import type { CommandProcess } from "../backends/command-process.ts";
import type { OnnxModel } from "../backends/onnx-model.ts";
import type { BodyLimits } from "../body-limits.ts";
import type { AskedAs, ChatMessage, DoorChecked, Presented } from "../door.ts";
import type { KitOption, OptionValues } from "../option.ts";
import type { AnswerRecord } from "../outcome.ts";
import type { DemoPlayers } from "../subnet.ts";

/** A question whose answer its maker knows. */
export interface Task<Request, Truth> {
  /** Names it in logs and audits. */
  readonly id: string;
  readonly request: Request;
  /** Comes from the making of the task, never from solving it, and never leaves the validator. */
  readonly truth: Truth;
}

/** An answer that was checked, or why it is none. */
export type ReadAnswer<Answer> =
  | { readonly ok: true; readonly value: Answer }
  | { readonly ok: false; readonly reason: string; readonly detail: string };

/** A miner's answer as it is judged. */
export interface Answered<Answer> {
  readonly uid: number;
  readonly value: Answer;
  /** Place in the order in which the answers were committed, from 0; the earliest first. */
  readonly order: number;
}

/** A verdict on one answer. */
export interface Judged {
  /** In [0, 1]: how right it is, for people. */
  readonly score: number;
  /** What goes into the moving average; the score unless given. Below zero costs. */
  readonly reward?: number;
  /** Why, for machines: `correct`, `wrong`, `tests_failed`. */
  readonly reason: string;
  /** What judging found out, for `tell`. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Verdicts on answers to a user's question. Unsettled ones stay out of the averages: nobody could judge. */
export interface JudgedByUser {
  readonly judged: readonly Judged[];
  readonly settled: boolean;
}

/** What judging may use besides the task. */
export interface JudgeContext {
  readonly documents: readonly KitDocument[];
  readonly options: OptionValues;
  /** For `outside(env, …)` alone: a verdict depends on no clock and no chance. */
  readonly env: NetEnv;
  /** Aborts when the judging has taken too long. */
  readonly signal: AbortSignal;
}

/** What of an answer goes into its record. */
export interface Told {
  readonly text: string;
  readonly backend?: string | null | undefined;
  readonly citations?: readonly { readonly file: string; readonly quote: string }[];
  /** For the door's `present`; plain JSON. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The engines of a miner. `builtin` needs nothing and always works. */
export interface Engines<Request, Wire extends object> {
  builtin(setup: EngineSetup): Engine<Request, Wire> | Promise<Engine<Request, Wire>>;
  /** A server that speaks OpenAI's API. */
  openai?(
    model: ChatModel,
    setup: EngineSetup,
  ): Engine<Request, Wire> | Promise<Engine<Request, Wire>>;
  /** A model file; needs the optional package `onnxruntime-node`. */
  onnx?(
    model: OnnxModel,
    setup: EngineSetup,
  ): Engine<Request, Wire> | Promise<Engine<Request, Wire>>;
  /**
   * A program that reads requests and writes answers as lines of JSON. Unless given, the request goes in and the
   * answer comes out as they are on the wire.
   */
  command?(
    process: CommandProcess,
    setup: EngineSetup,
  ): Engine<Request, Wire> | Promise<Engine<Request, Wire>>;
}

/** What users ask, and what they get. `Asked`: the checked body of `POST /v1/subnets/NAME`. */
export interface QuestionDoor<Request, Asked extends object> {
  readonly request: z.ZodType<Asked>;
  /** Checks what the shape alone can't say; `param` names the field. */
  check?(asked: Asked): DoorChecked<Asked>;
  /** The question that the miners get. */
  toRequest(asked: Asked): Request;
  /** Makes a question of a chat; without it the subnet is no model of `/v1/chat/completions`. */
  fromChat?(messages: readonly ChatMessage[]): DoorChecked<Asked>;
  asked?(asked: Asked): AskedAs;
  /** How long miners may take for a user's question; `deadlineMs` unless given. */
  readonly deadlineMs?: number;
  present?(
    chosen: AnswerRecord,
    context: { readonly accept: string; readonly request: Asked },
  ): Presented | Promise<Presented>;
  readonly example?: unknown;
}

/** What the attack suite can't know by itself. All of them answer the question badly; none may throw. */
export interface QuestionAttackers<Request> {
  /** An answer of the right shape without any work in it. `random` gives whole numbers below its argument. */
  random?(random: (below: number) => number, request: Request): object;
  /** The answer that costs nothing: the input unchanged, an empty text. `{}` unless given. */
  lazy?(request: Request): object;
}

/**
 * A subnet of questions with answers. Seeds, committed secrets, deadlines, commit-reveal, duplicates, size checks,
 * averages, weights, the users' door and the attackers are the kit's; the subnet says what is asked and what is right.
 *
 * `Request`: what a validator asks; `Answer`: an answer as it was checked; `Truth`: what the validator knows;
 * `Asked`: what a user sends; `Wire`: the answer's fields as they travel.
 */
export interface QuestionSubnet<
  Request extends object,
  Answer,
  Truth,
  Asked extends object,
  Wire extends object,
> {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** Validator to miner, with the upstream's names, so that a Python synapse fits. Its answer is any JSON object. */
  readonly synapse: Synapse<Request, Record<string, unknown>>;
  /** Whatever is committed (or, with plain answers, here) later than this counts as no answer. */
  readonly deadlineMs: number;
  readonly tasksPerRound: number;
  readonly roundEveryBlocks?: number;
  /** The same seed, index and secret give the same task to everyone. No other randomness, and no clock. */
  makeTask(
    seed: Uint8Array,
    index: number,
    secret: Uint8Array,
  ): Task<Request, Truth> | Promise<Task<Request, Truth>>;
  /** Checks what came back before anything is worked on. Sizes, depth, UTF-8 and numbers are checked before. Never throws. */
  readAnswer(body: Readonly<Record<string, unknown>>, request: Request): ReadAnswer<Answer>;
  /** One verdict per answer, in their order. Depends on nothing but task and answers. */
  score(
    task: Task<Request, Truth>,
    answers: readonly Answered<Answer>[],
    context: JudgeContext,
  ): readonly Judged[] | Promise<readonly Judged[]>;
  /** The same for a user's question, whose truth nobody planted. Absent: such answers are never settled. */
  scoreUser?(
    request: Request,
    answers: readonly Answered<Answer>[],
    context: JudgeContext,
  ): JudgedByUser | Promise<JudgedByUser>;
  /** Who of the judged answers the user gets, as an index; by default the best score, then the earliest. */
  choose?(answers: readonly Answered<Answer>[], judged: readonly Judged[]): number | undefined;
  /** How an answer stands in the records of questions. What is large belongs to the chosen one alone. */
  tell(
    answer: Answer,
    request: Request,
    judged: Judged,
    context: { readonly chosen: boolean },
  ): Told;
  /**
   * `commit-reveal`: miners commit to a hash within the deadline and reveal after it, so that nobody can copy; a miner
   * that knows only the plain synapse is asked with that. `plain`: one question, one answer.
   */
  readonly answers: "commit-reveal" | "plain";
  /** True if two answers are too alike to come from two workers: all but the earliest earn 0. */
  duplicate?(a: Answer, b: Answer): boolean;
  /** Bounds of an answer; `BODY_LIMITS` unless given. */
  readonly limits?: BodyLimits;
  /** Judging one task may take so long, 60 s unless given. Users wait for it too, if it is given. */
  readonly judgeMs?: number;
  /** Options of the miner and the validator; engines and judges find them in their setup. */
  readonly minerOptions?: readonly KitOption[];
  readonly validatorOptions?: readonly KitOption[];
  readonly backends: Engines<Request, Wire>;
  readonly attackers?: QuestionAttackers<Request>;
  readonly door?: QuestionDoor<Request, Asked>;
  /** Shares by uid; the cube of the average reward unless given. */
  shares?(standings: readonly Standing[]): ReadonlyMap<number, number>;
  readonly demo?: DemoPlayers;
}
