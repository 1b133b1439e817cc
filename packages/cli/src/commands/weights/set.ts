import { type NetUid, toSs58 } from "@ganglion/primitives";
import {
  type ChainClient,
  type Metagraph,
  metagraph,
  type WireWeights,
  wireWeights,
} from "@ganglion/sdk";
import { carryOutOne } from "../../client/extrinsic.ts";
import { type SigningKey, signingKey } from "../../client/keys.ts";
import { withChain } from "../../client/session.ts";
import { noSubnet, prices } from "../../client/subnets.ts";
import { needed } from "../../options/ask.ts";
import { type NetuidFlags, neededNetuid } from "../../options/netuid-option.ts";
import type { NetworkFlags } from "../../options/network-option.ts";
import type { PromptFlags } from "../../options/prompt-option.ts";
import type { WalletFlags } from "../../options/wallet-option.ts";
import { CliError, EXIT, print } from "../../output.ts";

export interface WeightsFlags extends WalletFlags, NetworkFlags, NetuidFlags, PromptFlags {
  readonly uids?: string;
  readonly weights?: string;
  readonly versionKey?: string;
}

const U16_MAX = 65_535;
const U64_MAX = (1n << 64n) - 1n;

const bad = (message: string, hint?: string) =>
  new CliError("BAD_WEIGHTS", message, { exit: EXIT.usage, ...(hint ? { hint } : {}) });
const list = (text: string): string[] => text.split(/[\s,]+/).filter((each) => each !== "");

/** Numbers of 0 to 65535. @throws CliError BAD_WEIGHTS */
export function parseU16s(text: string, what: string): number[] {
  return list(text).map((each) => {
    const value = /^\d{1,5}$/.test(each) ? Number(each) : Number.NaN;
    if (!(value <= U16_MAX)) throw bad(`"${each}" is no ${what}`, "A number from 0 to 65535.");
    return value;
  });
}

/** Weights as the chain takes them, from what was typed. @throws CliError BAD_WEIGHTS, MISSING_OPTION */
export async function typedWeights(flags: WeightsFlags): Promise<WireWeights> {
  const uids = parseU16s(
    await needed(flags, flags.uids, {
      option: "--uids",
      question: "Which uids (1,2,3)?",
      parse: (text) => text,
    }),
    "uid",
  );
  const shares = list(
    await needed(flags, flags.weights, {
      option: "--weights",
      question: "Which weights (0.2,0.3,0.5)?",
      parse: (text) => text,
    }),
  ).map((each) => {
    if (!/^\d{1,9}(\.\d{1,18})?$/.test(each))
      throw bad(`"${each}" is no weight`, "A share such as 0.25; only the proportions count.");
    return Number(each);
  });
  if (uids.length !== shares.length)
    throw bad(`there are ${uids.length} uids and ${shares.length} weights`);
  if (new Set(uids).size !== uids.length) throw bad("a uid is named twice");
  const weights = wireWeights(new Map(uids.map((uid, i) => [uid, shares[i]!])));
  if (weights.uids.length === 0) throw bad("all weights are zero");
  return weights;
}

/** The subnet, and the version key that its validators use. @throws CliError NO_SUBNET, BAD_WEIGHTS */
export async function subnetOf(
  client: ChainClient,
  flags: WeightsFlags,
  netuid: NetUid,
): Promise<{ readonly graph: Metagraph; readonly versionKey: bigint }> {
  if (!(await prices(client)).has(netuid)) throw noSubnet(netuid);
  const graph = await metagraph(client, netuid);
  const text = flags.versionKey;
  if (text === undefined) return { graph, versionKey: graph.weightsVersion };
  const versionKey = /^\d{1,20}$/.test(text) ? BigInt(text) : -1n;
  if (versionKey < 0n || versionKey > U64_MAX) throw bad(`"${text}" is no version key`);
  return { graph, versionKey };
}

/** The hotkey must be a neuron of the subnet. @throws CliError NOT_REGISTERED */
export function ensureNeuron({ netuid, neurons }: Metagraph, { account }: SigningKey): void {
  if (neurons.some(({ hotkey }) => hotkey === account)) return;
  throw new CliError(
    "NOT_REGISTERED",
    `hotkey ${toSs58(account)} is not registered on subnet ${netuid}`,
    { exit: EXIT.refused, hint: `\`ganglion subnets register --netuid ${netuid}\` registers it.` },
  );
}

export const weightLines = ({ uids, values }: WireWeights): [string, string][] =>
  uids.map((uid, i) => [`Uid ${uid}`, `${values[i]} of ${U16_MAX}`]);

/** Sets weights openly. @throws CliError NO_SUBNET, NOT_REGISTERED, COMMIT_REVEAL; ChainError */
export async function set(flags: WeightsFlags): Promise<void> {
  const netuid = await neededNetuid(flags);
  const weights = await typedWeights(flags);
  const signer = await signingKey(flags, "hotkey");
  const { outcome, submitted } = await withChain(flags, async (client) => {
    const { graph, versionKey } = await subnetOf(client, flags, netuid);
    ensureNeuron(graph, signer);
    if (graph.commitRevealEnabled)
      throw new CliError("COMMIT_REVEAL", `subnet ${netuid} takes committed weights only`, {
        exit: EXIT.refused,
        hint: "`ganglion weights commit`, then `ganglion weights reveal`.",
      });
    return carryOutOne(client, flags, {
      signer,
      operation: {
        title: `Set weights on subnet ${netuid}`,
        details: weightLines(weights),
        call: {
          pallet: "SubtensorModule",
          name: "set_weights",
          args: {
            netuid,
            dests: weights.uids,
            weights: weights.values,
            version_key: versionKey,
          },
        },
        facts: { netuid, uids: weights.uids, weights: weights.values, versionKey },
      },
    });
  });
  print(outcome, {
    json: flags.json ?? false,
    text: () => (submitted ? "Weights are set." : "Nothing was set (--dry-run)."),
  });
}
