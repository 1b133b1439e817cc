import { accountOf, type Keypair, sign } from "@ganglion/crypto";
import {
  encodeExtrinsic,
  findCall,
  type RuntimeCall,
  runtimeCall,
  signingPayload,
} from "@ganglion/frame";
import type { Hash, Hex } from "@ganglion/primitives";
import { EXTENSIONS, type Runtime } from "@ganglion/runtime";
import { encode } from "@ganglion/scale";

/** What every signature on a chain binds, beside the call. */
export interface SignedFor {
  readonly genesisHash: Hash;
  readonly version: Runtime["version"];
}

/** A signed extrinsic, and the claim that a verifier has to check. */
export interface Signed {
  readonly raw: Uint8Array;
  readonly claim: {
    readonly type: "sr25519";
    readonly publicKey: Uint8Array;
    readonly message: Uint8Array;
    readonly signature: Uint8Array;
  };
}

/** A call by its wire names, e.g. `Balances`, `transfer_keep_alive`. */
export const callOf = (pallet: string, name: string, args: RuntimeCall["args"]): RuntimeCall => ({
  call: findCall(pallet, name),
  args,
});

// By identifier: only these four extensions add bytes to the extrinsic.
const extraOf = (identifier: string, nonce: number): unknown => {
  if (identifier === "CheckMortality") return { type: "Immortal" };
  if (identifier === "CheckNonce") return nonce;
  if (identifier === "ChargeTransactionPayment") return 0n;
  if (identifier === "CheckMetadataHash") return { mode: "Disabled" };
  return {};
};

const additionalOf = (identifier: string, { genesisHash, version }: SignedFor): unknown => {
  if (identifier === "CheckSpecVersion") return version.specVersion;
  if (identifier === "CheckTxVersion") return version.transactionVersion;
  // Immortal extrinsics are signed for block 0, like the genesis itself.
  if (identifier === "CheckGenesis" || identifier === "CheckMortality") return genesisHash;
  return undefined;
};

/** Signs a call with an sr25519 key: immortal, without a tip. `random` instead of true randomness. */
export function signCall(
  call: RuntimeCall,
  options: {
    readonly signer: Keypair;
    readonly nonce: number;
    readonly chain: SignedFor;
    readonly random?: (length: number) => Uint8Array;
  },
): Signed {
  const { signer, nonce, chain, random } = options;
  const callBytes = encode(runtimeCall, call);
  const extra = EXTENSIONS.map(({ identifier }) => extraOf(identifier, nonce));
  const message = signingPayload(callBytes, {
    extensions: EXTENSIONS,
    extra,
    additional: EXTENSIONS.map(({ identifier }) => additionalOf(identifier, chain)),
  });
  const signature = sign(signer, message, random && { random });
  const address = { type: "Id", value: accountOf(signer) } as const;
  const raw = encodeExtrinsic(
    { signer: { address, signature: { type: "Sr25519", value: signature }, extra }, callBytes },
    EXTENSIONS,
  );
  return { raw, claim: { type: "sr25519", publicKey: signer.publicKey, message, signature } };
}

export const hexOf = (bytes: Uint8Array): Hex =>
  `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")}`;
