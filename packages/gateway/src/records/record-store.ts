import type { NeuronLog } from "@ganglion/sdk";
import type { QueryEpoch, QueryRecord, QueryWeights } from "./query-record.ts";
import { RecordFile } from "./record-file.ts";

export interface RecordStoreOptions {
  /** Folder of the file; without one, records live as long as the process. */
  readonly folder?: string;
  readonly genesis: string;
  readonly log: NeuronLog;
  /** Records that are kept; by default 1,000, the oldest go first. */
  readonly keep?: number;
  /** Characters of JSON that they may have together; by default 64 Mi. */
  readonly keepChars?: number;
}

/** What became known about a question later. */
export type RecordChange = { readonly weights: QueryWeights } | { readonly epoch: QueryEpoch };

/** Dead lines that the file may hold for each living record before it is written anew. */
const SLACK = 4;

/** The questions that were asked, in memory and on disk, bounded in number. */
export class RecordStore {
  readonly #log: NeuronLog;
  readonly #keep: number;
  readonly #keepChars: number;
  readonly #file: RecordFile | undefined;
  /** In the order of asking. */
  readonly #records = new Map<string, QueryRecord>();
  readonly #chars = new Map<string, number>();
  #allChars = 0;
  #rewriting = false;

  private constructor(options: RecordStoreOptions, file: RecordFile | undefined) {
    this.#log = options.log;
    this.#keep = options.keep ?? 1_000;
    this.#keepChars = options.keepChars ?? 64 * 1024 * 1024;
    this.#file = file;
  }

  /** @throws GatewayError RECORDS_UNUSABLE */
  static async open(options: RecordStoreOptions): Promise<RecordStore> {
    if (options.folder === undefined) return new RecordStore(options, undefined);
    const { file, lines, damaged } = await RecordFile.open(options.folder, options.genesis);
    if (damaged > 0)
      options.log.info("damaged lines in the query records were left out", { lines: damaged });
    const store = new RecordStore(options, file);
    for (const line of lines) {
      if ("query" in line) store.#keepRecord(line.query);
      else {
        const record = store.#records.get(line.id);
        if (record) store.#records.set(line.id, { ...record, ...line.set });
      }
    }
    store.#tidy();
    return store;
  }

  get(id: string): QueryRecord | undefined {
    return this.#records.get(id);
  }
  get size(): number {
    return this.#records.size;
  }
  /** The newest first. */
  recent(limit: number): QueryRecord[] {
    return [...this.#records.values()].slice(-limit).reverse();
  }
  /** Those whose pay is not known yet, oldest first. */
  unpaid(): QueryRecord[] {
    return [...this.#records.values()].filter(({ epoch }) => epoch === null);
  }

  add(record: QueryRecord): void {
    this.#keepRecord(record);
    this.#write(() => this.#file?.append({ query: record }));
  }

  change(id: string, change: RecordChange): void {
    const record = this.#records.get(id);
    if (!record) return;
    this.#records.set(id, { ...record, ...change });
    this.#write(() => this.#file?.append({ id, set: change }));
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  #keepRecord(record: QueryRecord): void {
    this.#forget(record.id);
    const chars = JSON.stringify(record).length;
    this.#records.set(record.id, record);
    this.#chars.set(record.id, chars);
    this.#allChars += chars;
    for (const id of this.#records.keys()) {
      const over = this.#records.size > this.#keep || this.#allChars > this.#keepChars;
      if (!over || id === record.id) break;
      this.#forget(id);
    }
  }

  #forget(id: string): void {
    this.#allChars -= this.#chars.get(id) ?? 0;
    this.#chars.delete(id);
    this.#records.delete(id);
  }

  /** A full disk costs the record its life after a restart, not the user the answer. */
  #write(work: () => Promise<void> | undefined): void {
    work()?.then(
      () => this.#tidy(),
      (error) => this.#log.trouble("a query record could not be written", error),
    );
  }

  #tidy(): void {
    const file = this.#file;
    if (!file || this.#rewriting || file.lines <= SLACK * Math.max(this.#records.size, 250)) return;
    this.#rewriting = true;
    file
      .rewrite([...this.#records.values()])
      .catch((error) => this.#log.trouble("the query records could not be tidied", error))
      .finally(() => {
        this.#rewriting = false;
      });
  }
}
