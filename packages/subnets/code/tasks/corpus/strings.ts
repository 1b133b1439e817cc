import { type CorpusFunction, letters, sentence } from "./function.ts";

export const STRINGS: readonly CorpusFunction[] = [
  {
    name: "isPalindrome",
    source: `// True if the letters and digits of a text read the same backwards; case doesn't matter.
function isPalindrome(text) {
  const kept = text.toLowerCase().replace(/[^a-z0-9]/g, "");
  let left = 0;
  let right = kept.length - 1;
  while (left < right) {
    if (kept[left] !== kept[right]) return false;
    left++;
    right--;
  }
  return true;
}`,
    arguments(random) {
      const half = letters(random, "abA1", 0, 4);
      const middle = letters(random, "ab ,", 0, 2);
      return [
        half +
          middle +
          (random.chance(60) ? [...half].reverse().join("") : letters(random, "ab", 0, 4)),
      ];
    },
  },
  {
    name: "runLengthEncode",
    source: `// Writes each run of equal signs as the sign and its length, a single one as the sign alone: "aab" is "a2b".
function runLengthEncode(text) {
  let out = "";
  let i = 0;
  while (i < text.length) {
    let length = 1;
    while (i + length < text.length && text[i + length] === text[i]) length++;
    out += text[i];
    if (length > 1) out += length;
    i += length;
  }
  return out;
}`,
    arguments: (random) => [letters(random, "aab", 0, 9)],
  },
  {
    name: "caesar",
    source: `// Moves each small letter by "shift" places in the alphabet, around its end; other signs stay.
function caesar(text, shift) {
  let out = "";
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 97 && code <= 122) {
      const moved = (((code - 97 + shift) % 26) + 26) % 26;
      out += String.fromCharCode(97 + moved);
    } else {
      out += text[i];
    }
  }
  return out;
}`,
    arguments: (random) => [letters(random, "abmyzAZ !", 0, 8), random.int(-30, 30)],
  },
  {
    name: "titleCase",
    source: `// Every word begins with a capital letter and goes on in small ones.
function titleCase(text) {
  const words = text.split(" ");
  const out = [];
  for (const word of words) {
    if (word.length === 0) continue;
    out.push(word[0].toUpperCase() + word.slice(1).toLowerCase());
  }
  return out.join(" ");
}`,
    arguments: (random) => [sentence(random, 4) + (random.chance(30) ? "  x" : "")],
  },
  {
    name: "wrapWords",
    source: `// Breaks a text into lines of at most "width" signs, between words; a longer word has a line of its own.
function wrapWords(text, width) {
  const lines = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line === "") {
      line = word;
    } else if (line.length + 1 + word.length <= width) {
      line += " " + word;
    } else {
      lines.push(line);
      line = word;
    }
  }
  if (line !== "") lines.push(line);
  return lines;
}`,
    arguments: (random) => [sentence(random, 7), random.int(3, 12)],
  },
  {
    name: "countVowels",
    source: `// How often each vowel stands in a text; vowels that don't are left out.
function countVowels(text) {
  const counts = {};
  for (const letter of text.toLowerCase()) {
    if (!"aeiou".includes(letter)) continue;
    counts[letter] = (counts[letter] || 0) + 1;
  }
  return counts;
}`,
    arguments: (random) => [letters(random, "aeiouAExyz ", 0, 10)],
  },
  {
    name: "longestCommonPrefix",
    source: `// The longest beginning that all words share.
function longestCommonPrefix(words) {
  if (words.length === 0) return "";
  let prefix = words[0];
  for (let i = 1; i < words.length; i++) {
    let same = 0;
    while (same < prefix.length && same < words[i].length && prefix[same] === words[i][same]) {
      same++;
    }
    prefix = prefix.slice(0, same);
  }
  return prefix;
}`,
    arguments(random) {
      const start = letters(random, "ab", 0, 4);
      return [Array.from({ length: random.int(0, 4) }, () => start + letters(random, "ab", 0, 3))];
    },
  },
  {
    name: "areAnagrams",
    source: `// True if two texts have the same letters equally often; blanks don't count.
function areAnagrams(a, b) {
  const counts = {};
  for (const letter of a) {
    if (letter !== " ") counts[letter] = (counts[letter] || 0) + 1;
  }
  for (const letter of b) {
    if (letter === " ") continue;
    if (!counts[letter]) return false;
    counts[letter]--;
  }
  return Object.values(counts).every((count) => count === 0);
}`,
    arguments(random) {
      const text = letters(random, "abc ", 0, 6);
      const other = random.chance(60)
        ? random.sample([...text], text.length).join("")
        : letters(random, "abc", 0, 6);
      return [text, other];
    },
  },
  {
    name: "editDistance",
    source: `// The fewest insertions, deletions and replacements of signs that make one text the other.
function editDistance(a, b) {
  let before = [];
  for (let j = 0; j <= b.length; j++) before.push(j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = before[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, before[j] + 1, row[j - 1] + 1));
    }
    before = row;
  }
  return before[b.length];
}`,
    arguments: (random) => [letters(random, "abc", 0, 6), letters(random, "abc", 0, 6)],
  },
  {
    name: "camelToSnake",
    source: `// "someName" becomes "some_name"; a capital letter at the beginning gets no line before it.
function camelToSnake(name) {
  let out = "";
  for (let i = 0; i < name.length; i++) {
    const sign = name[i];
    const small = sign.toLowerCase();
    if (sign !== small && i > 0) out += "_";
    out += small;
  }
  return out;
}`,
    arguments: (random) => [letters(random, "abAB", 0, 9)],
  },
];
