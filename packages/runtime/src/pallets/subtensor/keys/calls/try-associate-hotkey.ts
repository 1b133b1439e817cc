import { call, ensureSigned, weigh } from "@ganglion/frame";
import { accountId } from "@ganglion/scale";
import { createAccountIfNonExistent } from "../accounts.ts";

export const tryAssociateHotkey = call({
  index: 91,
  args: { hotkey: accountId },
  docs: "Gives an unclaimed hotkey to the signer; nothing happens if it belongs to somebody.",
  weight: weigh(25_337_000n, 4283n, { reads: 3n, writes: 3n }),
  run(ctx, origin, { hotkey }) {
    createAccountIfNonExistent(ctx, ensureSigned(origin), hotkey);
  },
});
