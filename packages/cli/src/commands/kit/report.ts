import type { SuiteReport } from "@ganglion/simulator";
import { table } from "../../client/table.ts";

const RAO_PER_ALPHA = 1e9;

/** The report of an attack suite as people read it. */
export function suiteTable({ subnet, seeds, blocks, honest, attackers }: SuiteReport): string {
  const alpha = (rao: string): string => (Number(rao) / RAO_PER_ALPHA).toFixed(3);
  return [
    `${subnet}: ${seeds.length} networks of ${blocks} blocks. An honest miner earned ${alpha(honest.earnings)} alpha, an honest validator ${alpha(honest.validatorEarnings)}.`,
    "",
    table(
      ["attacker", ">alpha", ">relative", "reason"],
      attackers.map(({ name, earnings, relative, reason }) => [
        name,
        alpha(earnings),
        relative.toFixed(3),
        reason,
      ]),
    ),
    "",
    "relative: earnings ÷ those of the honest miner; of validators ÷ those of an honest validator of the same stake.",
  ].join("\n");
}
