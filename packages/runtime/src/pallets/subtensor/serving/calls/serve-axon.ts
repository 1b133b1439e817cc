import { call, weigh } from "@ganglion/frame";
import { netUid, u8, u16, u32, u128 } from "@ganglion/scale";
import { doServeAxon } from "../serve.ts";

export const serveAxon = call({
  index: 4,
  args: {
    netuid: netUid,
    version: u32,
    ip: u128,
    port: u16,
    ipType: u8,
    protocol: u8,
    placeholder1: u8,
    placeholder2: u8,
  },
  docs: "A registered hotkey tells where its axon listens.",
  weight: weigh(31_278_000n, 4178n, { reads: 3n, writes: 1n }),
  pays: "No",
  run: (ctx, origin, { netuid, ...claim }) => doServeAxon(ctx, origin, { netuid, claim }),
});
