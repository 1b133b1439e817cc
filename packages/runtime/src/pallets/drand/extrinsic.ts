import { encode } from "@ganglion/scale";
import { writePulse } from "./calls.ts";
import { type Pulse, pulsesPayload } from "./types.ts";

/**
 * The call that writes a pulse, as an off-chain worker sends it.
 * @param options.blockNumber the head at which it was made
 * @param options.sign signs with the sr25519 key `publicKey`; any will do
 */
export function writePulseCall(options: {
  readonly pulse: Pulse;
  readonly blockNumber: number;
  readonly publicKey: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array;
}) {
  const { pulse, blockNumber, publicKey, sign } = options;
  const payload = {
    blockNumber,
    pulses: [pulse],
    public: { type: "Sr25519", value: publicKey },
  } as const;
  const signature = { type: "Sr25519", value: sign(encode(pulsesPayload, payload)) } as const;
  return { call: writePulse, args: { pulsesPayload: payload, signature } };
}
