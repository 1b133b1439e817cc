import type { Token } from "./lexer.ts";
import { afterPleas, follow, onlyFluff, wordSet } from "./phrase.ts";
import type { Solved } from "./solved.ts";

/** Trial division stays within a few milliseconds up to here. */
const MAX_TRIED = 10n ** 12n;
const TAIL = wordSet("a number please");

/** "Is 91 (a) prime (number)?" */
export function solvePrime(tokens: readonly Token[]): Solved | undefined {
  const is = follow(tokens, afterPleas(tokens), "is");
  const token = is === undefined ? undefined : tokens[is];
  if (
    is === undefined ||
    token?.kind !== "number" ||
    token.value.den !== 1n ||
    token.value.num > MAX_TRIED
  )
    return undefined;
  const prime = follow(tokens, is + 1, "prime") ?? follow(tokens, is + 1, "a prime");
  if (prime === undefined || !onlyFluff(tokens, prime, TAIL)) return undefined;
  const n = Number(token.value.num);
  if (n < 2) return { answer: "no", working: "Primes start at 2.", confidence: 0.98 };
  for (let d = 2; d * d <= n; d++)
    if (n % d === 0) return { answer: "no", working: `${n} = ${d} × ${n / d}`, confidence: 0.98 };
  return {
    answer: "yes",
    working: `No number from 2 to ${Math.floor(Math.sqrt(n))} divides ${n}.`,
    confidence: 0.98,
  };
}
