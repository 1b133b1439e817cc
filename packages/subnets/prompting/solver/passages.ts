import type { Doc } from "../protocol.ts";

/**
 * One quotable piece of a document: `text` stands there verbatim from `start`.
 * `cells`: of a table row or of a block of `key: value` lines, by column name.
 */
export type Passage = {
  file: string;
  text: string;
  start: number;
  heading: string;
  kind: "sentence" | "row" | "record" | "code";
  cells?: ReadonlyMap<string, string>;
};

const MAX_PASSAGE = 700;
/** Longer sentences are split at semicolons, longer table rows also into the sentences of their cells. */
const LONG = 260;
/** A longer line with a colon is prose. */
const MAX_RECORD_LINE = 160;
const MAX_PASSAGES = 20_000;

type Line = { text: string; start: number };

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start <= text.length) {
    const end = text.indexOf("\n", start);
    const stop = end < 0 ? text.length : end;
    lines.push({ text: text.slice(start, text[stop - 1] === "\r" ? stop - 1 : stop), start });
    start = stop + 1;
  }
  return lines;
}

/** Splits a document, Markdown or plain, into its passages in order. */
export function passagesOf(doc: Doc): Passage[] {
  const out: Passage[] = [];
  const headings: string[] = [];
  let block: Line[] = [];
  let header: string[] | undefined;
  let fenced = false;
  const heading = (): string => headings.filter(Boolean).join(" > ");
  const put = (
    text: string,
    start: number,
    {
      kind,
      cells,
      under = "",
    }: { kind: Passage["kind"]; cells?: ReadonlyMap<string, string>; under?: string },
  ): void => {
    const lead = text.length - text.trimStart().length;
    const body = text.trim().slice(0, MAX_PASSAGE);
    if (!body || out.length >= MAX_PASSAGES) return;
    const place = under ? `${heading()} > ${under}` : heading();
    out.push({
      file: doc.name,
      text: body,
      start: start + lead,
      heading: place,
      kind,
      ...(cells ? { cells } : {}),
    });
  };
  const sentences = (from: number, to: number, under = ""): void => {
    for (const [start, end] of sentenceSpans(doc.text, from, to))
      put(doc.text.slice(start, end), start, { kind: "sentence", under });
  };
  /** The sentences of a row's longer cells, under the name that its first cell gives. */
  const rowSentences = (line: Line, cells: readonly string[]): void => {
    for (const cell of cells) {
      const at = line.text.indexOf(cell);
      if (cell.length > LONG / 2 && at >= 0)
        sentences(
          line.start + at,
          line.start + at + cell.length,
          plainText(cells[0] ?? "").slice(0, 120),
        );
    }
  };
  const flush = (): void => {
    const first = block[0];
    const last = block.at(-1);
    if (first && last) {
      const end = last.start + last.text.length;
      const cells = recordOf(block);
      if (cells) put(doc.text.slice(first.start, end), first.start, { kind: "record", cells });
      else sentences(first.start, end);
    }
    block = [];
  };
  for (const line of linesOf(doc.text)) {
    const trimmed = line.text.trim();
    if (trimmed.startsWith("```") || trimmed.startsWith("~~~")) {
      flush();
      fenced = !fenced;
    } else if (fenced) {
      put(line.text, line.start, { kind: "code" });
    } else if (/^#{1,6}\s/.test(trimmed)) {
      flush();
      const level = trimmed.indexOf(" ");
      headings.length = Math.min(headings.length, level - 1);
      headings[level - 1] = plainText(trimmed.slice(level));
    } else if (trimmed.startsWith("|") && trimmed.length > 1) {
      flush();
      const cells = cellsOf(trimmed);
      if (!header) header = cells.map((cell) => plainText(cell));
      else if (!/^[|\s:-]+$/.test(trimmed)) {
        const names = header;
        const named = new Map(
          cells.map((cell, i) => [names[i] || `column ${i + 1}`, plainText(cell)]),
        );
        put(line.text, line.start, { kind: "row", cells: named });
        if (line.text.length > LONG) rowSentences(line, cells);
      }
      continue;
    } else if (trimmed === "") {
      flush();
    } else if (/^(?:[-*+]|\d{1,3}[.)])\s/.test(trimmed)) {
      flush();
      const mark = line.text.length - line.text.trimStart().length + trimmed.indexOf(" ") + 1;
      block.push({ text: line.text.slice(mark), start: line.start + mark });
    } else {
      block.push(line);
    }
    header = undefined;
  }
  flush();
  return out;
}

