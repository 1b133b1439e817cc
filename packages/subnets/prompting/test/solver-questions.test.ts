import { describe, expect, test } from "vitest";
import { solveFull } from "../solver/full.ts";

const answer = (question: string): string | undefined =>
  solveFull({ roles: ["user"], messages: [question] })?.answer;

// Expected values were worked out by hand or with Python's integers, fractions and datetime.
const ARITHMETIC: [string, string][] = [
  ["What is 17 * 23, minus the number of days in February 2024?", "362"],
  ["2+2", "4"],
  ["What is 12 * (3 + 4) - 5?", "79"],
  ["Calculate 100 - 7 * (3 + 4) / 7.", "93"],
  ["2^64", "18446744073709551616"],
  ["What is 7 to the power of 31?", "157775382034845806615042743"],
  ["123456789 × 987654321 = ?", "121932631112635269"],
  ["How much is 999999999999999999 * 999999999999999999?", "999999999999999998000000000000000001"],
  ["3.75 * 4 - 1.5", "13.5"],
  ["0.1 + 0.2", "0.3"],
  ["What is 1/3 + 1/6?", "0.5"],
  ["10/4", "2.5"],
  ["-7 - -3", "-4"],
  ["2 - 3 - 4", "-5"],
  ["2 ^ 3 ^ 2", "512"],
  ["What is three plus four times five?", "23"],
  ["What is seventeen times twenty-three?", "391"],
  ["one hundred and five divided by seven", "15"],
  ["What is two thousand and twenty-four minus 24?", "2000"],
  ["What is 18% of 45?", "8.1"],
  ["What is 250 increased by 8%?", "270"],
  ["What is 80 decreased by 12.5 percent?", "70"],
  ["How much is 20% off 50?", "40"],
  ["What percentage of 40 is 17?", "42.5%"],
  ["45 is what percent of 60?", "75%"],
  ["What is 30 as a percentage of 120?", "25%"],
  ["percentage increase from 80 to 100", "25%"],
  ["What is half of 90 plus 4?", "49"],
  ["two thirds of 90", "60"],
  ["What is 5 more than 12?", "17"],
  ["What is 3 less than 10?", "7"],
  ["What is the sum of 3, 4 and 5?", "12"],
  ["What's the product of six and seven?", "42"],
  ["What is the difference between 12 and 40?", "28"],
  ["What is the average of 2, 4 and 9?", "5"],
  ["What is the square root of 144?", "12"],
  ["sqrt(2.25)", "1.5"],
  ["What is 9 squared?", "81"],
  ["What is the factorial of 20?", "2432902008176640000"],
  ["5!", "120"],
  ["What is the remainder when 1000003 is divided by 97?", "30"],
  ["gcd(1071, 462)", "21"],
  ["What is the least common multiple of 21 and 6?", "42"],
  ["1,234,567 + 1", "1234568"],
  ["Could you please tell me what 12 x 12 is?", "144"],
  ["Start with 14. Multiply by 6, subtract 20 and then divide by 4. What is the result?", "16"],
  [
    "I think of the number 12. Double it, add 3 to it, then square it. What number do I have now?",
    "729",
  ],
  ["What is 8 divided by 3, rounded to 2 decimal places?", "2.67"],
  ["What is 2.5 rounded to the nearest integer plus 0?", "3"],
  ["What is 24 times the number of hours in a day?", "576"],
  [
    "Mira has 45 marbles. She gives 12 to Tom and buys 30 more. How many marbles does Mira have now?",
    "63",
  ],
  ["A crate holds 24 bottles. How many bottles are in 17 crates?", "408"],
  ["8 people share 96 coins equally. How many coins does each person get?", "12"],
  ["1/0", "undefined"],
  ["multiply 6 by 7", "42"],
  ["Please subtract 3 from 10.", "7"],
  ["How many days are in a leap year?", "366"],
  ["What is 5 factorial?", "120"],
  ["3/8 as a decimal", "0.375"],
  ["What is 0.375 as a fraction?", "3/8"],
  ["$12.50 + $3.75", "16.25"],
  ["Is 91 a prime number?", "no"],
  ["Is 97 prime?", "yes"],
  ["What is 100 * (1 + 0.05)^3, rounded to 2 decimals?", "115.76"],
];

