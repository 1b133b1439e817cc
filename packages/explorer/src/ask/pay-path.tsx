import type { ReactNode } from "react";
import type { Query, Subnet } from "../api/shapes.ts";
import { blocksWord, count, percent, span, tokens } from "../parts/amounts.ts";
import { Key } from "../parts/key.tsx";

export interface PayPathProps {
  readonly query: Query;
  readonly subnet: Subnet | undefined;
  /** The newest block; undefined while none is known. */
  readonly height: number | undefined;
}

/** The four steps from question to pay, as far as they have happened. */
export function PayPath({ query, subnet, height }: PayPathProps) {
  const { askedAtBlock, validator, answers, weights, epoch, latencyMs } = query;
  return (
    <ol className="path">
      <Step done>
        <b>Asked</b> when block {count(askedAtBlock)} was the newest.
      </Step>
      <Step done>
        <b>Answered</b> in {span(latencyMs)}. Validator uid {validator.uid},{" "}
        <Key of={validator.hotkey} what="hotkey" />, asked{" "}
        {answers.length === 1 ? "one miner" : `${answers.length} miners`} and scored{" "}
        {answers.length === 1 ? "its answer" : "their answers"}.
      </Step>
      <Step done={weights !== null} testId="weights">
        {weights ? (
          <>
            <b>Weights set in block {count(weights.block)}</b> by that validator
            {weights.extrinsic && (
              <>
                , extrinsic <Key of={weights.extrinsic} what="extrinsic hash" />
              </>
            )}
            . They are its running average over its own test questions and its users'
            {isJudged(query) ? "; this one is part of it." : "."}
          </>
        ) : (
          <>
            <b>Waiting for the validator's next weights.</b> {since(height, askedAtBlock)}
          </>
        )}
      </Step>
      <Step done={epoch !== null} testId="epoch">
        {epoch && weights ? (
          <>
            <b>
              Epoch in block {count(epoch.block)} paid {paidWords(query, subnet)}
            </b>{" "}
            It weighs the weights of all validators by their stake.
          </>
        ) : (
          <>
            <b>
              {weights ? "Waiting for the next epoch, which pays." : "Then the next epoch pays."}
            </b>{" "}
            {epochDue(subnet, height)}
          </>
        )}
      </Step>
    </ol>
  );
}

function Step(props: {
  readonly done: boolean;
  readonly testId?: string;
  readonly children: ReactNode;
}) {
  const { done, testId, children } = props;
  return (
    <li className={done ? "done" : "open"} data-testid={testId} aria-live="polite">
      <span className="unseen">{done ? "Done: " : "Not yet: "}</span>
      <div>{children}</div>
    </li>
  );
}

const since = (height: number | undefined, block: number): string =>
  height === undefined || height <= block
    ? ""
    : `${blocksWord(height - block)} have passed since the question.`.replace(
        "1 block have",
        "1 block has",
      );

/** Rounds in which nobody could be judged stay out of the average; other ones may tell nothing about it. */
const isJudged = ({ answers }: Query): boolean =>
  answers.some(({ score, reason }) => score > 0 || reason === "contradicts_checker");

/** Only what the chain itself plans is told. */
function epochDue(subnet: Subnet | undefined, height: number | undefined): string {
  const next = subnet?.stats.nextEpochBlock;
  if (next === undefined || next === null || height === undefined || next <= height) return "";
  return `The subnet's next one is due in block ${count(next)}, in ${blocksWord(next - height)}.`;
}

function paidWords({ answers, epoch }: Query, subnet: Subnet | undefined): string {
  const emission = new Map(epoch!.emission);
  const incentive = new Map(epoch!.incentive);
  const shares = answers
    .map(({ uid, miner }) => ({
      name: miner ?? `uid ${uid}`,
      rao: emission.get(uid) ?? "0",
      share: incentive.get(uid) ?? 0,
    }))
    .sort((a, b) => b.share - a.share)
    .map(
      ({ name, rao, share }) =>
        `${name} ${tokens(rao)} ${subnet?.symbol ?? ""} (${percent(share)})`,
    );
  return `${shares.join(", ")}.`;
}
