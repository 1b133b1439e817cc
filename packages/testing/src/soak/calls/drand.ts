import { blake2_256 } from "@ganglion/hash";
import { type AccountId, fromHex } from "@ganglion/primitives";
import { Drand, writePulseCall } from "@ganglion/runtime";
import { signRound } from "../beacon.ts";
import type { Scene } from "../scene.ts";
import { tagOf } from "../signing.ts";
import { inPallet, type Makers } from "./maker.ts";

const { BeaconConfig, LastStoredRound, OldestStoredRound } = Drand.storage;
/** Rounds between two pulses: a week of them is kept, so the state stays small. */
const MOST_SKIPPED = 100;

const worker = (scene: Scene): AccountId => scene.hotkeys[0]!;

export const drand: Makers = inPallet("Drand", {
  write_pulse(scene) {
    const { ctx, random } = scene;
    const { publicKey } = BeaconConfig.get(ctx);
    const round = LastStoredRound.get(ctx) + BigInt(random.between(1, MOST_SKIPPED));
    // One in twenty is none of the beacon's.
    const signature = random.chance(0.95) ? signRound(publicKey, round) : random.bytes(48);
    const key = fromHex(worker(scene));
    const { args } = writePulseCall({
      pulse: { round, randomness: blake2_256(signature), signature },
      blockNumber: Number(ctx.block) - 1,
      publicKey: key,
      sign: (message) => tagOf(key, message),
    });
    return { who: "nobody", args };
  },
  set_beacon_config(scene) {
    if (!scene.random.chance(0.1)) return undefined;
    const config = { ...BeaconConfig.get(scene.ctx), publicKey: scene.random.bytes(96) };
    const key = { type: "Sr25519", value: fromHex(worker(scene)) };
    const configPayload = { blockNumber: Number(scene.ctx.block), config, public: key };
    return { who: "root", args: { configPayload, signature: undefined } };
  },
  set_oldest_stored_round: (scene) => ({
    who: "root",
    args: { oldestRound: OldestStoredRound.get(scene.ctx) },
  }),
});
