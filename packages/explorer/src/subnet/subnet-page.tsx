import { gateway } from "../api/gateway.ts";
import type { Subnet } from "../api/shapes.ts";
import { useLoaded } from "../api/use-loaded.ts";
import { useChain } from "../chain/use-chain.ts";
import { blocksWord, count, tokens } from "../parts/amounts.ts";
import { Failure } from "../parts/failure.tsx";
import { ShareBar } from "../parts/share-bar.tsx";
import { measuresOf } from "./measures.ts";
import { MeasuresView } from "./measures-view.tsx";
import { MetagraphTable } from "./metagraph-table.tsx";
import { TryIt } from "./try-it.tsx";

/** A subnet: its figures, its epoch's progress, what its validators measure, a way to ask it, and everyone in it. */
export function SubnetPage({ name }: { readonly name: string | undefined }) {
  const { blocks } = useChain();
  const height = blocks[0]?.number;
  const list = useLoaded((signal) => gateway.subnets(signal), { key: "subnets" });
  const shown = name ?? list.value?.[0]?.name;
  const { value, failure } = useLoaded((signal) => gateway.subnet(shown!, signal), {
    key: shown ?? "",
    turn: height,
    skip: shown === undefined,
  });
  const reason = failure ?? list.failure;
  return (
    <div className="subnet">
      {(list.value?.length ?? 0) > 1 && (
        <nav className="tabs" aria-label="Subnets">
          {list.value!.map((each) => (
            <a
              key={each.name}
              href={`#/subnet/${each.name}`}
              aria-current={each.name === shown ? "page" : undefined}
            >
              {each.name}
            </a>
          ))}
        </nav>
      )}
      <h1>
        {shown ?? "Subnet"}
        {value && (
          <small>
            {" "}
            subnet {value.netuid} · {value.symbol}
          </small>
        )}
      </h1>
      {reason && <Failure of={reason} />}
      {value ? (
        <>
          <p className="summary">{value.summary}</p>
          <Figures subnet={value} height={Math.max(height ?? 0, value.stats.block)} />
          <MeasuresView
            measures={measuresOf(value.stats)}
            nameOf={(uid) => value.neurons.find((each) => each.uid === uid)?.name ?? "miner"}
          />
          {/* Chat has a page of its own. */}
          {value.example !== undefined && !isChat(value.example) && (
            <TryIt key={value.name} name={value.name} example={value.example} />
          )}
          <MetagraphTable subnet={value} />
        </>
      ) : (
        !reason && <p className="muted">Loading…</p>
      )}
    </div>
  );
}

const isChat = (example: unknown): boolean =>
  typeof example === "object" && example !== null && "messages" in example;

function Figures({ subnet, height }: { readonly subnet: Subnet; readonly height: number }) {
  const { stats, symbol, price, neurons } = subnet;
  const { nextEpochBlock, lastEpochBlock, tempo } = stats;
  const left = nextEpochBlock === null ? null : Math.max(0, nextEpochBlock - height);
  return (
    <>
      <dl className="figures">
        <div>
          <dt>Price</dt>
          <dd>
            τ {price.toFixed(4)} <small>per {symbol}</small>
          </dd>
        </div>
        <div>
          <dt>Pool</dt>
          <dd>
            τ {tokens(stats.taoInPool, 1)}{" "}
            <small className="number">
              and {tokens(stats.alphaInPool, 1)} {symbol}
            </small>
          </dd>
        </div>
        <div>
          <dt>Outstanding</dt>
          <dd>
            {tokens(stats.alphaOutstanding, 1)} {symbol}
          </dd>
        </div>
        <div>
          <dt>Neurons</dt>
          <dd>
            {neurons.length} <small>of {stats.maxUids}</small>
          </dd>
        </div>
      </dl>
      <div className="epoch">
        <p>
          {lastEpochBlock > 0
            ? `The last epoch paid in block ${count(lastEpochBlock)}.`
            : "No epoch has paid yet."}{" "}
          {left !== null &&
            (left === 0
              ? "The next one is due now."
              : `The next one is due in ${blocksWord(left)}.`)}
        </p>
        {left !== null && tempo > 0 && <ShareBar share={1 - left / tempo} />}
      </div>
    </>
  );
}
