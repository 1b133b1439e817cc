import { call, ensure, ensureSigned, weigh } from "@ganglion/frame";
import { bytes } from "@ganglion/scale";
import { Errors } from "../../errors.ts";
import { Events } from "../../events.ts";
import { OwnedHotkeys } from "../../keys/storage.ts";
import { isHotkeyRegisteredOnAnyNetwork } from "../../registration/uids.ts";
import { IdentitiesV2 } from "../storage.ts";
import { isValidIdentity } from "../validity.ts";

export const setIdentity = call({
  index: 68,
  args: {
    name: bytes,
    url: bytes,
    githubRepo: bytes,
    image: bytes,
    discord: bytes,
    description: bytes,
    additional: bytes,
  },
  docs: "A coldkey with a registered hotkey presents itself.",
  weight: weigh(32_040_000n, 6829n, { reads: 3n, writes: 1n }),
  // Source: utils/identity.rs, do_set_identity
  run(ctx, origin, identity) {
    const coldkey = ensureSigned(origin);
    ensure(
      OwnedHotkeys.get(ctx, coldkey).some((hotkey) => isHotkeyRegisteredOnAnyNetwork(ctx, hotkey)),
      Errors.HotKeyNotRegisteredInNetwork,
    );
    ensure(isValidIdentity(identity), Errors.InvalidIdentity);
    IdentitiesV2.set(ctx, coldkey, identity);
    ctx.deposit(Events.ChainIdentitySet({ coldkey }));
  },
});
