import { announceColdkeySwap } from "./calls/announce-coldkey-swap.ts";
import { clearColdkeySwapAnnouncement } from "./calls/clear-coldkey-swap-announcement.ts";
import { disputeColdkeySwap } from "./calls/dispute-coldkey-swap.ts";
import { resetColdkeySwap } from "./calls/reset-coldkey-swap.ts";
import { scheduleSwapColdkey } from "./calls/schedule-swap-coldkey.ts";
import { swapColdkey } from "./calls/swap-coldkey.ts";
import { swapColdkeyAnnounced } from "./calls/swap-coldkey-announced.ts";
import { swapHotkey } from "./calls/swap-hotkey.ts";
import { swapHotkeyV2 } from "./calls/swap-hotkey-v2.ts";
import { tryAssociateHotkey } from "./calls/try-associate-hotkey.ts";

export const keysCalls = {
  swapHotkey,
  swapColdkey,
  swapHotkeyV2,
  scheduleSwapColdkey,
  tryAssociateHotkey,
  announceColdkeySwap,
  swapColdkeyAnnounced,
  disputeColdkeySwap,
  resetColdkeySwap,
  clearColdkeySwapAnnouncement,
};
