import type { Doc } from "../protocol.ts";
import { entitiesIn, properWords } from "./entities.ts";
import { type Passage, passagesOf } from "./passages.ts";
import { isStopWord, termsOf } from "./terms.ts";

/**
 * A passage with how well it fits. `coverage`: share of the question's terms in it, by their rarity, in [0, 1];
 * `missing`: how many of them it lacks altogether.
 */
export type Hit = {
  passage: Passage;
  score: number;
  coverage: number;
  missing: number;
  topic: string;
};

type Entry = { passage: Passage; weights: Map<string, number>; length: number; topic: string };

// Usual BM25 constants; headings and file names count for a third, since they stand over many passages.
const K1 = 1.2;
const B = 0.6;
const CONTEXT_WEIGHT = 0.35;
const TOPIC_WEIGHT = 0.9;
/** Bound on what one index holds, in UTF-16 units. */
const MAX_INDEXED = 64 * 1024 * 1024;

/** BM25 over the sentences, rows and records of documents. Documents come and go one by one. */
export class DocumentIndex {
  readonly #docs = new Map<string, { text: string; ids: number[] }>();
  readonly #entries = new Map<number, Entry>();
  readonly #postings = new Map<string, Map<number, number>>();
  #nextId = 0;
  #totalLength = 0;
  #size = 0;

  constructor(docs: Iterable<Doc> = []) {
    for (const doc of docs) this.add(doc);
  }

  get documentCount(): number {
    return this.#docs.size;
  }
  get passageCount(): number {
    return this.#entries.size;
  }
  get names(): string[] {
    return [...this.#docs.keys()];
  }
  /** The text under a name, as it was given. */
  text(name: string): string | undefined {
    return this.#docs.get(name)?.text;
  }

  /** Adds a document, or replaces the one of that name. Returns false when nothing changed or there is no room. */
  add(doc: Doc): boolean {
    const old = this.#docs.get(doc.name);
    if (old?.text === doc.text) return false;
    if (this.#size - (old?.text.length ?? 0) + doc.text.length > MAX_INDEXED) return false;
    this.remove(doc.name);
    const passages = passagesOf(doc);
    const topics = topicsOf(passages);
    const name = doc.name.replace(/\.\w+$/, "").replace(/[/_.-]/g, " ");
    const around = new Map<string, string[]>(); // One heading stands over many passages.
    const ids = passages.map((passage, i) => {
      const place = `${name} ${passage.heading} ${passage.cells ? [...passage.cells.keys()].join(" ") : ""}`;
      const terms = around.get(place) ?? termsOf(place);
      around.set(place, terms);
      return this.#insert(passage, topics[i]!, terms);
    });
    this.#docs.set(doc.name, { text: doc.text, ids });
    this.#size += doc.text.length;
    return true;
  }

  /** Takes a document out. Returns false when there was none. */
  remove(name: string): boolean {
    const doc = this.#docs.get(name);
    if (!doc) return false;
    for (const id of doc.ids) {
      const entry = this.#entries.get(id)!;
      for (const term of entry.weights.keys()) {
        const posting = this.#postings.get(term)!;
        posting.delete(id);
        if (posting.size === 0) this.#postings.delete(term);
      }
      this.#totalLength -= entry.length;
      this.#entries.delete(id);
    }
    this.#docs.delete(name);
    this.#size -= doc.text.length;
    return true;
  }

  /** All passages, in the order of adding. */
  *passages(): Generator<{ passage: Passage; topic: string }> {
    for (const { passage, topic } of this.#entries.values()) yield { passage, topic };
  }

  /** Rarity of a term: 0 for one that nothing holds is impossible, unknown terms count as the rarest. */
  idf(term: string): number {
    const df = this.#postings.get(term)?.size ?? 0;
    return Math.log(1 + (this.#entries.size - df + 0.5) / (df + 0.5));
  }

  /** The best passages for a question, best first. */
  search(question: string, count: number): Hit[] {
    const terms = [...new Set(termsOf(question))].slice(0, 64);
    const average = this.#totalLength / Math.max(1, this.#entries.size);
    const scores = new Map<number, { score: number; covered: number; met: number }>();
    let all = 0;
    for (const term of terms) {
      const idf = this.idf(term);
      all += idf;
      for (const [id, weight] of this.#postings.get(term) ?? []) {
        const norm = K1 * (1 - B + (B * this.#entries.get(id)!.length) / Math.max(1, average));
        const found = scores.get(id) ?? { score: 0, covered: 0, met: 0 };
        found.score += (idf * weight * (K1 + 1)) / (weight + norm);
        found.covered += idf * Math.min(1, weight);
        found.met++;
        scores.set(id, found);
      }
    }
    return [...scores]
      .sort(([idA, a], [idB, b]) => b.score - a.score || idA - idB)
      .slice(0, count)
      .map(([id, { score, covered, met }]) => {
        const { passage, topic } = this.#entries.get(id)!;
        return {
          passage,
          topic,
          score,
          coverage: all > 0 ? covered / all : 0,
          missing: terms.length - met,
        };
      });
  }

  #insert(passage: Passage, topic: string, around: readonly string[]): number {
    const id = this.#nextId++;
    const weights = new Map<string, number>();
    const own = termsOf(passage.text);
    for (const term of own) weights.set(term, (weights.get(term) ?? 0) + 1);
    const lend = (terms: readonly string[], weight: number): void => {
      for (const term of terms) if (!weights.has(term)) weights.set(term, weight);
    };
    if (topic) lend(termsOf(topic), TOPIC_WEIGHT);
    lend(around, CONTEXT_WEIGHT);
    for (const [term, weight] of weights) {
      const posting = this.#postings.get(term) ?? new Map<number, number>();
      posting.set(id, weight);
      this.#postings.set(term, posting);
    }
    this.#entries.set(id, { passage, weights, length: own.length, topic });
    this.#totalLength += own.length;
    return id;
  }
}

/** "which town", "which Node version": the kind that is asked for need not be named in the documents. */
export function withoutUnknownKind(question: string, index: DocumentIndex): string {
  const unknown = index.idf("");
  return question.replace(/\b(?:which|what)((?: \p{L}{1,40}){1,4})/giu, (_, words: string) => {
    const list = words.trim().split(" ");
    const stop = list.findIndex((word) => isStopWord(word.toLowerCase()));
    const phrase = stop < 0 ? list : list.slice(0, stop);
    const known = phrase.filter((word) => index.idf(termsOf(word)[0] ?? "") < unknown);
    return [...known, ...list.slice(phrase.length)].join(" ");
  });
}

const THING = /\b(?:it|its|they|their|there)\b/i;
const PERSON = /\b(?:he|she|his|her|him)\b/i;

/** For each passage the name that its pronouns stand for, or "". "It" is the last thing with an article, "she" the last name without. */
function topicsOf(passages: readonly Passage[]): string[] {
  const proper = properWords(passages.map(({ text }) => text));
  let thing = "";
  let person = "";
  return passages.map((passage) => {
    if (passage.kind !== "sentence") return "";
    const topic = THING.test(passage.text)
      ? thing || person
      : PERSON.test(passage.text)
        ? person
        : "";
    for (const entity of entitiesIn(passage.text, proper)) {
      if (entity.the) thing = entity.name;
      else person = entity.name;
    }
    return topic;
  });
}
