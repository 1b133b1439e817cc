import { platformRandom } from "@ganglion/crypto";
import { blake2_256Hex } from "@ganglion/hash";
import { type AccountId, type Hex, type NetUid, netUid } from "@ganglion/primitives";
import { accountId, encode, tuple, u16, u64, vec } from "@ganglion/scale";
import type { WireWeights } from "@ganglion/sdk";
import { carryOutOne } from "../../client/extrinsic.ts";
import { signingKey } from "../../client/keys.ts";
import { withChain } from "../../client/session.ts";
import { needed } from "../../options/ask.ts";
import { neededNetuid } from "../../options/netuid-option.ts";
import { CliError, EXIT, print } from "../../output.ts";
import { commitTimelocked, termsIfOpened } from "./commit-timelocked.ts";
import {
  ensureNeuron,
  parseU16s,
  subnetOf,
  typedWeights,
  type WeightsFlags,
  weightLines,
} from "./set.ts";

export interface CommitFlags extends WeightsFlags {
  readonly salt?: string;
}

const SALT_LENGTH = 8;
const u16s = vec(u16);
const preimage = tuple(accountId, u16, u16s, u16s, u16s, u64);

interface Secret extends WireWeights {
  readonly salt: readonly number[];
  readonly versionKey: bigint;
}

/** The hash that hides weights until they are revealed. Source: pallets/subtensor subnets/weights.rs */
export function commitHash(
  hotkey: AccountId,
  netuid: NetUid,
  { uids, values, salt, versionKey }: Secret,
): Hex {
  return blake2_256Hex(
    encode(preimage, [hotkey, netuid, [...uids], [...values], [...salt], versionKey]),
  );
}

function newSalt(): number[] {
  const bytes = platformRandom(2 * SALT_LENGTH);
  return Array.from({ length: SALT_LENGTH }, (_, i) => bytes[2 * i]! | (bytes[2 * i + 1]! << 8));
}

const revealLine = (netuid: NetUid, { uids, values, salt, versionKey }: Secret): string =>
  `ganglion weights reveal --netuid ${netuid} --uids ${uids.join(",")} --weights ${values.join(",")} --salt ${salt.join(",")} --version-key ${versionKey}`;

const commitRevealOff = (netuid: NetUid): CliError =>
  new CliError("NO_COMMIT_REVEAL", `subnet ${netuid} takes weights openly`, {
    exit: EXIT.refused,
    hint: "`ganglion weights set` sets them.",
  });

const NOT_SENT = "Nothing was committed (--dry-run).";

/**
 * Commits to weights: timelocked where the chain has the beacon's pulses, by their hash where it has none or a
 * salt is given.
 * @throws CliError NO_SUBNET, NOT_REGISTERED, NO_COMMIT_REVEAL; ChainError
 */
export async function commit(flags: CommitFlags): Promise<void> {
  const netuid = await neededNetuid(flags);
  const weights = await typedWeights(flags);
  const salt = flags.salt === undefined ? newSalt() : parseU16s(flags.salt, "part of a salt");
  const signer = await signingKey(flags, "hotkey");
  const { outcome, submitted, told } = await withChain(flags, async (client) => {
    const { graph, versionKey } = await subnetOf(client, flags, netuid);
    ensureNeuron(graph, signer);
    if (!graph.commitRevealEnabled) throw commitRevealOff(netuid);
    const terms = flags.salt === undefined ? await termsIfOpened(client, netuid) : undefined;
    if (terms) {
      const plan = { signer, netuid, weights, versionKey, terms };
      const told = `Committed. The chain opens it about block ${terms.revealBlock}, with round ${terms.revealRound} of the beacon.`;
      return { ...(await commitTimelocked(client, flags, plan)), told };
    }
    const secret: Secret = { ...weights, salt, versionKey };
    const hash = commitHash(signer.account, netUid(netuid), secret);
    const line = revealLine(netuid, secret);
    const done = await carryOutOne(client, flags, {
      signer,
      operation: {
        title: `Commit to weights on subnet ${netuid}`,
        details: [...weightLines(weights), ["Hash", hash]],
        call: {
          pallet: "SubtensorModule",
          name: "commit_weights",
          args: { netuid, commit_hash: hash },
        },
        facts: {
          netuid,
          uids: weights.uids,
          weights: weights.values,
          salt,
          versionKey,
          commitHash: hash,
          reveal: line,
        },
      },
    });
    const told = `Committed. Without the salt it cannot be revealed; when the reveal period has come:\n${line}`;
    return { ...done, told };
  });
  print(outcome, {
    json: flags.json ?? false,
    text: () => (submitted ? told : NOT_SENT),
  });
}

/** Reveals committed weights. @throws CliError NO_SUBNET, NOT_REGISTERED; ChainError RevealTooEarly and others */
export async function reveal(flags: CommitFlags): Promise<void> {
  const netuid = await neededNetuid(flags);
  const weights = await typedWeights(flags);
  const salt = parseU16s(
    await needed(flags, flags.salt, {
      option: "--salt",
      question: "The salt of the commit?",
      parse: (text) => text,
    }),
    "part of a salt",
  );
  const signer = await signingKey(flags, "hotkey");
  const { outcome, submitted } = await withChain(flags, async (client) => {
    const { graph, versionKey } = await subnetOf(client, flags, netuid);
    ensureNeuron(graph, signer);
    return carryOutOne(client, flags, {
      signer,
      operation: {
        title: `Reveal weights on subnet ${netuid}`,
        details: weightLines(weights),
        call: {
          pallet: "SubtensorModule",
          name: "reveal_weights",
          args: {
            netuid,
            uids: weights.uids,
            values: weights.values,
            salt,
            version_key: versionKey,
          },
        },
        facts: { netuid, uids: weights.uids, weights: weights.values, salt, versionKey },
      },
    });
  });
  print(outcome, {
    json: flags.json ?? false,
    text: () => (submitted ? "Weights are revealed." : "Nothing was revealed (--dry-run)."),
  });
}
