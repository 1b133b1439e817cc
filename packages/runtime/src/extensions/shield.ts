import { weigh } from "@ganglion/frame";
import { unit } from "@ganglion/scale";
import { submitEncrypted } from "../pallets/shield/calls.ts";
import { parseShielded } from "../pallets/shield/shielded-transaction.ts";
import { argsOf } from "../pallets/subtensor/guards/guard.ts";
import { customInvalid } from "../validity.ts";
import { marker } from "./checks.ts";
import { extension } from "./extension.ts";

/** `Custom(23)`. Source: common/src/transaction_error.rs */
const FAILED_SHIELDED_TX_PARSING = 23;

/**
 * What no author could take apart never gets into the pool. To which key it is sealed, only the author asks.
 * Source: pallets/shield/src/extension.rs
 */
export const shieldExtension = extension<object, undefined>({
  identifier: "CheckShieldedTxValidity",
  extra: marker(
    "pallet_shield::extension::CheckShieldedTxValidity<node_subtensor_runtime::Runtime>",
  ),
  additional: unit,
  additionalOf: () => undefined,
  weight: () => weigh(1_000_000n, 0n, { reads: 1n }),
  validate(_ctx, { call }) {
    const submitted = argsOf(call, submitEncrypted);
    if (submitted && !parseShielded(submitted.ciphertext))
      throw customInvalid(FAILED_SHIELDED_TX_PARSING);
    return undefined;
  },
});
