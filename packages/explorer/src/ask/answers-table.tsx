import type { Query } from "../api/shapes.ts";
import { percent, span, tokens } from "../parts/amounts.ts";
import { Key } from "../parts/key.tsx";
import { ShareBar } from "../parts/share-bar.tsx";
import { reasonWords } from "./reasons.ts";

/** What each miner said, what the validator made of it, and what became of that. */
export function AnswersTable({
  query,
  symbol,
}: {
  readonly query: Query;
  readonly symbol: string | undefined;
}) {
  const { answers, chosenUid, weights, epoch } = query;
  const weightOf = new Map(weights?.values ?? []);
  const total = (weights?.values ?? []).reduce((sum, [, value]) => sum + value, 0);
  const paid = new Map(epoch?.emission ?? []);
  const sorted = [...answers].sort(
    (a, b) =>
      Number(b.uid === chosenUid) - Number(a.uid === chosenUid) ||
      b.score - a.score ||
      a.uid - b.uid,
  );
  if (answers.length === 0) return <p className="muted">No miner was there to be asked.</p>;
  return (
    <table className="stacked answers">
      <thead>
        <tr>
          <th scope="col">Miner</th>
          <th scope="col">Said</th>
          <th scope="col">Score</th>
          <th scope="col">Weight</th>
          <th scope="col">Paid</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((answer) => (
          <tr key={answer.uid} className={answer.uid === chosenUid ? "chosen" : undefined}>
            <th scope="row">
              {answer.miner ?? `uid ${answer.uid}`}
              <small>
                {answer.miner && <>uid {answer.uid} · </>}
                <Key of={answer.hotkey} what="hotkey" />
              </small>
            </th>
            <td data-label="Said">
              <Said text={answer.text} />
              <small>
                {answer.status === "ok" && <>{span(answer.latencyMs)}</>}
                {answer.status === "ok" && answer.backend && " · "}
                {answer.backend}
              </small>
            </td>
            <td data-label="Score">
              <span className="number">{answer.score.toFixed(2)}</span>
              <ShareBar share={answer.score} />
              <small>{reasonWords(answer.reason)}</small>
            </td>
            <td data-label="Weight">
              {weights ? (
                <>
                  <span className="number">{percentOf(weightOf.get(answer.uid) ?? 0, total)}</span>
                  <ShareBar share={total === 0 ? 0 : (weightOf.get(answer.uid) ?? 0) / total} />
                </>
              ) : (
                <Waiting />
              )}
            </td>
            <td data-label="Paid" data-testid={`paid-${answer.uid}`}>
              {epoch ? (
                <span className="number">
                  {tokens(paid.get(answer.uid) ?? "0")} {symbol}
                </span>
              ) : (
                <Waiting />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const percentOf = (value: number, total: number): string =>
  total === 0 ? "0 %" : percent(Math.round((value / total) * 65_535));

/** Long answers are cut here; the chosen one stands above in full. */
function Said({ text }: { readonly text: string }) {
  const plain = text.trim();
  if (plain === "") return <span className="muted">nothing</span>;
  const [first] = plain.split("\n");
  const short = first!.length > 160 ? `${first!.slice(0, 160)}…` : first!;
  if (short === plain) return <span>{plain}</span>;
  return (
    <details>
      <summary>{short}</summary>
      <p className="working">{plain}</p>
    </details>
  );
}

const Waiting = () => (
  <span className="muted">
    <span aria-hidden="true">…</span>
    <span className="unseen">not yet</span>
  </span>
);
