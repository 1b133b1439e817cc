import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, link, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { WalletError } from "./error.ts";

// A keyfile has less than a kilobyte; whatever is this large is something else.
const MAX_BYTES = 65_536;

/**
 * Bytes of a keyfile.
 * @throws WalletError NOT_FOUND, NOT_READABLE, BAD_KEYFILE
 */
export async function readKeyfile(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES)
      throw new WalletError("BAD_KEYFILE", `${path} has ${size} bytes, no keyfile is that large`, {
        path,
      });
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    if (cause instanceof WalletError) throw cause;
    if (hasCode(cause, "ENOENT", "ENOTDIR"))
      throw new WalletError("NOT_FOUND", `there is no keyfile ${path}`, { path, cause });
    throw new WalletError("NOT_READABLE", `cannot read ${path}: ${words(cause)}`, { path, cause });
  }
}

/**
 * Writes keyfiles that only their owner may read (0600): all of them whole, or none. Existing ones
 * stay as they are unless `overwrite` is set.
 * @throws WalletError EXISTS, NOT_WRITABLE
 */
export async function writeKeyfiles(
  files: readonly { path: string; data: Uint8Array }[],
  options: { overwrite?: boolean } = {},
): Promise<void> {
  const staged: { path: string; scratch: string }[] = [];
  const published: string[] = [];
  try {
    // Everything that can fill a disk happens before the first name changes.
    for (const { path, data } of files) {
      const scratch = `${path}.${randomUUID()}.tmp`;
      staged.push({ path, scratch });
      await attempt(path, () => stage(scratch, data));
    }
    // The last file speaks for the first ones (public for secret): it must never stand beside a newer one.
    if (options.overwrite)
      for (const { path } of files.slice(1)) await attempt(path, () => rm(path, { force: true }));
    for (const { path, scratch } of staged) {
      await attempt(path, () =>
        options.overwrite ? rename(scratch, path) : publish(scratch, path),
      );
      published.push(path);
    }
  } catch (error) {
    if (!options.overwrite) await discard(published);
    throw error;
  } finally {
    await discard(staged.map(({ scratch }) => scratch));
  }
}

/** Best effort: a scratch file that stays is harmless, and the error that led here must be the one that is seen. */
async function discard(paths: readonly string[]): Promise<void> {
  await Promise.allSettled(paths.map((path) => rm(path, { force: true })));
}

async function attempt(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    if (hasCode(cause, "EEXIST"))
      throw new WalletError("EXISTS", `${path} exists already; ask for overwriting to replace it`, {
        path,
        cause,
      });
    throw new WalletError("NOT_WRITABLE", `cannot write ${path}: ${words(cause)}`, { path, cause });
  }
}

async function stage(scratch: string, data: Uint8Array): Promise<void> {
  await mkdir(dirname(scratch), { recursive: true, mode: 0o700 });
  const file = await open(scratch, "wx", 0o600);
  try {
    await file.writeFile(data);
    // The data must be on disk before its name is.
    await file.sync();
  } finally {
    await file.close();
  }
}

/** True if something has this name. */
export async function keyfileExists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (cause) {
    if (hasCode(cause, "ENOENT", "ENOTDIR")) return false;
    throw new WalletError("NOT_READABLE", `cannot look at ${path}: ${words(cause)}`, {
      path,
      cause,
    });
  }
}

/** Gives a finished file its name, in one step that fails if the name is taken. */
async function publish(scratch: string, path: string): Promise<void> {
  try {
    await link(scratch, path);
  } catch (cause) {
    if (!hasCode(cause, "EPERM", "ENOTSUP", "ENOSYS")) throw cause;
    // Some file systems have no hard links; there a crash may leave a part of the file.
    await copyFile(scratch, path, constants.COPYFILE_EXCL);
  }
}

const hasCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && "code" in error && codes.includes(String(error.code));

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));
