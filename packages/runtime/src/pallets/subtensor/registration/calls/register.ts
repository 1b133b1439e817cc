import { call, weigh } from "@ganglion/frame";
import { accountId, bytes, netUid, u64 } from "@ganglion/scale";
import { doRegister } from "../register.ts";

export const register = call({
  index: 6,
  args: {
    netuid: netUid,
    blockNumber: u64,
    nonce: u64,
    work: bytes,
    hotkey: accountId,
    coldkey: accountId,
  },
  docs: "Registers like burned_register: proof of work no longer counts, its arguments are ignored.",
  weight: weigh(349_872_000n, 6148n, { reads: 34n, writes: 29n }),
  run: (ctx, origin, { netuid, hotkey }) => doRegister(ctx, origin, netuid, hotkey),
});
