import type { Host, PulseClaim } from "@ganglion/frame";
import { toHex } from "@ganglion/primitives";

type BeaconHost = Pick<Host, "verifyPulse" | "openTimelock">;

/** Enough for what a block may hold. */
const REMEMBERED = 1000;
const keyOf = ({ publicKey, round, signature }: PulseClaim): string =>
  `${round} ${toHex(signature)} ${toHex(publicKey)}`;

/**
 * The runtime's view of the beacon, as a node has it: pulses that the node signed or checked already cost
 * nothing a second time, and somebody hears of timelocks that didn't open.
 */
export class NodeBeaconHost implements BeaconHost {
  readonly #inner: BeaconHost;
  readonly #known = new Set<string>();
  /** Called when a timelock didn't open with the signature of its round. */
  onUnopened: (() => void) | undefined;

  constructor(inner: BeaconHost) {
    this.#inner = inner;
  }

  /** Takes note of a pulse that holds. */
  remember(claim: PulseClaim): void {
    if (this.#known.size >= REMEMBERED) this.#known.delete(this.#known.values().next().value!);
    this.#known.add(keyOf(claim));
  }

  verifyPulse(claim: PulseClaim): boolean | undefined {
    if (this.#known.has(keyOf(claim))) return true;
    const holds = this.#inner.verifyPulse(claim);
    if (holds) this.remember(claim);
    return holds;
  }

  openTimelock(sealed: Uint8Array, signature: Uint8Array): Uint8Array | undefined {
    const opened = this.#inner.openTimelock(sealed, signature);
    if (opened === undefined) this.onUnopened?.();
    return opened;
  }
}
