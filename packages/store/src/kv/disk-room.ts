import { closeSync, openSync, rmSync, statfsSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";

const LITTLE_BYTES = 16 << 20;
const PROBE_BYTES = 1 << 20;
/** Error codes that mean "no room": disk, quota, largest file. */
const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/**
 * Whether a failed write to a file is likely due to missing room. LMDB reports a write that was
 * only done in part as a plain input/output error, so the disk has to be asked.
 */
export function isOutOfRoom(folder: string, file: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < LITTLE_BYTES) return true;
  } catch {
    // Not every system tells; the probe below does.
  }
  const path = join(folder, "room.probe");
  try {
    const probe = openSync(path, "w");
    try {
      // At the place where the file itself would grow: a limit on its size shows as well.
      writeSync(probe, new Uint8Array(PROBE_BYTES), 0, PROBE_BYTES, statSync(file).size);
    } finally {
      closeSync(probe);
    }
    return false;
  } catch (cause) {
    return FULL.has((cause as NodeJS.ErrnoException).code ?? "");
  } finally {
    rmSync(path, { force: true });
  }
}
