import { fromHex } from "@ganglion/primitives";
import type { Pulse } from "@ganglion/runtime";

/** A beacon that can't be asked, or gives no sensible answer. */
export class BeaconError extends Error {
  override readonly name = "BeaconError";
}

/** The reference waits a second for its five addresses at the same time; here they are asked one by one. */
const TIMEOUT_MS = 4000;
const LONGEST_ANSWER_BYTES = 4096;

/** The address of a chain of beacons at an address that the user named: with the chain's hash, unless it ends so. */
export function beaconUrl(base: string, hash: string): string {
  const plain = base.replace(/\/+$/, "");
  return plain.endsWith(hash) ? plain : `${plain}/${hash}`;
}

async function shortText(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > LONGEST_ANSWER_BYTES) throw new BeaconError("the answer is too long for a pulse");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function bytesOf(value: unknown, what: string, most: number): Uint8Array {
  if (typeof value === "string" && /^(?:[0-9a-f]{2})+$/i.test(value) && value.length <= 2 * most)
    return fromHex(`0x${value}`);
  throw new BeaconError(`the answer's ${what} is no hexadecimal of at most ${most} bytes`);
}

function pulseOf(text: string): Pulse {
  let answer: Record<string, unknown> | null;
  try {
    answer = JSON.parse(text) as Record<string, unknown> | null;
  } catch {
    throw new BeaconError("the answer is no JSON");
  }
  const round = answer?.["round"];
  if (typeof round !== "number" || !Number.isSafeInteger(round) || round < 1)
    throw new BeaconError("the answer has no round");
  return {
    round: BigInt(round),
    randomness: bytesOf(answer?.["randomness"], "randomness", 32),
    signature: bytesOf(answer?.["signature"], "signature", 144),
  };
}

/**
 * Asks a beacon over HTTP, as Drand's public API has it.
 * @param url with the chain's hash at its end
 * @param round undefined for the newest
 * @throws BeaconError that says what is wrong
 */
export async function fetchPulse(url: string, round?: bigint): Promise<Pulse> {
  let text: string;
  try {
    const response = await fetch(`${url}/public/${round ?? "latest"}`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { accept: "application/json" },
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new BeaconError(`the beacon answers with status ${response.status}`);
    }
    text = await shortText(response);
  } catch (error) {
    if (error instanceof BeaconError) throw error;
    const { cause } = error as { readonly cause?: { readonly code?: string } };
    const why = cause?.code ?? (error instanceof Error ? error.message : String(error));
    throw new BeaconError(`the beacon can't be reached: ${why}`, { cause: error });
  }
  const pulse = pulseOf(text);
  if (round !== undefined && pulse.round !== round)
    throw new BeaconError(`round ${round} was asked for, the answer is of round ${pulse.round}`);
  return pulse;
}
