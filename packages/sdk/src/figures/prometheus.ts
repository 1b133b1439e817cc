import type { NeuronFigures, SubnetFigures } from "./read.ts";

const NEURON: readonly (readonly [
  name: string,
  help: string,
  read: (neuron: NeuronFigures) => number | undefined,
])[] = [
  ["incentive", "Share of the subnet's incentive, 1 is all", ({ incentive }) => incentive],
  ["dividends", "Share of the subnet's dividends, 1 is all", ({ dividends }) => dividends],
  [
    "validator_trust",
    "How much of its weights the consensus left standing, 1 is all",
    ({ validatorTrust }) => validatorTrust,
  ],
  ["emission_alpha", "Alpha of the last epoch", ({ emission }) => emission],
  ["stake_alpha", "Alpha staked behind the hotkey", ({ stake }) => stake],
  [
    "latency_seconds",
    "Time of the last answer, as a validator measured it",
    ({ latencySeconds }) => latencySeconds,
  ],
];

/** Labels of Prometheus may hold any text; these three signs are escaped. */
const label = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');

/** Figures in the text format of Prometheus: a gauge per kind, a line per neuron. */
export function prometheusText(subnets: readonly SubnetFigures[]): string {
  const lines: string[] = [];
  const gauge = (name: string, help: string, rows: readonly string[]): void => {
    if (rows.length > 0) lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...rows);
  };
  for (const [kind, help, read] of NEURON) {
    const name = `ganglion_neuron_${kind}`;
    gauge(
      name,
      help,
      subnets.flatMap((subnet) =>
        subnet.neurons.flatMap((neuron) => {
          const value = read(neuron);
          const about = `netuid="${subnet.netuid}",subnet="${label(subnet.name)}",uid="${neuron.uid}",hotkey="${neuron.hotkey}"`;
          return value === undefined ? [] : [`${name}{${about}} ${value}`];
        }),
      ),
    );
  }
  gauge(
    "ganglion_subnet_stat",
    "What a validator says about its subnet",
    subnets.flatMap(({ netuid, name, stats }) =>
      Object.entries(stats).map(
        ([stat, value]) =>
          `ganglion_subnet_stat{netuid="${netuid}",subnet="${label(name)}",stat="${label(stat)}"} ${value}`,
      ),
    ),
  );
  return lines.length > 0 ? `${lines.join("\n")}\n` : "";
}
