// Reads {entry, tests, candidates} as JSON and prints the place of the first candidate that passes all tests, or -1.
// `node:vm` keeps accidents apart, not attacks: a miner that is exposed needs a real sandbox around this process.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { runInNewContext } from "node:vm";

const { entry, tests, candidates } = JSON.parse(readFileSync(0, "utf8"));

function passes(source) {
  try {
    // JSON in and out: nothing of the other context is compared, and arguments are fresh for each candidate.
    const calls = JSON.stringify(tests.map(({ args }) => args));
    const given = runInNewContext(
      `${source}\n;JSON.stringify(${calls}.map((args) => ${entry}(...args)))`,
      {},
      { timeout: 30 },
    );
    const expected = tests.map((test) => test.expected);
    return isDeepStrictEqual(JSON.parse(given), expected);
  } catch {
    return false;
  }
}

process.stdout.write(`${candidates.findIndex(passes)}\n`);
