import { verify } from "@ganglion/crypto";
import { fromHex } from "@ganglion/primitives";
import { AURA, authoritiesOf } from "../author/slots.ts";
import type { Chain } from "./chain.ts";
import { u64Number } from "./header.ts";
import type { SealCheck } from "./import.ts";

/** The check that a block's seal is a signature of the authority whose slot it names. */
export function auraSealCheck(chain: Chain): SealCheck {
  return ({ header, preHash, seal }) => {
    const pre = header.digest.find((item) => item.type === "PreRuntime" && item.engine === AURA);
    if (pre?.data.length !== 8) return "it names no slot";
    if (seal?.engine !== AURA) return "it has no seal";
    const authorities = authoritiesOf(chain);
    const author = authorities[u64Number(pre.data) % authorities.length];
    if (author === undefined) return "the chain has no authorities";
    const holds = verify({
      type: "sr25519",
      publicKey: fromHex(author),
      message: fromHex(preHash),
      signature: seal.data,
    });
    return holds ? undefined : `its seal is not ${author}'s`;
  };
}
