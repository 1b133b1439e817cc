import { useRef, useState } from "react";
import { type Doc, GatewayFailure, gateway } from "../api/gateway.ts";
import type { Query } from "../api/shapes.ts";
import { useLoaded } from "../api/use-loaded.ts";
import { useChain } from "../chain/use-chain.ts";
import { Failure } from "../parts/failure.tsx";
import { Composer } from "./composer.tsx";
import { Pending } from "./pending.tsx";
import { QueryView } from "./query-view.tsx";
import { Recent } from "./recent.tsx";

/** The subnet that this page asks; others have tasks of their own shape. */
const SUBNET = "prompting";

interface Waiting {
  readonly question: string;
  readonly sinceMs: number;
  readonly abort: AbortController;
}

/** Asks a question, shows its answer and how it came about; or shows one that was asked before. */
export function AskPage({ queryId }: { readonly queryId: string | undefined }) {
  const [waiting, setWaiting] = useState<Waiting>();
  const [failure, setFailure] = useState<{ question: string; error: GatewayFailure }>();
  // What was just answered is shown before the gateway is asked for it again.
  const fresh = useRef<Query>(undefined);
  const ask = async (question: string, docs: readonly Doc[]) => {
    const abort = new AbortController();
    setFailure(undefined);
    setWaiting({ question, sinceMs: Date.now(), abort });
    try {
      const query = await gateway.put(SUBNET, question, { docs, signal: abort.signal });
      fresh.current = query;
      window.location.hash = `#/q/${query.id}`;
    } catch (error) {
      if (!abort.signal.aborted)
        setFailure({
          question,
          error:
            error instanceof GatewayFailure
              ? error
              : new GatewayFailure(String(error), { status: 0 }),
        });
    } finally {
      setWaiting((now) => (now?.abort === abort ? undefined : now));
    }
  };
  const idle = queryId === undefined && !waiting && !failure;
  return (
    <div className="ask">
      {idle && (
        <section className="hello">
          <h1>Ask the network</h1>
          <p>
            Your question goes to a validator. It asks every miner, scores the answers, and you get
            the best one. Then the chain pays the miners by the validators' scores, and you can
            watch it do so.
          </p>
        </section>
      )}
      <Composer
        busy={waiting !== undefined}
        fresh={idle}
        onAsk={(question, docs) => void ask(question, docs)}
        onCancel={() => waiting?.abort.abort()}
      />
      <p className="note">
        The built-in miners are not language models: they calculate, convert, reason over dates and
        puzzles, and quote from documents. What they can't do, they say. Each question stands alone.
      </p>
      {waiting && <Pending question={waiting.question} sinceMs={waiting.sinceMs} />}
      {failure && (
        <section className="card">
          <p className="question">{failure.question}</p>
          <Failure of={failure.error} />
        </section>
      )}
      {queryId !== undefined && !waiting && !failure && (
        <Shown id={queryId} fresh={fresh.current?.id === queryId ? fresh.current : undefined} />
      )}
      <Recent except={queryId} />
    </div>
  );
}

/** A record, kept up to date until it is paid. */
function Shown({ id, fresh }: { readonly id: string; readonly fresh: Query | undefined }) {
  const { blocks } = useChain();
  const paid = useRef(new Set<string>());
  const { value, failure } = useLoaded((signal) => gateway.query(id, signal), {
    key: id,
    turn: blocks[0]?.number,
    skip: paid.current.has(id),
  });
  if (value?.epoch) paid.current.add(id);
  const query = value ?? fresh;
  if (query) return <QueryView query={query} />;
  return failure ? <Failure of={failure} /> : <p className="muted">Loading…</p>;
}
