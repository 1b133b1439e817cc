import type { NetEnv } from "@ganglion/sdk";
import type { Graph, GraphNeuron, Ss58 } from "../chain/gateway-chain.ts";

/** After a failure a validator is asked last for so long. */
export const COOLDOWN_MS = 30_000;

/** Addresses that mean "this machine" to whoever reads them, or nobody: the chain's word for them is worthless. */
const NOWHERE = /^(127\.0\.0\.1|0\.|255\.255\.255\.255$|0:0:0:0:0:0:0:[01]$|::1?$)/;

/** True if a neuron has an address at which somebody else may be. */
export const isReachable = ({ axon }: GraphNeuron): boolean =>
  axon !== undefined && axon.port > 0 && !NOWHERE.test(axon.ip);

/** On a subnet with free places a miner that earned enough holds a permit too: its pay tells what it is. */
export const isPaidMiner = ({ incentive, dividends }: GraphNeuron): boolean =>
  incentive > 0 && dividends === 0;

/** Whom to ask: validators with permit and address, most stake first; those that look like miners or failed lately last. */
export class Validators {
  readonly #env: NetEnv;
  readonly #failedAtMs = new Map<Ss58, number>();

  constructor(env: NetEnv) {
    this.#env = env;
  }

  /** @param notValidators hotkeys that are known as miners: on a small subnet these hold permits too */
  inOrder(graph: Graph, notValidators: ReadonlySet<Ss58>): GraphNeuron[] {
    const candidates = graph.neurons
      .filter((neuron) => neuron.validatorPermit && isReachable(neuron))
      .filter(({ hotkey }) => !notValidators.has(hotkey))
      .sort(
        (a, b) =>
          Number(isPaidMiner(a)) - Number(isPaidMiner(b)) ||
          Number(b.totalStake - a.totalStake) ||
          a.uid - b.uid,
      );
    const resting = ({ hotkey }: GraphNeuron) => this.restsMs(hotkey) > 0;
    return [...candidates.filter((each) => !resting(each)), ...candidates.filter(resting)];
  }

  failed(hotkey: Ss58): void {
    this.#failedAtMs.set(hotkey, this.#env.now());
  }
  answered(hotkey: Ss58): void {
    this.#failedAtMs.delete(hotkey);
  }
  /** How long a validator still waits after its failure; 0 if it doesn't. */
  restsMs(hotkey: Ss58): number {
    const failedAt = this.#failedAtMs.get(hotkey);
    return failedAt === undefined ? 0 : Math.max(0, failedAt + COOLDOWN_MS - this.#env.now());
  }
}
