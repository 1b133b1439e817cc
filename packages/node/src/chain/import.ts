import type { Hash } from "@ganglion/primitives";
import { StoreError } from "@ganglion/store";
import { NodeError } from "../error.ts";
import type { DigestItem } from "../runtime-port.ts";
import { badBlock, type Chain, type ChainBlock } from "./chain.ts";
import { encodeDigestItem, encodeHeader, type Header, hashHeader } from "./header.ts";

/** A block that another node authored. */
export interface ForeignBlock {
  readonly header: Header;
  readonly extrinsics: readonly Uint8Array[];
}

/** Says why a seal is not the right author's, or undefined if it is. */
export type SealCheck = (block: {
  readonly header: Header;
  readonly preHash: Hash;
  readonly seal: DigestItem | undefined;
}) => string | undefined;

/**
 * Executes a block of others on the head and compares what comes out with what its header says.
 * On any difference the block is refused and the state is what it was.
 * @throws NodeError NOT_NEXT_BLOCK, BAD_BLOCK; StoreError when it can't be written
 */
export function importBlock(
  chain: Chain,
  { header, extrinsics }: ForeignBlock,
  checkSeal?: SealCheck,
): ChainBlock {
  const { head } = chain;
  if (header.number !== head.number + 1 || header.parentHash !== head.hash)
    throw new NodeError("NOT_NEXT_BLOCK", {
      message: `block ${header.number} on ${header.parentHash} does not follow the head, block ${head.number} (${head.hash})`,
      hint: "import blocks in order",
    });
  const last = header.digest.at(-1);
  const seal = last?.type === "Seal" ? last : undefined;
  const unsealed = seal ? header.digest.slice(0, -1) : header.digest;
  const preHash = hashHeader(encodeHeader({ ...header, digest: unsealed }));
  const wrong = checkSeal?.({ header, preHash, seal });
  if (wrong) throw badBlock(wrong);
  const mark = chain.state.mark();
  try {
    const builder = chain.runtime.initializeBlock(chain.state, {
      number: header.number,
      parentHash: header.parentHash,
      digest: unsealed.filter((item) => item.type === "PreRuntime"),
    });
    let inherentsOver = false;
    extrinsics.forEach((raw, index) => {
      if (!chain.runtime.isInherent(raw)) inherentsOver = true;
      else if (inherentsOver) throw badBlock(`extrinsic ${index} is an inherent behind others`);
      const result = builder.apply(raw);
      if (!result.ok)
        throw badBlock(`extrinsic ${index} is invalid (${JSON.stringify(result.error)})`);
    });
    const { digest } = builder.finalize();
    if (!sameDigest(digest, unsealed)) throw badBlock("execution gave other digest logs");
    return chain.append({
      extrinsics,
      digest,
      expected: { header, hash: hashHeader(encodeHeader(header)) },
    });
  } catch (thrown) {
    chain.state.rollback(mark);
    if (thrown instanceof NodeError || thrown instanceof StoreError) throw thrown;
    throw badBlock("executing it failed", thrown);
  }
}

function sameDigest(a: readonly DigestItem[], b: readonly DigestItem[]): boolean {
  const bytes = (items: readonly DigestItem[]) =>
    items.map((item) => encodeDigestItem(item).join()).join(";");
  return bytes(a) === bytes(b);
}
