import { COLOURS, FAMILY_NAMES, GIVEN_NAMES, THINGS, TOWNS } from "./names.ts";
import type { Random } from "./random.ts";
import { spelled } from "./spell.ts";
import type { Draft, JsonValue } from "./task.ts";

const verbatim = (prompt: string, value: string): Draft => ({
  prompt,
  truth: { type: "verbatim", value },
});
const quoted = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(", ");
const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;

function json(random: Random): Draft {
  const facts: Record<string, JsonValue> = {
    name: `${random.pick(GIVEN_NAMES)} ${random.pick(FAMILY_NAMES)}`,
    age: random.int(18, 90),
    town: random.pick(TOWNS),
    colour: random.pick(COLOURS),
    score: random.int(1, 1000),
  };
  const keys = random.sample(Object.keys(facts), random.int(3, 5));
  const wanted = random.sample(keys, random.int(2, keys.length));
  const story = random.pick([
    `${listed(keys.map((key) => `the ${key} is ${facts[key]}`))}.`,
    `${keys.map((key) => `${key}: ${facts[key]}`).join("; ")}.`,
  ]);
  const text = story[0]!.toUpperCase() + story.slice(1);
  return {
    prompt: `${text} Answer as a JSON object with the keys ${quoted(wanted)} and nothing else. Numbers stay numbers.`,
    truth: { type: "json", value: Object.fromEntries(wanted.map((key) => [key, facts[key]!])) },
  };
}

function calculated(random: Random): Draft {
  const [a, b] = [random.int(12, 99), random.int(12, 99)];
  const key = random.pick(["result", "answer", "value"]);
  return random.pick<Draft>([
    {
      prompt: `What is ${a} * ${b}? Answer as a JSON object with the key "${key}" and nothing else.`,
      truth: { type: "json", value: { [key]: a * b } },
    },
    verbatim(`What is ${a} + ${b}? Answer with the number only.`, String(a + b)),
    verbatim(
      `What is ${a} * ${b}? Put the answer in square brackets and write nothing else.`,
      `[${a * b}]`,
    ),
    verbatim(`What is ${a} + ${b}? Answer in English words only.`, spelled(a + b)),
  ]);
}

function repeated(random: Random): Draft {
  const word = random.pick(THINGS);
  const count = random.int(2, 9);
  const [name, separator] = random.pick([
    ["commas", ","],
    ["spaces", " "],
    ["hyphens", "-"],
  ] as const);
  return verbatim(
    `Repeat the word "${word}" exactly ${random.chance(50) ? spelled(count) : count} times, separated by ${name} without anything else.`,
    Array(count).fill(word).join(separator),
  );
}

function sorted(random: Random): Draft {
  const items = random.sample(THINGS, random.int(3, 6));
  const order = [...items].sort((a, b) => (a < b ? -1 : 1));
  const separated = 'separated by ", " and write nothing else.';
  return random.pick([
    verbatim(
      `Sort these words alphabetically: ${items.join(", ")}. Answer with the words ${separated}`,
      order.join(", "),
    ),
    verbatim(
      `Sort these words in reverse alphabetical order: ${items.join(", ")}. Answer with the words ${separated}`,
      order.reverse().join(", "),
    ),
    verbatim(
      `Write the items ${listed(items)} as a numbered list, one per line, starting at 1, and nothing else.`,
      items.map((item, i) => `${i + 1}. ${item}`).join("\n"),
    ),
    verbatim(
      `Write these words in reverse order: ${items.join(", ")}. Answer with the words ${separated}`,
      [...items].reverse().join(", "),
    ),
  ]);
}

const sentence = (random: Random): string => {
  const [a, b, c] = random.sample(THINGS, 3);
  return random.pick([
    `The ${random.pick(COLOURS)} ${a} stands beside the ${b}`,
    `${random.pick(GIVEN_NAMES)} left the ${a} near a ${b} and a ${c}`,
    `Every ${a} in ${random.pick(TOWNS)} needs one ${b}`,
  ]);
};

function lettered(random: Random): Draft {
  const text = sentence(random);
  const words = text.split(" ");
  const letter = random.pick([..."aeinrst"]);
  const count = random.int(2, 4);
  return random.pick<Draft>([
    verbatim(
      `Write the following text in capital letters and nothing else: "${text}"`,
      text.toUpperCase(),
    ),
    verbatim(
      `Write the following text in lower case and nothing else: "${text}"`,
      text.toLowerCase(),
    ),
    {
      prompt: `How many words are in the sentence "${text}"?`,
      truth: { type: "number", value: String(words.length) },
    },
    {
      prompt: `How many times does the letter "${letter}" occur in "${text}", in either case?`,
      truth: {
        type: "number",
        value: String([...text.toLowerCase()].filter((char) => char === letter).length),
      },
    },
    {
      prompt: `Answer with exactly ${spelled(count)} words, all taken from this sentence: "${text}"`,
      truth: { type: "words", count, from: words },
    },
    verbatim(
      `Spell the word "${words[1]}" backwards and write nothing else.`,
      [...words[1]!].reverse().join(""),
    ),
  ]);
}

/** Obedience to a form: JSON, counts, order, case. */
export function formatTask(random: Random): Draft {
  return random.pick([json, calculated, repeated, sorted, lettered])(random);
}
