import { MevShield } from "@ganglion/runtime";
import type { Scene } from "../scene.ts";
import { inPallet, type Makers } from "./maker.ts";

const KEY_BYTES = 1184;
const { ExtrinsicLifetime, MaxPendingExtrinsicsLimit } = MevShield.storage;

/** Bytes that look like an encrypted transaction; nobody has the key. */
const sealed = ({ random }: Scene): Uint8Array => {
  const kem = random.between(0, 60);
  return Uint8Array.of(...random.bytes(16), kem, 0, ...random.bytes(kem + 24 + 16));
};

export const shield: Makers = inPallet("MevShield", {
  announce_next_key: ({ random }) => ({
    who: "nobody",
    args: { encKey: random.chance(0.8) ? random.bytes(KEY_BYTES) : undefined },
  }),
  // Signed by itself it is refused for its long life; inside a batch nobody asks.
  submit_encrypted: (scene) => ({
    who: scene.random.pick(scene.coldkeys)!,
    args: { ciphertext: sealed(scene) },
  }),
  store_encrypted: (scene) => ({
    who: scene.random.pick(scene.coldkeys)!,
    args: { encryptedCall: scene.random.bytes(scene.random.between(0, 100)) },
  }),
  set_max_pending_extrinsics_number: ({ ctx, random }) => ({
    who: "root",
    args: { value: random.chance(0.5) ? random.between(1, 5) : MaxPendingExtrinsicsLimit.get(ctx) },
  }),
  set_on_initialize_weight: ({ random }) => ({
    who: "root",
    args: { value: random.amount(2_000_000_000_000n) },
  }),
  set_stored_extrinsic_lifetime: ({ ctx, random }) => ({
    who: "root",
    args: { value: random.chance(0.5) ? random.between(0, 3) : ExtrinsicLifetime.get(ctx) },
  }),
  set_max_extrinsic_weight: ({ random }) => ({
    who: "root",
    args: { value: random.amount(2_000_000_000_000n) },
  }),
});
