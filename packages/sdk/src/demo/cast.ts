import { accountOf, type Keypair, keypairFromUri } from "@ganglion/crypto";
import { type AccountId, parseTao, type Rao } from "@ganglion/primitives";
import type { Subnet } from "../kit/subnet.ts";

/** A neuron of the demo network. Keys come from public development seeds: they are worth nothing anywhere else. */
export interface DemoNeuron {
  readonly name: string;
  readonly role: "validator" | "miner";
  /** Secret URI of the hotkey. */
  readonly uri: string;
  /** As typed on the command line. */
  readonly options?: Readonly<Record<string, string>>;
  /** Validators: what their coldkey stakes behind them. */
  readonly stake?: Rao;
}

/** One subnet of the demo and who plays on it. */
export interface DemoSubnet {
  readonly name: string;
  /** For its identity on the chain. */
  readonly summary: string;
  readonly owner: { readonly coldkey: string; readonly hotkey: string };
  readonly validators: { readonly coldkey: string; readonly neurons: readonly DemoNeuron[] };
  readonly miners: { readonly coldkey: string; readonly neurons: readonly DemoNeuron[] };
}

/** Unequal, so that consensus means something. */
const STAKES = ["300", "200", "100"];

/** Who plays on a subnet in the demo: three validators, and the miners that it declares. */
export function demoSubnet({ name, summary, demo, validator }: Subnet): DemoSubnet {
  const uri = (neuron: string): string => `//Ganglion//${name}//${neuron}`;
  const miners = demo?.miners ?? [{ name: "builtin" }];
  return {
    name,
    summary,
    owner: { coldkey: "//Alice", hotkey: uri("owner") },
    validators: {
      coldkey: "//Bob",
      neurons: STAKES.map((stake, i) => ({
        name: `validator-${i + 1}`,
        role: "validator",
        uri: uri(`validator-${i + 1}`),
        stake: parseTao(stake),
        ...(demo?.validatorOptions && validator.options.length > 0
          ? { options: demo.validatorOptions }
          : {}),
      })),
    },
    miners: {
      coldkey: "//Charlie",
      neurons: miners.map(({ name: miner, options }) => ({
        name: miner,
        role: "miner",
        uri: uri(miner),
        ...(options ? { options } : {}),
      })),
    },
  };
}

/** Signs what the gateway asks. */
export const DEMO_GATEWAY_URI = "//Ganglion//gateway";

export const keyOf = (uri: string): Keypair => keypairFromUri(uri);
export const accountOfUri = (uri: string): AccountId => accountOf(keyOf(uri));
