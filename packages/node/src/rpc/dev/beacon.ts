import { toHex } from "@ganglion/primitives";
import type { DevBeacon } from "../../beacon/dev-beacon.ts";
import type { RpcContext } from "../context.ts";
import { invalidParams, RpcError } from "../error.ts";
import { integerParam, type Params, shown } from "../params.ts";

const MOST_ROUNDS = 0xffff_ffff;

/**
 * Bends the development beacon: `withhold` (no pulse comes), `delayRounds` (pulses come late), `jumpRounds`
 * (once: the next pulse is so far ahead, and those in between never come). Answers how it stands.
 */
export function dev_bendBeacon(node: RpcContext, params: Params): unknown {
  const { devBeacon } = node;
  if (!devBeacon)
    throw new RpcError(-32000, "this node runs no development beacon: start it with --drand dev");
  const options = params[0] ?? {};
  if (typeof options !== "object" || Array.isArray(options))
    throw invalidParams(`parameter 0 is an object, got ${shown(options)}`);
  bend(devBeacon, options as Readonly<Record<string, unknown>>);
  const { config, lastStoredRound, awaited } = devBeacon.status();
  return {
    publicKey: toHex(config.publicKey),
    lastStoredRound: Number(lastStoredRound),
    awaited: awaited.map(Number),
    ...devBeacon.cheats,
  };
}

function bend(beacon: DevBeacon, options: Readonly<Record<string, unknown>>): void {
  const unknown = Object.keys(options).find(
    (name) => !["withhold", "delayRounds", "jumpRounds"].includes(name),
  );
  if (unknown !== undefined) throw invalidParams(`there is no option ${shown(unknown)}`);
  const { withhold, delayRounds, jumpRounds } = options;
  const rounds = (value: unknown, what: string) =>
    integerParam([value], 0, { what, max: MOST_ROUNDS });
  if (withhold !== undefined && typeof withhold !== "boolean")
    throw invalidParams(`withhold is true or false, got ${shown(withhold)}`);
  // Everything is looked at before anything changes.
  const delay = delayRounds === undefined ? undefined : rounds(delayRounds, "delayRounds");
  const jump = jumpRounds === undefined ? undefined : rounds(jumpRounds, "jumpRounds");
  if (withhold !== undefined) beacon.cheats.withhold = withhold;
  if (delay !== undefined) beacon.cheats.delayRounds = delay;
  if (jump !== undefined) beacon.jump(jump);
}
