import type { AccountId } from "@ganglion/primitives";
import type { Dendrite, Metagraph, NeuronLog } from "@ganglion/sdk";
import type { ModelLedger } from "../model/ledger.ts";
import { catchUp, takeOver, targetOf, validatorsOf } from "../model/peers.ts";
import { modelStep, type StepRecord } from "../protocol.ts";

/** How long a stronger validator may take for its step. */
const STEP_MS = 4_000;
const STEP_ANSWER_BYTES = 4 * 1_048_576;

export interface AgreementOptions {
  readonly ledger: ModelLedger;
  readonly dendrite: Dendrite;
  readonly outerRate: number;
  readonly log: NeuronLog;
  readonly self: AccountId;
  readonly graph: Metagraph;
  /** What miners revealed to this validator, by uid. */
  readonly seen: ReadonlyMap<number, string>;
  /** Whether parameters are no worse than the present ones, by own measurement. */
  acceptable(theta: Float32Array): Promise<boolean>;
}

/**
 * The step that this validator goes in a window: that of the strongest validator which answers and whose step stands
 * every test, else its own. Null if there is none.
 */
export async function agree(
  window: number,
  own: StepRecord | undefined,
  options: AgreementOptions,
): Promise<StepRecord | null> {
  const { ledger, dendrite, log, self, graph, outerRate } = options;
  for (const peer of validatorsOf(graph)) {
    if (peer.hotkey === self) break;
    const told = await dendrite.call(
      targetOf(peer),
      modelStep,
      { window },
      { timeoutMs: STEP_MS, maxAnswerBytes: STEP_ANSWER_BYTES },
    );
    if (!told.ok) continue;
    const { step } = told.answer;
    if (step === null) return null;
    if (step.before !== ledger.hash) {
      const model = await catchUp(peer, { dendrite, ledger, outerRate, whatever: true });
      if (!model || !(await options.acceptable(model.theta))) continue;
      takeOver(ledger, model);
      log.info("went over to a stronger validator's model", { uid: peer.uid, window });
      return ledger.step(window) ?? null;
    }
    const reason = await refusal(window, step, options);
    if (reason === undefined) {
      ledger.apply(step);
      return step;
    }
    log.info(`the step of a stronger validator was refused: ${reason}`, { uid: peer.uid, window });
  }
  if (!own || (await refusal(window, own, options)) !== undefined) return null;
  ledger.apply(own);
  return own;
}

async function refusal(
  window: number,
  step: StepRecord,
  { ledger, seen, acceptable }: AgreementOptions,
): Promise<string | undefined> {
  if (step.window !== window) return "other_window";
  const other = step.parts.find(({ uid, update }) => seen.has(uid) && seen.get(uid) !== update);
  if (other) return "other_update";
  const looked = ledger.look(step);
  if (!looked.ok) return looked.reason;
  return (await acceptable(looked.theta)) ? undefined : "raises_the_loss";
}
