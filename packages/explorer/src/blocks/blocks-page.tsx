import type { Block } from "../api/shapes.ts";
import { blockInterval, useChain } from "../chain/use-chain.ts";
import { age, count, shortKey, span } from "../parts/amounts.ts";
import { Key } from "../parts/key.tsx";
import { useNow } from "../parts/use-now.ts";

/** Blocks as they come. */
export function BlocksPage() {
  const { blocks, state, genesis } = useChain();
  const now = useNow(1_000);
  const interval = blockInterval(blocks);
  return (
    <div className="blocks">
      <h1>Blocks</h1>
      <p className="lead">
        {interval !== undefined && <>One every {span(interval)} of late. </>}
        Each one here is final.
        {genesis && (
          <>
            {" "}
            Genesis <Key of={genesis} what="genesis hash" />
          </>
        )}
      </p>
      {blocks.length === 0 ? (
        <p className="muted">
          {state === "lost" ? "The chain cannot be reached." : "Waiting for the first block…"}
        </p>
      ) : (
        <ol className="chain" data-testid="blocks">
          {blocks.map((block) => (
            <Row key={block.hash} block={block} now={now} />
          ))}
        </ol>
      )}
    </div>
  );
}

function Row({ block, now }: { readonly block: Block; readonly now: number }) {
  const { number, hash, timeMs, signed } = block;
  return (
    <li>
      <details>
        <summary>
          <b className="number">{count(number)}</b>
          <span className="age">{timeMs === null ? "" : age(now - timeMs)}</span>
          <span className="what">
            <Happened block={block} />
          </span>
          <code className="hash">{shortKey(hash)}</code>
        </summary>
        <dl>
          <dt>Hash</dt>
          <dd>
            <code>{hash}</code>
          </dd>
          <dt>Time</dt>
          <dd>{timeMs === null ? "not known" : new Date(timeMs).toLocaleString()}</dd>
          <dt>Extrinsics</dt>
          <dd>
            {block.extrinsicHashes === null
              ? "could not be read"
              : block.extrinsicHashes.map((each) => <code key={each}>{each}</code>)}
          </dd>
          <dt>Events</dt>
          <dd>
            {block.events === null
              ? "could not be read"
              : block.events.map(([name, times]) => (
                  <span key={name} className="event">
                    {name}
                    {times > 1 && ` × ${times}`}
                  </span>
                ))}
          </dd>
        </dl>
        {signed !== null && (
          <p className="muted">
            The first extrinsics are the author's own: the time, and the key that hides
            transactions; {signed === 0 ? "nobody sent another." : `${signed} came from accounts.`}
          </p>
        )}
      </details>
    </li>
  );
}

/** What every block has, so that it says nothing about one. */
const COMMON =
  /^(System\.Extrinsic|Balances\.(Issued|Deposit|Withdraw|Burned|Minted|Rescinded)$|TransactionPayment\.)/;

/** The events that tell of a subnet's life, in words; all others by their own names. */
const EVENT_WORDS: Readonly<Record<string, string>> = {
  "SubtensorModule.WeightsSet": "weights set",
  "SubtensorModule.IncentiveAlphaEmittedToMiners": "epoch paid",
  "SubtensorModule.NeuronRegistered": "neuron registered",
  "SubtensorModule.NetworkAdded": "subnet created",
  "SubtensorModule.StakeAdded": "stake added",
  "SubtensorModule.StakeRemoved": "stake removed",
  "SubtensorModule.AxonServed": "axon announced",
  "Balances.Transfer": "transfer",
};

function Happened({ block: { events, signed } }: { readonly block: Block }) {
  if (events === null || signed === null) return <span className="muted">not read</span>;
  const telling = events.filter(([name]) => !COMMON.test(name));
  const failed = events.find(([name]) => name === "System.ExtrinsicFailed");
  if (telling.length === 0 && !failed)
    return (
      <span className="muted">
        {signed === 0 ? "empty" : `${signed} extrinsic${signed === 1 ? "" : "s"}`}
      </span>
    );
  return (
    <>
      {telling.slice(0, 3).map(([name, times]) => (
        <span key={name} className="event">
          {EVENT_WORDS[name] ?? name.split(".")[1]}
          {times > 1 && ` × ${times}`}
        </span>
      ))}
      {telling.length > 3 && <span className="muted">and {telling.length - 3} more</span>}
      {failed && <span className="event bad">{failed[1]} failed</span>}
    </>
  );
}
