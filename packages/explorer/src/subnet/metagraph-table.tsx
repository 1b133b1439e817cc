import { useState } from "react";
import type { Neuron, Subnet } from "../api/shapes.ts";
import { blocksWord, percent, tokens } from "../parts/amounts.ts";
import { Key } from "../parts/key.tsx";
import { ShareBar } from "../parts/share-bar.tsx";
import { type Column, type Sorting, sorted, sortedBy } from "./sorting.ts";

const COLUMNS: readonly { readonly by: Column; readonly text: string; readonly title: string }[] = [
  { by: "uid", text: "Uid", title: "Place in the subnet" },
  { by: "role", text: "Neuron", title: "What it does here" },
  { by: "stake", text: "Stake", title: "Stake that weighs in consensus" },
  { by: "incentive", text: "Incentive", title: "Miner's share of the last epoch" },
  { by: "dividends", text: "Dividends", title: "Validator's share of the last epoch" },
  { by: "emission", text: "Emission", title: "What the last epoch paid it" },
  { by: "lastUpdate", text: "Updated", title: "Since it last set weights, or was registered" },
];

/** Everyone in the subnet, as the chain has it. */
export function MetagraphTable({ subnet }: { readonly subnet: Subnet }) {
  const [sorting, setSorting] = useState<Sorting>({ by: "emission", descending: true });
  return (
    <>
      <label className="sort-by">
        Sorted by{" "}
        <select
          value={sorting.by}
          onChange={(event) =>
            setSorting(sortedBy({ by: "uid", descending: true }, event.target.value as Column))
          }
        >
          {COLUMNS.map(({ by, text }) => (
            <option key={by} value={by}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <table className="stacked metagraph" data-testid="metagraph">
        <caption className="unseen">Neurons of subnet {subnet.netuid}</caption>
        <thead>
          <tr>
            {COLUMNS.map(({ by, text, title }) => (
              <th
                key={by}
                scope="col"
                aria-sort={
                  sorting.by !== by ? undefined : sorting.descending ? "descending" : "ascending"
                }
              >
                <button
                  type="button"
                  title={title}
                  onClick={() => setSorting(sortedBy(sorting, by))}
                >
                  {text}
                </button>
              </th>
            ))}
            <th scope="col">Axon</th>
          </tr>
        </thead>
        <tbody>
          {sorted(subnet.neurons, sorting).map((neuron) => (
            <Row key={neuron.uid} neuron={neuron} subnet={subnet} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function Row({ neuron, subnet }: { readonly neuron: Neuron; readonly subnet: Subnet }) {
  const { uid, hotkey, role, name, stake, incentive, dividends, emission, axon } = neuron;
  const { symbol, stats } = subnet;
  return (
    <tr className={role}>
      <td data-label="Uid" className="number uid">
        {uid}
      </td>
      <th scope="row">
        {name ?? role}
        <small>
          <span className="uid-beside">uid {uid} · </span>
          {name && <>{role} · </>}
          <Key of={hotkey} what="hotkey" />
        </small>
      </th>
      <td data-label="Stake" className="number">
        {tokens(stake)}
      </td>
      <td
        data-label="Incentive"
        className={incentive === 0 && role !== "miner" ? "nil" : undefined}
      >
        <span className="number">{percent(incentive)}</span>
        <ShareBar share={incentive / 65_535} />
      </td>
      <td
        data-label="Dividends"
        className={dividends === 0 && role !== "validator" ? "nil" : undefined}
      >
        <span className="number">{percent(dividends)}</span>
        <ShareBar share={dividends / 65_535} />
      </td>
      <td data-label="Emission" className="number">
        {tokens(emission)} {symbol}
      </td>
      <td data-label="Updated">{blocksWord(Math.max(0, stats.block - neuron.lastUpdate))} ago</td>
      <td data-label="Axon">
        {axon === null ? <span className="muted">none</span> : <code>{axon}</code>}
      </td>
    </tr>
  );
}
