import { type FileHandle, mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { GatewayError } from "../gateway-error.ts";
import type { QueryRecord } from "./query-record.ts";

/** What stands in the file, a line each: which chain it is about, then records and what became of them. */
export type RecordLine =
  | { readonly query: QueryRecord }
  | { readonly id: string; readonly set: Partial<Pick<QueryRecord, "weights" | "epoch">> };

const FORMAT = 1;
const FILE = "queries.ndjson";

/** An append-only file of lines. A line that a crash cut off is left out, whole lines are never lost. */
export class RecordFile {
  readonly #path: string;
  readonly #genesis: string;
  #handle: FileHandle;
  #queue: Promise<void> = Promise.resolve();
  /** Lines that wait to be written. */
  readonly #waiting: string[] = [];
  /** True if the last write failed, perhaps in the middle of a line. */
  #torn = false;
  #closed = false;
  #lines: number;

  private constructor(options: {
    path: string;
    genesis: string;
    handle: FileHandle;
    lines: number;
  }) {
    this.#path = options.path;
    this.#genesis = options.genesis;
    this.#handle = options.handle;
    this.#lines = options.lines;
  }

  /**
   * Opens the records of this chain; those of another chain are moved aside, not lost.
   * @throws GatewayError RECORDS_UNUSABLE if the folder can't be written or a later version wrote it
   */
  static async open(
    folder: string,
    genesis: string,
  ): Promise<{ file: RecordFile; lines: RecordLine[]; damaged: number }> {
    const path = join(folder, FILE);
    try {
      await mkdir(folder, { recursive: true });
      let text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return "";
        throw error;
      });
      const foreign = foreignGenesis(text, { genesis, path });
      if (foreign !== undefined) {
        await rename(path, join(folder, `queries-${foreign.slice(2, 12)}.ndjson`));
        text = "";
      }
      const { lines, damaged } = parse(text);
      const handle = await open(path, "a");
      const file = new RecordFile({ path, genesis, handle, lines: lines.length });
      if (text === "") await handle.write(header(genesis));
      else if (!text.endsWith("\n")) await handle.write("\n");
      return { file, lines, damaged };
    } catch (cause) {
      if (cause instanceof GatewayError) throw cause;
      throw new GatewayError("RECORDS_UNUSABLE", `query records can't be kept in ${folder}`, {
        hint: "Is the folder writable? --data names another one.",
        cause,
      });
    }
  }

  /** Lines in the file, its header not counted. */
  get lines(): number {
    return this.#lines;
  }

  /** Writes a line after those before it, several at once if they come quickly. @throws what the disk says */
  append(line: RecordLine): Promise<void> {
    this.#waiting.push(`${JSON.stringify(line)}\n`);
    return this.#enqueue(async () => {
      const lines = this.#waiting.splice(0);
      if (lines.length === 0) return;
      // A line that was written in part would swallow the next one.
      const start = this.#torn ? "\n" : "";
      this.#torn = true;
      await this.#handle.appendFile(start + lines.join(""));
      this.#torn = false;
      this.#lines += lines.length;
    });
  }

  /** Replaces the file by one with these records alone; a crash leaves the one or the other. */
  rewrite(records: readonly QueryRecord[]): Promise<void> {
    return this.#enqueue(async () => {
      const fresh = `${this.#path}.new`;
      const handle = await open(fresh, "w");
      try {
        const body = records.map((query) => `${JSON.stringify({ query })}\n`);
        await handle.writeFile(header(this.#genesis) + body.join(""));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(fresh, this.#path);
      await this.#handle.close();
      this.#handle = await open(this.#path, "a");
      this.#torn = false;
      this.#lines = records.length;
    });
  }

  /** Waits for what is being written; nothing can be written any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#queue;
    await this.#handle.close();
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    if (this.#closed) return Promise.reject(new Error("the query records are closed"));
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}

const header = (genesis: string): string => `${JSON.stringify({ format: FORMAT, genesis })}\n`;

/** The genesis that the file is about, if it is another one. */
function foreignGenesis(
  text: string,
  { genesis, path }: { genesis: string; path: string },
): string | undefined {
  if (text === "") return undefined;
  const first = readLine(text.slice(0, text.indexOf("\n") >>> 0)) as
    | { format?: unknown; genesis?: unknown }
    | undefined;
  if (typeof first?.format === "number" && first.format > FORMAT)
    throw new GatewayError(
      "RECORDS_UNUSABLE",
      `${path} was written by a later version (format ${first.format}, here ${FORMAT})`,
      { hint: "Use that version, or another --data folder." },
    );
  const of = typeof first?.genesis === "string" ? first.genesis : "0xunknown";
  return of === genesis ? undefined : of;
}

function parse(text: string): { lines: RecordLine[]; damaged: number } {
  const lines: RecordLine[] = [];
  let damaged = 0;
  for (const source of text.split("\n").slice(1)) {
    if (source === "") continue;
    const line = readLine(source) as
      | Partial<RecordLine & { query: unknown; id: unknown }>
      | undefined;
    if (line && (isRecord(line.query) || (typeof line.id === "string" && "set" in line)))
      lines.push(line as RecordLine);
    else damaged++;
  }
  return { lines, damaged };
}

function readLine(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined; // Cut off by a crash; it is counted.
  }
}

function isRecord(value: unknown): value is QueryRecord {
  const record = value as Partial<QueryRecord> | null | undefined;
  return (
    typeof record === "object" &&
    record !== null &&
    typeof record.id === "string" &&
    typeof record.askedAtBlock === "number" &&
    typeof record.validator?.uid === "number" &&
    Array.isArray(record.answers)
  );
}
