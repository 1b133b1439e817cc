import { type NetUid, utf8Text } from "@ganglion/primitives";
import type { ChainClient } from "@ganglion/sdk";
import { withChain } from "../../client/session.ts";
import { noSubnet } from "../../client/subnets.ts";
import { table } from "../../client/table.ts";
import { tao } from "../../options/amount.ts";
import { type NetuidFlags, neededNetuid } from "../../options/netuid-option.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import type { PromptFlags } from "../../options/prompt-option.ts";
import { print } from "../../output.ts";
import { settableBy } from "./hyperparameters.ts";

export type HyperparametersFlags = NetworkFlags & NetuidFlags & PromptFlags;

interface Tagged {
  readonly type: string;
  readonly value: unknown;
}

/** A value as JSON has it (u64 and up as decimal text), and as a person reads it. */
function readable({ type, value }: Tagged): { readonly value: unknown; readonly text: string } {
  if (type === "TaoBalance") return { value, text: tao(value as bigint) };
  if (type === "I32F32") return decimal(Number(value as bigint) / 2 ** 32);
  if (type === "U64F64") return decimal(Number(value as bigint) / 2 ** 64);
  return { value, text: String(value) };
}
const decimal = (value: number) => ({ value, text: String(Number(value.toFixed(6))) });

/**
 * Hyperparameters in the chain's own order.
 * @throws CliError NO_SUBNET
 */
export async function hyperparametersOf(
  client: ChainClient,
  netuid: NetUid,
): Promise<(readonly [name: string, value: Tagged])[]> {
  const entries = (await client.api.apis.SubnetInfoRuntimeApi!.get_subnet_hyperparams_v3!(
    netuid,
  )) as readonly { readonly name: Uint8Array; readonly value: Tagged }[] | undefined;
  if (!entries) throw noSubnet(netuid);
  return entries.map(({ name, value }) => [utf8Text(name), value]);
}

/** Shows the rules of a subnet. @throws CliError NO_SUBNET; ChainError */
export async function get(flags: HyperparametersFlags): Promise<void> {
  const netuid = await neededNetuid(flags);
  const entries = await withChain(flags, (client) => hyperparametersOf(client, netuid));
  const rows = entries.map(([name, tagged]) => ({
    name,
    ...readable(tagged),
    settableBy: settableBy(name),
  }));
  print(
    {
      netuid,
      hyperparameters: Object.fromEntries(rows.map(({ name, value }) => [name, value])),
      settableBy: Object.fromEntries(rows.map((row) => [row.name, row.settableBy])),
    },
    {
      json: flags.json ?? false,
      text: () =>
        table(
          ["Hyperparameter", ">Value", "Set by"],
          rows.map((row) => [row.name, row.text, row.settableBy ?? ""]),
        ),
    },
  );
}