const DATES: [string, string][] = [
  ["How many days does February 2024 have?", "29"],
  ["How many days are there in February 1900?", "28"],
  ["How many days are in the year 2000?", "366"],
  ["What is the number of days in February?", "28"],
  ["Is 1900 a leap year?", "no"],
  ["Is 2000 a leap year? Answer yes or no.", "yes"],
  ["How many leap years are there from 1900 to 2000, both included?", "25"],
  ["What day of the week was 20 July 1969?", "Sunday"],
  ["On which weekday does January 1, 2000 fall?", "Saturday"],
  ["What day is 2100-02-28?", "Sunday"],
  ["Which day of the week was the 18th of June, 1815?", "Sunday"],
  ["Was 31 December 1999 a Friday?", "yes"],
  ["How many days are there between 29 February 2024 and 25 December 2024?", "300"],
  ["How many days is it from 1900-01-01 to 2001-01-01?", "36890"],
  ["What date is 30 days after 31 January 2024?", "2024-03-01"],
  ["What date is one day before 1 March 2023?", "2023-02-28"],
  ["Which date comes 52 weeks after February 29th, 2020?", "2021-02-27"],
  ["What is the number of the day 1 October 2024 within its year?", "275"],
  ["What time is it 45 minutes after 23:30?", "00:15"],
  ["How many minutes pass between 09:30 and 17:15?", "465"],
  ["How long until 18:00 from 16:45?", "1 h 15 min"],
  ["How many years are there between 1 May 1990 and 30 April 2024?", "33"],
  ["What is 12 hours after 3:15 pm?", "03:15"],
  ["How long is it from 9:30 am to 5:15 pm?", "7 h 45 min"],
];

const UNITS: [string, string][] = [
  ["Convert 26 miles to kilometres.", "41.842944 km"],
  ["What is 451 °F in °C? Round to one decimal place.", "232.8 °C"],
  ["How many kilograms are 5 pounds?", "2.26796185 kg"],
  ["How many seconds are in 2.5 hours?", "9000 s"],
  ["Convert 180 km/h to m/s", "50 m/s"],
  ["How many MiB are 3 GiB?", "3072 MiB"],
  ["how many minutes are in an hour?", "60 min"],
  ["How many minutes are 2 hours and 15 minutes?", "135 min"],
  ["How many inches are 5 feet and 11 inches?", "71 in"],
  ["What is 5 in in cm?", "12.7 cm"],
  ["A train travels at 90 km/h for 40 minutes. How many kilometres does it travel?", "60 km"],
  ["Convert 0 degrees Celsius to kelvin.", "273.15 K"],
  ["What is 98.6 F in C?", "37 °C"],
  ["Convert 1.5 tao to rao", "1500000000 rao"],
];

const LOGIC: [string, string][] = [
  ["Ana is taller than Ben. Ben is taller than Cleo. Who is the tallest?", "Ana"],
  ["Ana is taller than Ben. Cleo is shorter than Ben. Who is the shortest?", "Cleo"],
  ["Ana is older than Ben but younger than Cleo. Who is the oldest?", "Cleo"],
  ["Ana is faster than Ben. Ana is faster than Cleo. Who is the slowest?", "unknown"],
  ["Ana is faster than Ben. Ana is faster than Cleo. Who is the fastest?", "Ana"],
  ["Ana is heavier than Ben. Ben is heavier than Cleo. Is Cleo heavier than Ana?", "no"],
  ["Ana is richer than Ben. Ben is richer than Cleo. Who is the second richest?", "Ben"],
  ["All wugs are daxes. No dax is a fep. Tobo is a wug. Is Tobo a fep?", "no"],
  ["All wugs are zims. Tobo is a zim. Is Tobo a wug?", "unknown"],
  ["All cats are mammals. All mammals are animals. Are all cats animals?", "yes"],
  [
    'On an island live knights and knaves. Ada says: "Bo is a knave." Bo says: "Ada and I are of the same kind." Is Ada a knight or a knave?',
    "knight",
  ],
  [
    'Ada says: "All of us are knaves." Bo says: "Exactly one of us is a knight." Is Bo a knight or a knave?',
    "knight",
  ],
];

const FORMAT: [string, string][] = [
  ['Repeat the word "amber" exactly three times, separated by commas.', "amber,amber,amber"],
  ['Write the following text in capital letters: "ganglion stands up"', "GANGLION STANDS UP"],
  ["Sort these words alphabetically: pear, apple, fig.", "apple, fig, pear"],
  ['What is 6 * 7? Answer as JSON with the key "result".', '{"result":42}'],
  [
    'The name is Mira and the age is 34. Answer as JSON with the keys "age", "name".',
    '{"age":34,"name":"Mira"}',
  ],
  ["What is 20 + 22? Answer in English words only.", "forty-two"],
  ["What is 6 * 7? Put the answer in square brackets and write nothing else.", "[42]"],
  ['How many times does the letter "r" occur in "strawberry"?', "3"],
  ['How many words are in the sentence "the chain pays the miner"?', "5"],
  [
    "Write the items axon, dendrite and soma as a numbered list, one per line.",
    "1. axon\n2. dendrite\n3. soma",
  ],
  ['Spell the word "neuron" backwards.', "noruen"],
];

