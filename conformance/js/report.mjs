// What the client scripts say: one JSON object per line on stdout, and a loud end if something is wrong.

const began = performance.now();

/** Prints what a step saw. */
export function say(step, seen = {}) {
  const seconds = Math.round(performance.now() - began) / 1000;
  const plain = (_key, value) => (typeof value === "bigint" ? value.toString() : value);
  process.stdout.write(`${JSON.stringify({ step, seconds, ...seen }, plain)}\n`);
}

/** Throws with what was seen unless it holds. */
export function check(holds, what, seen = {}) {
  if (!holds)
    throw new Error(
      `${what}: ${JSON.stringify(seen, (_key, value) => (typeof value === "bigint" ? value.toString() : value))}`,
    );
}

/** Rejects if nothing came of it in time. */
export async function within(milliseconds, what, promise) {
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what}: nothing after ${milliseconds} ms`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a script; an exception ends it with code 1 and a last line that says what failed. */
export async function run(main) {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${error?.stack ?? error}\n`);
    say("failed", { error: String(error?.message ?? error) });
    process.exit(1);
  }
  say("done");
  process.exit(0);
}
