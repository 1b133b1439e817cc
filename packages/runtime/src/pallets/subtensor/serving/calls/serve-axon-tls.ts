import { call, weigh } from "@ganglion/frame";
import { bytes, netUid, u8, u16, u32, u128 } from "@ganglion/scale";
import { doServeAxon } from "../serve.ts";

export const serveAxonTls = call({
  index: 40,
  args: {
    netuid: netUid,
    version: u32,
    ip: u128,
    port: u16,
    ipType: u8,
    protocol: u8,
    placeholder1: u8,
    placeholder2: u8,
    certificate: bytes,
  },
  docs: "As serve_axon, with the public key that the axon's TLS certificate has.",
  weight: weigh(30_617_000n, 4149n, { reads: 3n, writes: 1n }),
  pays: "No",
  run: (ctx, origin, { netuid, certificate, ...claim }) =>
    doServeAxon(ctx, origin, { netuid, claim, certificate }),
});
