import { Drand } from "@ganglion/runtime";
import { sealFor } from "../beacon.ts";
import type { Scene } from "../scene.ts";
import { inPallet, type Makers } from "./maker.ts";

/** Something that a neuron may publish; now and then it gives its bonds up. */
function field(scene: Scene) {
  const { ctx, random } = scene;
  const last = Drand.storage.LastStoredRound.get(ctx);
  const revealRound = last + BigInt(random.between(0, 200));
  const { publicKey } = Drand.storage.BeaconConfig.get(ctx);
  const encrypted = sealFor(publicKey, revealRound, random.bytes(random.between(1, 60)));
  const length = random.between(0, 128);
  return random.pick([
    { type: "None" },
    { type: `Raw${length}`, value: random.bytes(length) },
    { type: "Sha256", value: random.bytes(32) },
    { type: "TimelockEncrypted", value: { encrypted, revealRound } },
    { type: "BigRaw", value: random.bytes(random.between(0, 512)) },
    ...(random.chance(0.3) ? [{ type: "ResetBondsFlag" }] : []),
  ]);
}

export const commitments: Makers = inPallet("Commitments", {
  set_commitment(scene) {
    const neuron = scene.neuron();
    if (!neuron) return undefined;
    const fields = Array.from({ length: scene.random.below(3) }, () => field(scene));
    return { who: neuron.hotkey, args: { netuid: neuron.netuid, info: { fields } } };
  },
  set_max_space: (scene) => ({
    who: "root",
    args: { newLimit: scene.random.between(500, 4_000) },
  }),
});
