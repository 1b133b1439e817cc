import { span } from "../parts/amounts.ts";
import { useNow } from "../parts/use-now.ts";

/** A question that has no answer yet. */
export function Pending({
  question,
  sinceMs,
}: {
  readonly question: string;
  readonly sinceMs: number;
}) {
  const now = useNow(100);
  return (
    <section className="card" aria-busy="true">
      <p className="question">{question}</p>
      <p className="waiting" role="status">
        <span className="dot" aria-hidden="true" />A validator asks the miners…
      </p>
      <p className="muted" aria-hidden="true">
        {span(now - sinceMs)}
      </p>
    </section>
  );
}
