import { call, weigh } from "@ganglion/frame";
import { netUid, u8, u16, u32, u128 } from "@ganglion/scale";
import { doServePrometheus } from "../serve.ts";

export const servePrometheus = call({
  index: 5,
  args: { netuid: netUid, version: u32, ip: u128, port: u16, ipType: u8 },
  docs: "A registered hotkey tells where its Prometheus metrics are.",
  weight: weigh(29_294_000n, 4277n, { reads: 3n, writes: 1n }),
  pays: "No",
  run: (ctx, origin, { netuid, ...claim }) => doServePrometheus(ctx, origin, netuid, claim),
});
