/** Words that carry no meaning of their own, in questions and texts. */
const STOP = new Set(
  "a an the this that these those it its is are was were be been being am do does did done has have had having will would can could shall should may might must of in on at to for from by with as into onto about than then so and or but not no nor if when where who whom whose which what why how there here i you he she they we me him her them us my your his their our any some each s t please tell give show explain describe say know find according based context text document documents passage happens happen use uses used using".split(
    " ",
  ),
);
export const isStopWord = (word: string): boolean => STOP.has(word);

const IRREGULAR: Record<string, string> = {
  ran: "run",
  built: "build",
  paid: "pay",
  sent: "send",
  kept: "keep",
  chose: "choose",
  chosen: "choose",
  wrote: "write",
  written: "write",
  began: "begin",
  begun: "begin",
  held: "hold",
  made: "make",
  sold: "sell",
  stood: "locat",
  stand: "locat",
  stands: "locat",
  situated: "locat",
  lay: "lie",
  lies: "lie",
  lying: "lie",
  led: "lead",
  taught: "teach",
  met: "meet",
  won: "win",
  gave: "give",
  given: "give",
  took: "take",
  taken: "take",
  means: "mean",
  meant: "mean",
  dies: "die",
  died: "die",
  colour: "color",
  colours: "color",
  price: "cost",
  prices: "cost",
  height: "tall",
  weight: "weigh",
  city: "town",
  cities: "town",
  towns: "town",
  dividends: "dividend",
  left: "leave",
};
const VOWEL = /[aeiouy]/;

const STEMS = new Map<string, string>();
const MAX_STEMS = 50_000;

/** A crude stem, good enough to bring "closes", "closed" and "close" together. */
export function stem(word: string): string {
  const known = STEMS.get(word);
  if (known !== undefined) return known;
  const found = IRREGULAR[word] ?? cut(word);
  if (STEMS.size < MAX_STEMS) STEMS.set(word, found);
  return found;
}

function cut(word: string): string {
  if (word.length <= 3 || /\d/.test(word)) return word;
  let out = word;
  if (out.endsWith("ies") && out.length > 4) out = `${out.slice(0, -3)}y`;
  else if (/(?:s|x|z|ch|sh)es$/.test(out)) out = out.slice(0, -2);
  else if (/[^su]s$/.test(out) && !out.endsWith("is")) out = out.slice(0, -1);
  for (const ending of ["ing", "ed"]) {
    const body = out.slice(0, -ending.length);
    if (!out.endsWith(ending) || body.length < 3 || !VOWEL.test(body)) continue;
    out = /([bdgmnprt])\1$/.test(body) ? body.slice(0, -1) : body;
    break;
  }
  return out.length > 3 && out.endsWith("e") ? out.slice(0, -1) : out;
}

export type Word = { raw: string; lower: string; stem: string; start: number; end: number };

/** The words of a text with their places; "9944", "web-port" as its parts, "dog's" as "dog". */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/\p{L}[\p{L}\p{M}]*|\p{N}+(?:[.,:]\p{N}+)*/gu)) {
    const raw = match[0];
    const lower = raw.toLowerCase();
    // The s of a possessive and the t of "isn't" are no words.
    if (
      raw.length === 1 &&
      (lower === "s" || lower === "t") &&
      /['’]/.test(text[match.index - 1] ?? "")
    )
      continue;
    words.push({
      raw,
      lower,
      stem: stem(lower),
      start: match.index,
      end: match.index + raw.length,
    });
  }
  return words;
}

/** Stems of the words that carry meaning. */
export const termsOf = (text: string): string[] =>
  wordsOf(text).flatMap((word) => (STOP.has(word.lower) ? [] : [word.stem]));