function cellsOf(row: string): string[] {
  const cells = row.split(/(?<!\\)\|/).slice(1);
  if (cells.at(-1)?.trim() === "") cells.pop();
  return cells.map((cell) => cell.trim().replaceAll("\\|", "|"));
}

/** Two or more lines that all read `key: value`. */
function recordOf(lines: readonly Line[]): ReadonlyMap<string, string> | undefined {
  if (lines.length < 2) return undefined;
  const cells = new Map<string, string>();
  for (const { text } of lines) {
    const colon = text.indexOf(": ");
    const key = text.slice(0, Math.max(colon, 0)).trim();
    if (colon < 1 || key.length > 40 || key.split(" ").length > 4 || text.length > MAX_RECORD_LINE)
      return undefined;
    cells.set(key, text.slice(colon + 2).trim());
  }
  return cells;
}

const ABBREVIATIONS = new Set("e.g i.e etc vs cf mr mrs ms dr st approx".split(" "));
/** Abbreviations only before a number: "no. 5". */
const BEFORE_NUMBERS = new Set("no fig vol nr".split(" "));

/** [start, end) of every sentence in a stretch of text. */
function sentenceSpans(text: string, from: number, to: number): [number, number][] {
  const spans: [number, number][] = [];
  let start = from;
  for (let i = from; i < to; i++) {
    const char = text[i]!;
    if (
      char === ";" &&
      i - start > LONG / 4 &&
      text[i + 1] === " " &&
      isLongAhead(text, start, to)
    ) {
      spans.push([start, i + 1]);
      start = i + 1;
    }
    if (char !== "." && char !== "!" && char !== "?") continue;
    let end = i + 1;
    while (end < to && `"')*_\`”’]`.includes(text[end]!)) end++;
    const after = text[end];
    if (end < to && (after === undefined || after.trim() !== "")) continue;
    if (char === "." && end < to) {
      let back = i;
      while (back > start && /[\p{L}.]/u.test(text[back - 1]!) && i - back < 12) back--;
      const word = text.slice(back, i).toLowerCase();
      if (ABBREVIATIONS.has(word) || (word.length === 1 && /[a-z]/.test(word))) continue;
      let next = end;
      while (next < to && text[next]!.trim() === "") next++;
      if (BEFORE_NUMBERS.has(word) && /\d/.test(text[next] ?? "")) continue;
      if (/\p{Ll}/u.test(text[next] ?? "")) continue;
    }
    spans.push([start, end]);
    start = end;
    i = end - 1;
  }
  if (text.slice(start, to).trim()) spans.push([start, to]);
  return spans;
}

/** Whether the sentence from `start` on is a long one. */
function isLongAhead(text: string, start: number, to: number): boolean {
  const stop = text.slice(start, Math.min(to, start + LONG)).search(/[.!?]\s/);
  return stop < 0 && to - start > LONG;
}

/** Markdown's marks taken off, white space made single. */
export function plainText(markdown: string): string {
  return markdown
    .slice(0, 4_000)
    .replace(/!?\[([^\][]{0,300})\]\([^()\s]{0,500}\)/g, "$1")
    .replace(/[*_]{2,3}|`|(?<!\p{L})[*_]|[*_](?!\p{L})/gu, "")
    .replace(/\s+/g, " ")
    .trim();
}
