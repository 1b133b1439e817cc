import { lex, type Token } from "./lexer.ts";

/** A sentence as lower-case words; `names` holds the same words as they were written. `asks`: it ended in "?". */
export type Statement = { words: string[]; names: string[]; asks: boolean };

/** The sentences of a puzzle. A quoted speech counts as words of the sentence around it, behind the mark `says:`. */
export function statements(text: string): Statement[] {
  const out: Statement[] = [];
  let words: string[] = [];
  let names: string[] = [];
  const close = (asks: boolean): void => {
    if (words.length > 0) out.push({ words, names, asks });
    words = [];
    names = [];
  };
  const take = (tokens: readonly Token[], quoted: boolean): void => {
    for (const token of tokens) {
      if (token.kind === "word") {
        words.push(token.text);
        names.push(token.raw);
      } else if (token.kind === "quote") {
        words.push("“");
        names.push("“");
        take(lex(token.text), true);
        // A full stop inside the quotation marks ends the sentence outside as well.
        if (/[.!?]$/.test(token.text.trimEnd())) close(false);
      } else if (token.kind === "symbol" && (token.text === "." || token.text === "!")) {
        if (!quoted) close(false);
      } else if (token.kind === "symbol" && token.text === "?") {
        if (!quoted) close(true);
      } else if (
        token.kind === "symbol" &&
        (token.text === "," || token.text === ";" || token.text === ":")
      ) {
        words.push(token.text);
        names.push(token.text);
      } else if (token.kind === "number") {
        words.push(token.raw);
        names.push(token.raw);
      }
    }
  };
  take(lex(text), false);
  close(false);
  return out;
}

export const isName = (name: string | undefined): boolean =>
  name !== undefined && /^\p{Lu}\p{L}*$/u.test(name);
