import { accountOf, type Keypair, keypairFromUri } from "@ganglion/crypto";
import { type AccountId, parseTao, type Rao } from "@ganglion/primitives";

/** A neuron of the demo network. Keys come from public development seeds: they are worth nothing anywhere else. */
export interface DemoNeuron {
  readonly name: string;
  readonly role: "validator" | "miner";
  /** Secret URI of the hotkey. */
  readonly uri: string;
  /** Miners: what they can do. */
  readonly grade?: "full" | "weak" | "lazy";
  /** Validators: what their coldkey stakes behind them. */
  readonly stake?: Rao;
}

/** One subnet of the demo and who plays on it. */
export interface DemoSubnet {
  readonly name: "prompting";
  readonly symbolName: string;
  readonly owner: { readonly coldkey: string; readonly hotkey: string };
  readonly validators: { readonly coldkey: string; readonly neurons: readonly DemoNeuron[] };
  readonly miners: { readonly coldkey: string; readonly neurons: readonly DemoNeuron[] };
}

const hotkey = (subnet: string, name: string): string => `//Ganglion//${subnet}//${name}`;
const validator = (name: string, stake: string): DemoNeuron => ({
  name,
  role: "validator",
  uri: hotkey("prompting", name),
  stake: parseTao(stake),
});
const miner = (grade: "full" | "weak" | "lazy"): DemoNeuron => ({
  name: grade,
  role: "miner",
  uri: hotkey("prompting", grade),
  grade,
});

/** Three validators of unequal stake, so that consensus means something, and three honest grades of miner. */
export const DEMO_PROMPTING: DemoSubnet = {
  name: "prompting",
  symbolName: "prompting",
  owner: { coldkey: "//Alice", hotkey: hotkey("prompting", "owner") },
  validators: {
    coldkey: "//Bob",
    neurons: [
      validator("validator-1", "300"),
      validator("validator-2", "200"),
      validator("validator-3", "100"),
    ],
  },
  miners: { coldkey: "//Charlie", neurons: [miner("full"), miner("weak"), miner("lazy")] },
};

/** Signs what the gateway asks. */
export const DEMO_GATEWAY_URI = "//Ganglion//gateway";

export const keyOf = (uri: string): Keypair => keypairFromUri(uri);
export const accountOfUri = (uri: string): AccountId => accountOf(keyOf(uri));
