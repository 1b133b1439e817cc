import { gateway } from "../api/gateway.ts";
import type { Query } from "../api/shapes.ts";
import { useLoaded } from "../api/use-loaded.ts";
import { useChain } from "../chain/use-chain.ts";
import { age, count } from "../parts/amounts.ts";
import { useNow } from "../parts/use-now.ts";

const SHOWN = 10;

/** Questions that were asked through this gateway, by anybody. */
export function Recent({ except }: { readonly except: string | undefined }) {
  const { blocks } = useChain();
  const now = useNow(10_000);
  const { value } = useLoaded((signal) => gateway.queries(SHOWN + 1, signal), {
    key: "recent",
    // A new question changes the list at once, a new block what became of the others.
    turn: `${except} ${Math.floor((blocks[0]?.number ?? 0) / 3)}`,
  });
  const others = (value ?? []).filter(({ id }) => id !== except).slice(0, SHOWN);
  if (others.length === 0) return null;
  return (
    <section className="recent">
      <h2>Asked before</h2>
      <ul>
        {others.map((query) => (
          <li key={query.id}>
            <a href={`#/q/${query.id}`}>
              <span className="said">
                <span className="asked">{query.question}</span>
                <span className="got">{query.answer.split("\n")[0]}</span>
              </span>
              <small>
                {age(now - query.askedAtMs)} · {stage(query)}
              </small>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function stage({ weights, epoch }: Query): string {
  if (epoch) return `paid in block ${count(epoch.block)}`;
  return weights ? `weights in block ${count(weights.block)}` : "answered";
}
