import type { CallFailure, Dendrite, NetEnv, NeuronLog, Outcome, UserDoor } from "@ganglion/sdk";
import type { GraphNeuron } from "../chain/gateway-chain.ts";
import { ApiError } from "../http/api-error.ts";
import { COOLDOWN_MS, type Validators } from "./validators.ts";

/** What a validator may take on top of its miners' time: for scoring, and for the way. */
const MARGIN_MS = 3_000;
/** All tries together may take so many times the time of one. */
const PATIENCE = 2;

export interface AskOptions {
  readonly netuid: number;
  readonly door: UserDoor;
  /** As the door checked it. */
  readonly request: object;
  /** In the order of asking. */
  readonly validators: readonly GraphNeuron[];
  /** How long a validator has for its miners. */
  readonly timeoutMs: number;
  /** Aborts when the user goes away. */
  readonly signal: AbortSignal;
}

export interface Asker {
  readonly dendrite: Dendrite;
  readonly standing: Validators;
  readonly env: NetEnv;
  readonly log: NeuronLog;
}

interface Failed {
  readonly uid: number;
  readonly failure: CallFailure;
}

/**
 * The first validator that answers, and its outcome.
 * @throws ApiError 503 if none could be reached, 504 if one was and took too long, 499 if the user left
 */
export async function askValidators(
  { dendrite, standing, env, log }: Asker,
  options: AskOptions,
): Promise<{ readonly validator: GraphNeuron; readonly outcome: Outcome }> {
  const { door, request, validators, signal } = options;
  const eachMs = options.timeoutMs + MARGIN_MS;
  const untilMs = env.now() + PATIENCE * eachMs;
  const failures: Failed[] = [];
  for (const validator of validators) {
    const { uid, hotkey, axon, account } = validator;
    const leftMs = untilMs - env.now();
    if (leftMs <= 0) break;
    const result = await dendrite.call(
      { ip: axon!.ip, port: axon!.port, hotkey: account },
      door.query,
      { ...request, timeoutMs: options.timeoutMs },
      { timeoutMs: Math.min(eachMs, leftMs), signal },
    );
    if (signal.aborted) throw leftAlone(signal);
    const failure = result.ok ? unfit(result.answer, options.netuid) : result;
    if (result.ok && !failure) {
      standing.answered(hotkey);
      return { validator, outcome: result.answer };
    }
    const { code, status, message } = failure!;
    failures.push({ uid, failure: { code, status, message } });
    standing.failed(hotkey);
    log.info("a validator did not answer a question", { uid, hotkey, code, message });
  }
  throw nobody(failures);
}

/** Why an answer of the right shape is none all the same. */
function unfit(outcome: Outcome, netuid: number): CallFailure | undefined {
  const { answers, chosenUid } = outcome;
  const message =
    outcome.netuid !== netuid
      ? `it answered for subnet ${outcome.netuid}`
      : new Set(answers.map(({ uid }) => uid)).size !== answers.length
        ? "it gave two answers of one uid"
        : chosenUid !== null && !answers.some(({ uid }) => uid === chosenUid)
          ? `it chose uid ${chosenUid}, which gave no answer`
          : undefined;
  return message === undefined ? undefined : { code: "BAD_ANSWER", status: 422, message };
}

function nobody(failures: readonly Failed[]): ApiError {
  const headers = { "retry-after": String(COOLDOWN_MS / 1_000) };
  if (failures.length === 0)
    return new ApiError("no validator of this subnet can be asked", {
      status: 503,
      code: "no_validator",
      hint: "No neuron with a validator permit has announced an address. Validators get their permit in an epoch; `ganglion up` starts some.",
      headers,
    });
  const tried = failures
    .map(({ uid, failure }) => `uid ${uid}: ${failure.message} (${failure.code})`)
    .join("; ");
  if (failures.some(({ failure }) => failure.code === "TIMEOUT"))
    return new ApiError(`no validator answered in time. ${tried}`, {
      status: 504,
      code: "validator_timeout",
      hint: "The next question goes to other validators first, if there are any.",
      // The time has been taken already; the client should not take it twice more by itself.
      headers: { ...headers, "x-should-retry": "false" },
    });
  return new ApiError(`no validator could be reached. ${tried}`, {
    status: 503,
    code: "no_validator",
    hint: "Are the validators running? `ganglion up` starts some; a restarted one announces its address anew.",
    headers,
  });
}

/** Nobody reads it; the status is nginx's for a client that left. */
const leftAlone = (signal: AbortSignal): ApiError =>
  new ApiError("the client left before the answer", {
    status: 499,
    code: "client_closed_request",
    cause: signal.reason,
  });
