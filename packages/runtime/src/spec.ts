import type { ChainMode } from "@ganglion/frame";
import { type AccountId, accountId, type Rao, rao, UNITS_PER_TOKEN } from "@ganglion/primitives";

/** What a chain begins with. */
export interface ChainSpec {
  readonly name: string;
  /** Short name for files and tools. */
  readonly id: string;
  readonly chainType: "Development" | "Local" | "Live";
  readonly properties: {
    readonly tokenSymbol: string;
    readonly tokenDecimals: number;
    readonly ss58Format: number;
  };
  readonly chain: ChainMode;
  readonly balances: readonly (readonly [AccountId, Rao])[];
  readonly sudo: AccountId;
  /** Block authors, in turn. The first one's seed is `//One`. */
  readonly authorities: readonly AccountId[];
  /** Owner and owner hotkey of the root network; the zero account if absent. */
  readonly rootOwner?: { readonly coldkey: AccountId; readonly hotkey: AccountId };
  /** Public key of a development beacon, 96 bytes; without it the chain takes quicknet's pulses. */
  readonly beaconKey?: Uint8Array;
}

// Public keys of well-known development seeds, e.g. `//Alice`. Source: node/src/chain_spec/localnet.rs, genesis.md.
const key = (hex: string): AccountId => accountId(`0x${hex}`);
export const DEV_ACCOUNTS = {
  alice: key("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"),
  bob: key("8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48"),
  charlie: key("90b5ab205c6974c9ea841be688864633dc9ca8a357843eeacf2314649965fe22"),
  dave: key("306721211d5404bd9da88e0204360a1a9ab8b87c66c1bc2fcdd37f3c2222cc20"),
  eve: key("e659a7a1628cdd93febc04a4e0646ea20e9f5f0ce097d9a05290d4a9e054df4e"),
  ferdie: key("1cbd2d43530a44705ad088af313e18f80b53ef16b36177cd4b77b846f2a5f07c"),
} as const;

const AUTHORITIES = [
  key("ac859f8a216eeb1b320b4c76d118da3d7407fa523484d0a980126d3b4d0d220a"), // One
  key("1254f7017f0b8347ce7ab14f96d818802e7e9e0c0d1b7c9acb3c726b080e7a03"), // Two
  key("9026941b7aa2328a8c5ea4e25bb747a2bf92a066fae0cc3722faf58cf44d3502"), // Three
] as const;
const ALITH = key("a02a00e549cb104f710d3fe6f2f83e91524d2a40c4ed831658a120883077f9a9");
const BALTATHAR = key("caf8959d3c25429e5797758aa16e326839c744a374c3157fdad86e65458f6c59");
const ALICE_HOTKEY = key("506c5a28f51e841b4df26ace64a23d69057fefda24bc9a53cb74197f901e7128");

const tao = (amount: bigint): Rao => rao(amount * UNITS_PER_TOKEN);
const PROPERTIES = { tokenSymbol: "TAO", tokenDecimals: 9, ss58Format: 42 } as const;

/** Who has what on every development chain: a million TAO each, or two thousand. */
const BALANCES: ChainSpec["balances"] = [
  ...[DEV_ACCOUNTS.alice, DEV_ACCOUNTS.bob, DEV_ACCOUNTS.charlie].map(
    (who) => [who, tao(1_000_000n)] as const,
  ),
  ...[
    DEV_ACCOUNTS.dave,
    DEV_ACCOUNTS.eve,
    DEV_ACCOUNTS.ferdie,
    ...AUTHORITIES,
    ALITH,
    BALTATHAR,
  ].map((who) => [who, tao(2_000n)] as const),
];

interface SpecOptions {
  /** 250 ms slots and short periods, as the reference's `fast-runtime`. */
  readonly fast: boolean;
  /** An account that gets a million TAO as well. */
  readonly rich?: AccountId;
  /** A development beacon's key, in place of quicknet's. */
  readonly beaconKey?: Uint8Array;
}

function spec(
  id: string,
  options: SpecOptions & { readonly authorities: readonly AccountId[] },
): ChainSpec {
  const { fast, rich, authorities, beaconKey } = options;
  const others = BALANCES.filter(([who]) => who !== rich);
  return {
    name: "Bittensor",
    id,
    chainType: "Local",
    properties: PROPERTIES,
    chain: { fast, faucet: true },
    balances: rich ? [...others, [rich, tao(1_000_000n)]] : BALANCES,
    sudo: DEV_ACCOUNTS.alice,
    authorities,
    ...(beaconKey ? { beaconKey } : {}),
    ...(fast ? { rootOwner: { coldkey: DEV_ACCOUNTS.alice, hotkey: ALICE_HOTKEY } } : {}),
  };
}

// One node authors every block, so one authority is in turn for every slot and earns every fee.

/** The reference's localnet. */
export const localSpec = (options: SpecOptions): ChainSpec =>
  spec("bittensor", { ...options, authorities: AUTHORITIES.slice(0, 1) });
/** The reference's `--dev` chain. */
export const devSpec = (options: SpecOptions): ChainSpec => ({
  ...spec("bittensor", { ...options, authorities: AUTHORITIES.slice(0, 1) }),
  chainType: "Development",
});
/** What `ganglion up` runs: the fast localnet under a name of its own, shaped further by extrinsics. */
export const demoSpec = (options: Partial<SpecOptions> = {}): ChainSpec => ({
  ...spec("ganglion-demo", { fast: true, ...options, authorities: AUTHORITIES.slice(0, 1) }),
  name: "Ganglion demo",
});
