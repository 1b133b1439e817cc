import { encodeExtrinsic, type RuntimeCall, runtimeCall, signingPayload } from "@ganglion/frame";
import { blake2_256 } from "@ganglion/hash";
import { type AccountId, concatBytes, equalBytes, fromHex, type Hash } from "@ganglion/primitives";
import { EXTENSIONS, type Runtime } from "@ganglion/runtime";
import { encode } from "@ganglion/scale";

// A signature that costs a hash: anybody could forge it, so it is good for runs that must be quick and
// nothing else. What it binds is what a real one binds: a changed byte makes it wrong.
/** The tag of a message under a key. */
export function tagOf(publicKey: Uint8Array, message: Uint8Array): Uint8Array {
  const half = blake2_256(concatBytes(publicKey, message));
  return concatBytes(half, half);
}

/** The verification that goes with `signed`; hand it to the runtime. */
export const verifyTag: ConstructorParameters<typeof Runtime>[0]["verify"] = ({
  publicKey,
  message,
  signature,
}) => equalBytes(signature, tagOf(publicKey, message));

/** What signatures on a chain bind beside the call. */
export interface SigningTerms {
  readonly genesisHash: Hash;
  readonly specVersion: number;
  readonly transactionVersion: number;
}

const extraOf = (identifier: string, nonce: number, tip: bigint): unknown => {
  if (identifier === "CheckMortality") return { type: "Immortal" };
  if (identifier === "CheckNonce") return nonce;
  if (identifier === "ChargeTransactionPayment") return tip;
  if (identifier === "CheckMetadataHash") return { mode: "Disabled" };
  return {};
};

const additionalOf = (identifier: string, terms: SigningTerms): unknown => {
  if (identifier === "CheckSpecVersion") return terms.specVersion;
  if (identifier === "CheckTxVersion") return terms.transactionVersion;
  if (identifier === "CheckGenesis" || identifier === "CheckMortality") return terms.genesisHash;
  return undefined;
};

/** An extrinsic signed for any account. */
export function signed(
  call: RuntimeCall,
  options: {
    readonly who: AccountId;
    readonly nonce: number;
    readonly terms: SigningTerms;
    readonly tip?: bigint;
  },
): Uint8Array {
  const { who, nonce, terms, tip = 0n } = options;
  const callBytes = encode(runtimeCall, call);
  const extra = EXTENSIONS.map(({ identifier }) => extraOf(identifier, nonce, tip));
  const message = signingPayload(callBytes, {
    extensions: EXTENSIONS,
    extra,
    additional: EXTENSIONS.map(({ identifier }) => additionalOf(identifier, terms)),
  });
  const signature = { type: "Sr25519", value: tagOf(fromHex(who), message) } as const;
  const signer = { address: { type: "Id", value: who } as const, signature, extra };
  return encodeExtrinsic({ signer, callBytes }, EXTENSIONS);
}
