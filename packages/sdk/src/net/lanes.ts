import { type NetEnv, newUuid, nowNs } from "./env.ts";

type Lane = { uuid: string; nonce: bigint };

/**
 * Names and nonces for questions. An axon refuses a nonce that is not larger than the last one under
 * the same name, and two questions at the same time may arrive in either order: so each that is under
 * way has a name of its own, which the next one takes over.
 */
// DEVIATION(0007): the reference has one name per dendrite, so its concurrent questions may be refused.
export class Lanes {
  readonly #env: NetEnv;
  readonly #free = new Map<string, Lane[]>();

  constructor(env: NetEnv) {
    this.#env = env;
  }

  /** A name that no question to this axon has at the moment, and a nonce for it. `leave` gives it back. */
  enter(target: string): { uuid: string; nonce: bigint; leave: () => void } {
    const free = this.#free.get(target) ?? [];
    this.#free.set(target, free);
    const lane = free.pop() ?? { uuid: newUuid(this.#env), nonce: 0n };
    const now = nowNs(this.#env);
    // Two questions within one tick of the clock, or a clock that was set back.
    lane.nonce = now > lane.nonce ? now : lane.nonce + 1n;
    return { uuid: lane.uuid, nonce: lane.nonce, leave: () => void free.push(lane) };
  }
}
