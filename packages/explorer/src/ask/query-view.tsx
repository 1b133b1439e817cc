import { gateway } from "../api/gateway.ts";
import type { Answer, Query, Subnet } from "../api/shapes.ts";
import { useLoaded } from "../api/use-loaded.ts";
import { useChain } from "../chain/use-chain.ts";
import { span } from "../parts/amounts.ts";
import { Key } from "../parts/key.tsx";
import { AnswersTable } from "./answers-table.tsx";
import { PayPath } from "./pay-path.tsx";
import { reasonWords } from "./reasons.ts";

/** Blocks between two looks at the subnet: only the next epoch's block and the symbol are needed of it. */
const LOOK_EVERY = 5;

/** A question from its answer to its pay. */
export function QueryView({ query }: { readonly query: Query }) {
  const { blocks } = useChain();
  const height = blocks[0]?.number;
  const { value: subnet } = useLoaded((signal) => gateway.subnet(query.subnet, signal), {
    key: query.subnet,
    turn: height === undefined ? 0 : Math.floor(height / LOOK_EVERY),
  });
  const chosen = query.answers.find(({ uid }) => uid === query.chosenUid);
  return (
    <article className="query">
      <section className="card">
        <h2 className="question">{query.question}</h2>
        {query.docs.length > 0 && <p className="muted">about {query.docs.join(", ")}</p>}
        <AnswerText
          text={query.answer}
          loud={chosen !== undefined && chosen.reason !== "declined"}
        />
        {chosen && <Citations of={chosen} />}
        {chosen && <Giver answer={chosen} />}
      </section>
      <section className="card">
        <h3>All answers</h3>
        <AnswersTable query={query} symbol={subnet?.symbol} />
      </section>
      <section className="card">
        <h3>From the answer to the pay</h3>
        <PayPath query={query} subnet={subnet as Subnet | undefined} height={height} />
      </section>
    </article>
  );
}

/** By convention the first line is the answer and the rest its working. */
function AnswerText({ text, loud }: { readonly text: string; readonly loud: boolean }) {
  const [first, ...rest] = text.trim().split("\n");
  const working = rest.join("\n").trim();
  return (
    <div className="answer" role="status">
      <p className={loud && first!.length <= 40 ? "first short" : "first"} data-testid="answer">
        {first}
      </p>
      {working !== "" && <p className="working">{working}</p>}
    </div>
  );
}

function Citations({ of }: { readonly of: Answer }) {
  return of.citations.map(({ file, quote }) => (
    <figure key={`${file}\n${quote}`} className="citation">
      <blockquote>{quote}</blockquote>
      <figcaption>{file}</figcaption>
    </figure>
  ));
}

function Giver({ answer }: { readonly answer: Answer }) {
  const { uid, miner, hotkey, backend, latencyMs, score, reason } = answer;
  return (
    <p className="giver" data-testid="giver">
      Given by {miner ? <strong>{miner}</strong> : "a miner"}, uid {uid},{" "}
      <Key of={hotkey} what="hotkey" />
      {backend && <>, {backend}</>}, in {span(latencyMs)}. Score {score.toFixed(2)}:{" "}
      {reasonWords(reason)}.
    </p>
  );
}
