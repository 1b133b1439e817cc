import { type BeaconSecret, beaconFromSeed } from "@ganglion/crypto";
import { blake2_256 } from "@ganglion/hash";
import { fromHex, utf8Bytes } from "@ganglion/primitives";

/** The development beacon's public key: of the seed below, which is no secret. Making it takes a quarter of a second. */
export const DEVELOPMENT_BEACON_KEY: Uint8Array = fromHex(
  "0xb585c75f754378d59bb81b08a27f3a3b31262e534dc51cdc190d06708bc9d3269b3e87abc2cb91a0c049c21eb02c7f010fba7be5cf5958d0a90a63a85faacbf122197619251338eadc32d0c0d4cc83f4ea929a196f1f0d706b918a2083672ca5",
);

let secret: BeaconSecret | undefined;
/** The development beacon. */
export const developmentBeacon = (): Pick<BeaconSecret, "signRound"> =>
  (secret ??= beaconFromSeed(blake2_256(utf8Bytes("ganglion development beacon"))));