describe.each([
  ["arithmetic", ARITHMETIC],
  ["dates", DATES],
  ["units", UNITS],
  ["logic", LOGIC],
  ["format", FORMAT],
])("the full grade answers %s:", (_, cases) => {
  test.each(cases)("%s", (question, expected) => {
    expect(answer(question)).toBe(expected);
  });
});

test("working is given in one line beneath the answer", () => {
  const solved = solveFull({
    roles: ["user"],
    messages: ["What is 17 * 23, minus the number of days in February 2024?"],
  });
  expect(solved?.working).toBe("17 × 23 = 391; days in February 2024 = 29; 391 − 29 = 362");
});

test("a number of the last answer is gone on with", () => {
  const request = {
    roles: ["user", "assistant", "user"] as const,
    messages: ["2+2", "4\n2 + 2 = 4", "Now divide that by 8"],
  };
  expect(solveFull({ roles: [...request.roles], messages: request.messages })?.answer).toBe("0.5");
});

test.each([
  "hello",
  "",
  "   ",
  "What is the meaning of life?",
  "What is 7",
  "Who won the match in 1998?",
  "9^9^9",
  "What is 3 apples plus 4 pears?",
  "How many days did it rain between 1 March 2020 and 5 April 2020?",
  "How many votes did it get on 3 May 2024?",
  "What day is today?",
  "Is 2023-02-30 a Monday?",
  "How many kilometres are 5 kilograms?",
  "Write me a poem with 3 verses and 4 lines",
  "I have 3 brothers, who is the tallest?",
  "((((1+2)",
  "1 + + ) 2",
])("what it does not understand it leaves unanswered: %s", (question) => {
  expect(answer(question)).toBeUndefined();
});

describe("questions over supplied documents", () => {
  const docs = [
    {
      name: "velmar.txt",
      text: "The Velmar Observatory opened in 1874. It was designed by Oda Krenn. A ticket for it costs 12 crowns. Last year it counted 8,214 visitors.",
    },
    {
      name: "karlby.txt",
      text: "The Karlby Museum opened in 1921. Tova Holm designed the Karlby Museum. On Sundays it closes at 17:30.",
    },
    {
      name: "people.txt",
      text: "Mira Holm works for Lumen Works. The founder of Lumen Works is Cole Tarn. Cole Tarn lives in Estrand.",
    },
    {
      name: "ports.md",
      text: "| service | port | owner |\n|---|---|---|\n| relay | 4100 | Ada |\n| beacon | 4200 | Bo |",
    },
  ];
  const ask = (question: string) => solveFull({ roles: ["user"], messages: [question], docs });

  test.each([
    ["In which year did the Velmar Observatory open?", "1874"],
    ["When did the Karlby Museum open?", "1921"],
    ["Who designed the Velmar Observatory?", "Oda Krenn"],
    ["Who designed the Karlby Museum?", "Tova Holm"],
    ["How many visitors did the Velmar Observatory have last year?", "8,214"],
    ["At what time does the Karlby Museum close on Sundays?", "17:30"],
    ["Where does the founder of the company that Mira Holm works for live?", "Estrand"],
    ["What is the port of the service beacon?", "4200"],
    ["Which owner does the service relay have?", "Ada"],
  ])("%s", (question, expected) => {
    expect(ask(question)?.answer).toBe(expected);
  });

  test("every citation is a verbatim piece of the document it names", () => {
    for (const question of [
      "Who designed the Karlby Museum?",
      "Where does the founder of the company that Mira Holm works for live?",
    ]) {
      const citations = ask(question)?.citations ?? [];
      expect(citations.length).toBeGreaterThan(0);
      for (const { file, quote } of citations)
        expect(docs.find(({ name }) => name === file)?.text).toContain(quote);
    }
  });

  test("a question that the documents don't touch gets no answer", () => {
    expect(ask("How deep is the Mariana trench?")).toBeUndefined();
  });

  test("a text pasted above the question counts as a document", () => {
    const message =
      "Context: The ferry Lurgan carries 40 cars.\nQuestion: How many cars does the ferry Lurgan carry?";
    expect(solveFull({ roles: ["user"], messages: [message] })?.answer).toBe("40");
  });
});
