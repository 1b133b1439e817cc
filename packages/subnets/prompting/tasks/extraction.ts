import { COLOURS, FAMILY_NAMES, GIVEN_NAMES, TOWNS } from "./names.ts";
import type { Random } from "./random.ts";
import type { Draft, Truth } from "./task.ts";

type Attribute = {
  /** Ways to state it; {x} the subject, {y} the value. */
  states: readonly string[];
  asks: readonly string[];
  value: (random: Random) => string;
  /** How the answer may also be written, or that it is a number. */
  truth?: (value: string) => Truth;
};

const asNumber = (value: string): Truth => ({ type: "number", value: value.replaceAll(",", "") });
const thousands = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ",");
const person = (random: Random): string =>
  `${random.pick(GIVEN_NAMES)} ${random.pick(FAMILY_NAMES)}`;
const MATERIALS = [
  "red granite",
  "white limestone",
  "dark oak",
  "welded steel",
  "glazed brick",
  "river clay",
];

const ATTRIBUTES: readonly Attribute[] = [
  {
    states: ["{x} opened in {y}.", "{x} opened to the public in {y}."],
    asks: ["In which year did {x} open?", "When did {x} open?"],
    value: (random) => String(random.int(1750, 2019)),
    truth: asNumber,
  },
  {
    states: ["{x} was designed by {y}.", "{y} designed {x}."],
    asks: ["Who designed {x}?"],
    value: person,
  },
  {
    states: ["{x} is located in {y}.", "{x} stands in {y}."],
    asks: ["In which town is {x} located?", "Where does {x} stand?"],
    value: (random) => random.pick(TOWNS),
  },
  {
    states: ["{x} is {y} metres tall."],
    asks: ["How many metres tall is {x}?", "How tall is {x}?"],
    value: (random) => String(random.int(4, 320)),
    truth: asNumber,
  },
  {
    states: ["A ticket for {x} costs {y} crowns.", "The price of a ticket for {x} is {y} crowns."],
    asks: ["How many crowns does a ticket for {x} cost?", "How much does a ticket for {x} cost?"],
    value: (random) => String(random.int(2, 95)),
    truth: asNumber,
  },
  {
    states: ["Last year {x} counted {y} visitors.", "{x} had {y} visitors last year."],
    asks: ["How many visitors did {x} have last year?"],
    value: (random) => thousands(random.int(1200, 900_000)),
    truth: asNumber,
  },
  {
    states: ["{x} is built of {y}."],
    asks: ["What is {x} built of?", "Of what material is {x} built?"],
    value: (random) => random.pick(MATERIALS),
  },
  {
    states: ["The roof of {x} is {y}.", "{x} has a {y} roof."],
    asks: ["What colour is the roof of {x}?"],
    value: (random) => random.pick(COLOURS),
  },
  {
    states: ["On Sundays {x} closes at {y}."],
    asks: ["At what time does {x} close on Sundays?", "When does {x} close on Sundays?"],
    value: (random) => `${random.int(14, 22)}:${random.pick(["00", "15", "30", "45"])}`,
  },
  {
    states: ['The guard dog of {x} is called "{y}".', "The guard dog of {x} is named {y}."],
    asks: ["What is the name of the guard dog of {x}?", "What is the guard dog of {x} called?"],
    value: (random) =>
      random.pick(["Rumble", "Biscuit", "Sergeant", "Pickle", "Thimble", "Waffle"]),
  },
  {
    states: ["{x} is run by {y}.", "The director of {x} is {y}."],
    asks: ["Who runs {x}?", "Who is the director of {x}?"],
    value: person,
  },
];
// The last one's statements and questions pair up by position: "is run by" answers "Who runs".
const PAIRED = ATTRIBUTES.length - 1;

const FILLERS = [
  "The weather there is often wet.",
  "Few guide books mention it.",
  "Photographs are welcome.",
  "The path from the station is steep.",
  "A small café serves soup and bread.",
];

