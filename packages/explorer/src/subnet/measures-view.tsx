import { reasonWords } from "../ask/reasons.ts";
import { LineChart } from "../parts/line-chart.tsx";
import { type Measures, words } from "./measures.ts";

/** What the subnet's validators measure: a curve, some figures, and each miner's last verdict. */
export function MeasuresView({
  measures,
  nameOf,
}: {
  readonly measures: Measures;
  readonly nameOf: (uid: number) => string;
}) {
  const { history, figures, columns, miners } = measures;
  if (!history && figures.length === 0 && miners.length === 0) return null;
  return (
    <section className="measures" aria-labelledby="measures">
      <h2 id="measures">What its validators measure</h2>
      {history && <LineChart title={history.title} across="window" points={history.points} />}
      {figures.length > 0 && (
        <dl className="figures small">
          {figures.map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      {miners.length > 0 && (
        <table className="stacked" data-testid="verdicts">
          <caption className="unseen">The last verdict on each miner</caption>
          <thead>
            <tr>
              <th scope="col">Miner</th>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {words(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {miners.map(({ uid, cells }) => (
              <tr key={uid}>
                <th scope="row">
                  {nameOf(uid)} <small>uid {uid}</small>
                </th>
                {columns.map((name) => (
                  <td key={name} data-label={words(name)}>
                    {name === "reason" ? reasonWords(cells[name]!) : cells[name]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
