import { randomUUID } from "node:crypto";
import { readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import { StoreError } from "../error.ts";

/** Keeps other processes out of a data folder until released. */
export interface FolderLock {
  release(): void;
}

interface Owner {
  readonly pid: number;
  readonly thread: number;
  /** When the process began, where the system tells: the number of a dead process may be given again. */
  readonly born: string;
  readonly token: string;
}

const FILE = "ganglion.lock";
const ATTEMPTS = 5;
const heldHere = new Set<string>();

/**
 * Takes the lock file of a folder; one that a dead process left behind is taken over.
 * @throws StoreError LOCKED, naming the process that holds it; CANNOT_OPEN
 */
export function lockFolder(folder: string): FolderLock {
  const real = realpathSync(folder);
  if (heldHere.has(real)) throw locked(folder, "this process");
  const path = join(real, FILE);
  const mine: Owner = {
    pid: process.pid,
    thread: threadId,
    born: birthOf(process.pid),
    token: randomUUID(),
  };
  const content = JSON.stringify(mine);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      writeFileSync(path, content, { flag: "wx" });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST")
        throw new StoreError("CANNOT_OPEN", {
          message: `can't write the lock file ${path}: ${(cause as Error).message}`,
          hint: "check the folder's permissions and the room on its disk",
          cause,
        });
      takeAway(path, folder);
      continue;
    }
    // Two takers may have found the same stale lock; the file says who won.
    if (readFileSync(path, "utf8") !== content) continue;
    heldHere.add(real);
    return {
      release: () => {
        heldHere.delete(real);
        if (read(path) === content) rmSync(path, { force: true });
      },
    };
  }
  throw locked(folder, "another process");
}

/** Moves a lock away if its owner is gone. @throws StoreError LOCKED */
function takeAway(path: string, folder: string): void {
  const found = read(path);
  if (found === undefined) return;
  const owner = parse(found);
  if (owner === undefined) {
    // Written by a process that died, or is about to finish writing: look once more.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    if (read(path) !== found) return;
  } else if (isAlive(owner)) throw locked(folder, `process ${owner.pid}`);
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // another taker was faster
  }
  const moved = read(aside);
  rmSync(aside, { force: true });
  // A live lock that came in between is put back.
  if (moved !== undefined && moved !== found) writeFileSync(path, moved, { flag: "wx" });
}

function isAlive({ pid, thread, born }: Owner): boolean {
  // Our own number and thread, yet not in `heldHere`: a former process had our number.
  if (pid === process.pid && thread === threadId) return false;
  try {
    process.kill(pid, 0);
  } catch (cause) {
    // EPERM: alive, but somebody else's.
    if ((cause as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const now = birthOf(pid);
  return now === "" || born === "" || now === born;
}

/** Start time of a process in ticks since boot, where there is a /proc; else "". */
function birthOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in parentheses, may contain anything; the start time is the 20th field after it.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function parse(text: string): Owner | undefined {
  try {
    const owner = JSON.parse(text) as Partial<Owner> | null;
    if (Number.isSafeInteger(owner?.pid) && owner!.pid! > 0)
      return { pid: owner!.pid!, thread: owner!.thread ?? 0, born: owner!.born ?? "", token: "" };
  } catch {
    // No JSON: falls through.
  }
  return undefined;
}

function locked(folder: string, by: string): StoreError {
  return new StoreError("LOCKED", {
    message: `the data folder ${folder} is in use by ${by}`,
    hint: "stop it, or choose another folder with --data",
  });
}
