import {
  checkGenesis,
  checkMetadataHash,
  checkMortality,
  checkNonce,
  checkNonZeroSender,
  checkSpecVersion,
  checkTxVersion,
} from "./checks.ts";
import type { AnyExtension } from "./extension.ts";
import { chargeTransactionPayment } from "./payment.ts";
import { shieldExtension } from "./shield.ts";
import { drandExtension, subtensorExtension, sudoExtension } from "./subtensor.ts";
import { checkWeight } from "./weight.ts";

/** The extensions in the order of the wire. Source: runtime/src/lib.rs TransactionExtensions. */
export const EXTENSIONS: readonly AnyExtension[] = [
  checkNonZeroSender,
  checkSpecVersion,
  checkTxVersion,
  checkGenesis,
  checkMortality,
  checkNonce,
  checkWeight,
  chargeTransactionPayment,
  sudoExtension,
  shieldExtension,
  subtensorExtension,
  drandExtension,
  checkMetadataHash,
];
