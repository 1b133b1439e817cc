import { type CorpusFunction, letters } from "./function.ts";

export const PARSING: readonly CorpusFunction[] = [
  {
    name: "bracketsMatch",
    source: `// True if every bracket is closed by one of its kind, in the right order; other signs don't matter.
function bracketsMatch(text) {
  const closers = { "(": ")", "[": "]", "{": "}" };
  const open = [];
  for (const sign of text) {
    if (closers[sign]) {
      open.push(closers[sign]);
    } else if (sign === ")" || sign === "]" || sign === "}") {
      if (open.pop() !== sign) return false;
    }
  }
  return open.length === 0;
}`,
    arguments(random) {
      let text = "";
      for (let i = random.int(0, 4); i > 0; i--)
        text = random.pick([
          (t: string) => `(${t})`,
          (t: string) => `[${t}]`,
          (t: string) => `${t}{}a`,
        ])(text);
      return [random.chance(60) ? text : text + letters(random, "()[]", 0, 3)];
    },
  },
  {
    name: "parseQuery",
    source: `// "a=1&b=2" as an object; a name without "=" has the value "", a later value wins.
function parseQuery(text) {
  const out = {};
  if (text === "") return out;
  for (const part of text.split("&")) {
    const at = part.indexOf("=");
    if (at === -1) {
      out[part] = "";
    } else if (at > 0) {
      out[part.slice(0, at)] = part.slice(at + 1);
    }
  }
  return out;
}`,
    arguments: (random) => [
      Array.from(
        { length: random.int(0, 4) },
        () =>
          letters(random, "ab", 0, 2) +
          random.pick(["=", "=", "=x=", ""]) +
          letters(random, "12", 0, 2),
      )
        .filter((part) => part !== "")
        .join("&"),
    ],
  },
  {
    name: "romanToNumber",
    source: `// The value of a Roman numeral.
function romanToNumber(text) {
  const values = { I: 1, V: 5, X: 10, L: 50, C: 100 };
  let total = 0;
  for (let i = 0; i < text.length; i++) {
    const value = values[text[i]];
    const next = values[text[i + 1]] || 0;
    if (value < next) total -= value;
    else total += value;
  }
  return total;
}`,
    arguments: (random) => [
      random.pick(["", "C", "CC"]) +
        random.pick(["XC", "XL", "L", "LX", "X", "XX", ""]) +
        random.pick(["IX", "IV", "V", "VI", "III", "I", ""]),
    ],
  },
  {
    name: "numberToRoman",
    source: `// A number from 1 to 399 as a Roman numeral.
function numberToRoman(n) {
  const signs = [[100, "C"], [90, "XC"], [50, "L"], [40, "XL"], [10, "X"], [9, "IX"], [5, "V"], [4, "IV"], [1, "I"]];
  let rest = n;
  let out = "";
  for (const [value, sign] of signs) {
    while (rest >= value) {
      out += sign;
      rest -= value;
    }
  }
  return out;
}`,
    arguments: (random) => [random.int(1, 120)],
  },
  {
    name: "evaluatePostfix",
    source: `// The value of an expression in postfix form, e.g. "3 4 + 2 *"; null if it is none.
function evaluatePostfix(text) {
  const stack = [];
  for (const token of text.split(" ")) {
    if (/^-?[0-9]+$/.test(token)) {
      stack.push(Number(token));
      continue;
    }
    if (stack.length < 2) return null;
    const b = stack.pop();
    const a = stack.pop();
    if (token === "+") stack.push(a + b);
    else if (token === "-") stack.push(a - b);
    else if (token === "*") stack.push(a * b);
    else return null;
  }
  return stack.length === 1 ? stack[0] : null;
}`,
    arguments(random) {
      let text = String(random.int(-9, 9));
      for (let i = random.int(0, 3); i > 0; i--)
        text = random.chance(50)
          ? `${text} ${random.int(0, 9)} ${random.pick(["+", "-", "*"])}`
          : `${random.int(0, 9)} ${text} ${random.pick(["+", "-", "*"])}`;
      return [random.chance(80) ? text : text + random.pick([" 1", " +", " ?"])];
    },
  },
  {
    name: "calculate",
    source: `// The value of whole numbers with + - * between them, * first; no blanks.
function calculate(text) {
  let total = 0;
  let product = 0;
  let sign = "+";
  let number = 0;
  for (let i = 0; i <= text.length; i++) {
    const c = text[i];
    if (c >= "0" && c <= "9") {
      number = number * 10 + Number(c);
      continue;
    }
    if (sign === "*") {
      product *= number;
    } else {
      total += product;
      product = sign === "-" ? -number : number;
    }
    sign = c;
    number = 0;
  }
  return total + product;
}`,
    arguments(random) {
      let text = String(random.int(0, 20));
      for (let i = random.int(0, 4); i > 0; i--)
        text += random.pick(["+", "-", "*"]) + random.int(0, 20);
      return [text];
    },
  },
  {
    name: "splitCsvLine",
    source: `// The fields of a line with commas; a field in quotation marks may have commas, "" in it is one mark.
function splitCsvLine(line) {
  const fields = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const sign = line[i];
    if (quoted) {
      if (sign === '"' && line[i + 1] === '"') {
        field += '"';
        i++;
      } else if (sign === '"') {
        quoted = false;
      } else {
        field += sign;
      }
    } else if (sign === '"') {
      quoted = true;
    } else if (sign === ",") {
      fields.push(field);
      field = "";
    } else {
      field += sign;
    }
  }
  fields.push(field);
  return fields;
}`,
    arguments: (random) => [
      Array.from({ length: random.int(1, 4) }, () =>
        random.chance(50)
          ? letters(random, "ab", 0, 3)
          : `"${letters(random, "a,b", 0, 3)}${random.chance(40) ? '""' : ""}"`,
      ).join(","),
    ],
  },
  {
    name: "compareVersions",
    source: `// -1, 0 or 1 as version a is older than, the same as or newer than b; missing parts count as 0.
function compareVersions(a, b) {
  const left = a.split(".").map(Number);
  const right = b.split(".").map(Number);
  const length = Math.max(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const x = left[i] || 0;
    const y = right[i] || 0;
    if (x < y) return -1;
    if (x > y) return 1;
  }
  return 0;
}`,
    arguments(random) {
      const version = () =>
        Array.from({ length: random.int(1, 3) }, () => random.int(0, 2)).join(".");
      return [version(), version()];
    },
  },
  {
    name: "parseDuration",
    source: `// Seconds of a text such as "1h30m5s"; -1 if it is none.
function parseDuration(text) {
  const units = { h: 3600, m: 60, s: 1 };
  let total = 0;
  let digits = "";
  for (const sign of text) {
    if (sign >= "0" && sign <= "9") {
      digits += sign;
    } else if (units[sign] && digits !== "") {
      total += Number(digits) * units[sign];
      digits = "";
    } else {
      return -1;
    }
  }
  return digits === "" ? total : -1;
}`,
    arguments: (random) => [
      Array.from(
        { length: random.int(0, 3) },
        () => random.int(0, 90) + random.pick(["h", "m", "s"]),
      ).join("") + (random.chance(25) ? random.pick(["7", "x", "h"]) : ""),
    ],
  },
];
