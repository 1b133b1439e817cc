import type { AccountId } from "@ganglion/primitives";
import type { AxonTarget, Dendrite, Metagraph, Neuron } from "@ganglion/sdk";
import {
  checkpointBlock,
  fromBase64,
  modelHead,
  modelSteps,
  type StepRecord,
} from "../protocol.ts";
import type { Published } from "./chain-commitment.ts";
import { makeCheckpoint, readCheckpoint } from "./checkpoint.ts";
import type { ModelLedger } from "./ledger.ts";
import { followStep } from "./step.ts";

const CALL_MS = 3_000;
/** A block of half a MiB in base64, with what stands around it. */
const BLOCK_ANSWER_BYTES = 1_048_576;
const STEPS_ANSWER_BYTES = 8 * 1_048_576;
/** Pages of steps that are asked for at most: a peer could go on for ever. */
const MOST_PAGES = 16;

export const targetOf = ({ axon, hotkey }: Neuron): AxonTarget => ({
  ip: axon!.ip,
  port: axon!.port,
  hotkey,
});

/** Before the first epoch nobody has a permit; then stake alone tells. */
const MOST_ASKED = 5;

/** Validators in the order in which their word counts: the most stake first. */
export function validatorsOf({ neurons }: Metagraph): readonly Neuron[] {
  const serving = neurons.filter(({ axon, totalStake }) => axon !== undefined && totalStake > 0n);
  const permitted = serving.filter(({ validatorPermit }) => validatorPermit);
  return (permitted.length > 0 ? permitted : serving)
    .sort((a, b) =>
      a.totalStake === b.totalStake ? a.uid - b.uid : a.totalStake > b.totalStake ? -1 : 1,
    )
    .slice(0, MOST_ASKED);
}

/** How to get to a peer's model from ours, worked out from what it serves and not from what it says. */
export interface PeerModel {
  readonly hotkey: AccountId;
  readonly theta: Float32Array;
  /** Parameters of its checkpoint, if the way begins there and not at ours. */
  readonly start?: { readonly theta: Float32Array; readonly window: number };
  readonly steps: readonly StepRecord[];
}

/** Puts a ledger where the peer is. */
export function takeOver(ledger: ModelLedger, { start, steps }: PeerModel): void {
  if (start) ledger.adopt(start.theta, start.window, makeCheckpoint(start.theta, start.window));
  for (const step of steps) ledger.apply(step);
}

/**
 * Catches up with a peer: by the steps since our own parameters, else from its checkpoint. Undefined if it doesn't
 * answer, has nothing newer, or what it serves doesn't fit together.
 */
export async function catchUp(
  peer: Neuron,
  about: {
    readonly dendrite: Dendrite;
    readonly ledger: ModelLedger;
    readonly outerRate: number;
    /** Also goes back to a peer whose model is older, if it isn't an ancestor of ours. */
    readonly whatever?: boolean;
    /** What the peer has on the chain: a checkpoint of that window must be this one. */
    readonly published?: Published;
  },
): Promise<PeerModel | undefined> {
  const { dendrite, ledger, outerRate } = about;
  const target = targetOf(peer);
  const head = await dendrite.call(target, modelHead, {}, { timeoutMs: CALL_MS });
  if (!head.ok) return undefined;
  const { window, thetaHash, checkpoint } = head.answer;
  if (thetaHash === ledger.hash) return undefined;
  if (window <= ledger.window && !about.whatever) return undefined;
  const follow = async (
    start: { readonly theta: Float32Array; readonly window: number },
    from: string,
  ): Promise<PeerModel | undefined> => {
    let { theta, window: at } = start;
    let hash = from;
    const steps: StepRecord[] = [];
    for (let page = 0; page < MOST_PAGES && hash !== thetaHash; page++) {
      const more = await dendrite.call(
        target,
        modelSteps,
        { after: hash },
        { timeoutMs: CALL_MS, maxAnswerBytes: STEPS_ANSWER_BYTES },
      );
      if (!more.ok || more.answer.steps.length === 0) return undefined;
      for (const step of more.answer.steps) {
        const moved = next(theta, { step, hash, at, outerRate });
        if (!moved) return undefined;
        theta = moved;
        hash = step.after;
        at = step.window;
        steps.push(step);
      }
    }
    return hash === thetaHash ? { hotkey: peer.hotkey, theta, steps } : undefined;
  };
  const direct = await follow({ theta: ledger.theta, window: ledger.window }, ledger.hash);
  if (direct || !checkpoint) return direct;
  const { published } = about;
  if (published?.window === checkpoint.window && published.hash !== checkpoint.hash)
    return undefined;
  const read = await readCheckpoint(checkpoint.hash, ledger.theta.length, async (hash) => {
    const block = await dendrite.call(
      target,
      checkpointBlock,
      { hash },
      { timeoutMs: CALL_MS, maxAnswerBytes: BLOCK_ANSWER_BYTES },
    );
    return block.ok ? fromBase64(block.answer.data) : undefined;
  });
  if (!read.ok) return undefined;
  const { theta, manifest } = read.value;
  const start = { theta, window: manifest.window };
  const rest = await follow(start, manifest.thetaHash);
  return rest && { ...rest, start };
}

function next(
  theta: Float32Array,
  {
    step,
    hash,
    at,
    outerRate,
  }: {
    readonly step: StepRecord;
    readonly hash: string;
    readonly at: number;
    readonly outerRate: number;
  },
): Float32Array | undefined {
  if (step.before !== hash || step.window <= at) return undefined;
  const moved = followStep(theta, step, outerRate);
  return moved.ok ? moved.theta : undefined;
}