/** Prose about several invented places; one property of one of them is asked. */
function prose(random: Random): Draft {
  const kinds = random.sample(
    ["Observatory", "Museum", "Library", "Lighthouse", "Theatre", "Bridge"],
    3,
  );
  const stems = random.sample(TOWNS, 6);
  const subjects = kinds.map((kind, i) => ({ name: `the ${stems[i]} ${kind}` }));
  const chosen = random.sample(
    ATTRIBUTES.map((_, i) => i),
    5,
  );
  const asked = chosen[0]!;
  const target = random.int(0, subjects.length - 1);
  const pairing = random.int(0, 1);
  // No value twice, and none that a subject bears in its name.
  const used = new Set<string>(stems);
  let truth = "";
  const docs = subjects.map(({ name }, index) => {
    const lines = random.sample(chosen, index === target ? 5 : random.int(2, 4));
    if (!lines.includes(asked)) lines.push(asked); // A rival value of the property that is asked.
    const sentences = lines.map((attribute) => {
      const { states, value } = ATTRIBUTES[attribute]!;
      let text = value(random);
      while (used.has(text)) text = value(random);
      used.add(text);
      if (attribute === asked && index === target) truth = text;
      const state = attribute === PAIRED ? states[pairing]! : random.pick(states);
      return { state, text };
    });
    const story = sentences.map(({ state, text }, i) => {
      // After its first sentence a subject may go by "it".
      const subject = i > 0 && random.chance(35) && !state.includes("Last year") ? "it" : name;
      const line = state.replace("{x}", () => subject).replace("{y}", () => text);
      return line[0]!.toUpperCase() + line.slice(1);
    });
    if (random.chance(60)) story.splice(random.int(1, story.length), 0, random.pick(FILLERS));
    return { name: `${stems[index]!.toLowerCase()}.txt`, text: story.join(" ") };
  });
  const attribute = ATTRIBUTES[asked]!;
  const ask = asked === PAIRED ? attribute.asks[pairing]! : random.pick(attribute.asks);
  return {
    prompt: ask.replace("{x}", () => subjects[target]!.name),
    docs: random.sample(docs, docs.length),
    truth: attribute.truth?.(truth) ?? { type: "text", value: truth, also: [], partial: true },
  };
}

/** Records as a Markdown table or as lines of `key: value`. */
function records(random: Random): Draft {
  const names = random.sample(
    ["relay", "ledger", "beacon", "archive", "courier", "sentry", "mirror"],
    4,
  );
  const rows = names.map((name) => ({
    service: name,
    port: String(random.int(1024, 65_000)),
    owner: person(random),
    region: random.pick(TOWNS),
    version: `${random.int(1, 9)}.${random.int(0, 30)}.${random.int(0, 9)}`,
  }));
  const key = random.pick(["port", "owner", "region", "version"] as const);
  const target = random.pick(rows);
  const table = [
    "| service | port | owner | region | version |",
    "|---|---|---|---|---|",
    ...rows.map(
      (row) => `| ${row.service} | ${row.port} | ${row.owner} | ${row.region} | ${row.version} |`,
    ),
  ].join("\n");
  const blocks = rows
    .map(
      (row) =>
        `service: ${row.service}\nport: ${row.port}\nowner: ${row.owner}\nregion: ${row.region}\nversion: ${row.version}`,
    )
    .join("\n\n");
  return {
    prompt: random.pick([
      `What is the ${key} of the service ${target.service}?`,
      `Which ${key} does the service ${target.service} have?`,
    ]),
    docs: [
      {
        name: random.chance(50) ? "services.md" : "inventory.md",
        text: random.chance(50) ? table : blocks,
      },
    ],
    truth:
      key === "port"
        ? asNumber(target.port)
        : { type: "text", value: target[key], also: [], partial: key !== "version" },
  };
}

/** A fact to be found in a supplied context. */
export function extractionTask(random: Random): Draft {
  return random.pick([prose, prose, records])(random);
}
