import { apiMethod, type RuntimeApi, type State } from "@ganglion/frame";
import type { Hash } from "@ganglion/primitives";
import { accountId, bytes, h256, newtype, option, result, u32, u64, vec } from "@ganglion/scale";
import { Authorities, SlotDuration } from "../pallets/aura/slot.ts";
import { Account } from "../pallets/system/storage.ts";
import { runtimeVersion } from "../pallets/system/types.ts";
import { version } from "../pallets/system/version.ts";
import {
  type TransactionSource,
  type TransactionValidityError,
  transactionSource,
  transactionValidityError,
  type ValidTransaction,
  validTransaction,
} from "../validity.ts";
import { opaqueExtrinsic } from "./opaque.ts";

const opaqueMetadata = newtype<Uint8Array>("sp_core::OpaqueMetadata", bytes);

/** What these questions need of the runtime that answers them. */
export interface Answers {
  metadata(version: 14 | 15): Uint8Array;
  validate(
    state: State,
    raw: Uint8Array,
    asked: { readonly source: TransactionSource; readonly parentHash: Hash },
  ):
    | { readonly ok: true; readonly value: ValidTransaction }
    | { readonly ok: false; readonly error: TransactionValidityError };
}

/** The APIs that every Substrate chain has. */
export function coreApis(runtime: Answers): readonly RuntimeApi[] {
  return [
    {
      name: "Core",
      version: 5,
      methods: { version: apiMethod({ inputs: {}, output: runtimeVersion, run: () => version() }) },
    },
    {
      name: "Metadata",
      version: 2,
      methods: {
        metadata: apiMethod({
          inputs: {},
          output: opaqueMetadata,
          run: () => runtime.metadata(14),
        }),
        metadataAtVersion: apiMethod({
          inputs: { version: u32 },
          output: option(opaqueMetadata),
          run: (_ctx, inputs) =>
            inputs.version === 14 || inputs.version === 15
              ? runtime.metadata(inputs.version)
              : undefined,
        }),
        metadataVersions: apiMethod({ inputs: {}, output: vec(u32), run: () => [14, 15] }),
      },
    },
    {
      name: "TaggedTransactionQueue",
      version: 3,
      methods: {
        validateTransaction: apiMethod({
          inputs: { source: transactionSource, tx: opaqueExtrinsic, blockHash: h256 },
          output: result(validTransaction, transactionValidityError),
          run: (ctx, { source, tx, blockHash }) =>
            runtime.validate(ctx.state, tx, { source, parentHash: blockHash }),
        }),
      },
    },
    {
      name: "AuraApi",
      version: 1,
      methods: {
        slotDuration: apiMethod({
          inputs: {},
          output: newtype<bigint>("sp_consensus_slots::SlotDuration", u64),
          run: (ctx) => SlotDuration.get(ctx),
        }),
        authorities: apiMethod({
          inputs: {},
          output: vec(
            newtype<ReturnType<typeof Authorities.get>[number]>(
              "sp_consensus_aura::sr25519::app_sr25519::Public",
              accountId,
            ),
          ),
          run: (ctx) => Authorities.get(ctx),
        }),
      },
    },
    {
      name: "AccountNonceApi",
      version: 1,
      methods: {
        accountNonce: apiMethod({
          inputs: { account: accountId },
          output: u32,
          run: (ctx, { account }) => Account.get(ctx, account).nonce,
        }),
      },
    },
  ];
}
