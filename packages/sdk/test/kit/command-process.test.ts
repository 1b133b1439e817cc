import { afterEach, describe, expect, test } from "vitest";
import { CommandProcess } from "../../src/index.ts";

const said: string[] = [];
const running: CommandProcess[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
  said.length = 0;
});

/** A program of one line of JavaScript that gets `message` and `say`. */
function program(
  body: string,
  options: Partial<ConstructorParameters<typeof CommandProcess>[0]> = {},
) {
  const source = `
    const say = (value) => process.stdout.write(JSON.stringify(value) + "\\n");
    require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
      const message = JSON.parse(line);
      ${body}
    });`;
  const command = new CommandProcess({
    program: process.execPath,
    args: ["-e", source],
    log: { info: (what) => said.push(what), trouble: (what) => said.push(what) },
    timeoutMs: 20_000,
    ...options,
  });
  running.push(command);
  return command;
}

describe("a program that answers", () => {
  test("gets each request as a line and may answer in any order", async () => {
    const doubler = program(`
      const answer = () => say({ id: message.id, answer: { twice: 2 * message.request.n } });
      if (message.request.n === 1) globalThis.later = answer; else { answer(); globalThis.later?.(); }`);
    expect(await Promise.all([doubler.ask({ n: 1 }), doubler.ask({ n: 2 })])).toEqual([
      { twice: 2 },
      { twice: 4 },
    ]);
  });

  test("may refuse, and may write nonsense besides", async () => {
    const odd = program(`
      console.log("starting up"); console.error("a warning");
      say({ id: 999, answer: {} });
      say(message.request.bad ? { id: message.id, answer: 7 } : { id: message.id, error: "no idea" });`);
    await expect(odd.ask({})).rejects.toMatchObject({ reason: "refused", message: "no idea" });
    await expect(odd.ask({ bad: true })).rejects.toMatchObject({ reason: "garbled" });
    expect(said.some((line) => line.includes("no JSON"))).toBe(true);
  });

  test("that ends is started again, but not at once", async () => {
    let nowMs = 0;
    const env = {
      now: () => nowMs,
      after: (ms: number, work: () => void) => {
        const timer = setTimeout(work, ms);
        return { cancel: () => clearTimeout(timer) };
      },
      random: (length: number) => new Uint8Array(length),
    };
    const fragile = program(
      `if (message.request.die) process.exit(3); else say({ id: message.id, answer: { alive: true } });`,
      { env },
    );
    await expect(fragile.ask({ die: true })).rejects.toMatchObject({
      reason: "ended",
      message: "the program ended with 3",
    });
    await expect(async () => fragile.ask({})).rejects.toMatchObject({ reason: "ended" });
    nowMs = 1_000;
    expect(await fragile.ask({})).toEqual({ alive: true });
  });

  test("that takes too long, or writes without end, is ended", async () => {
    const silent = program("", { timeoutMs: 50 });
    await expect(silent.ask({})).rejects.toMatchObject({ reason: "timeout" });
    const endless = program(
      `const more = () => { while (process.stdout.write("x".repeat(65536))); process.stdout.once("drain", more); }; more();`,
      { maxLineBytes: 200_000 },
    );
    await expect(endless.ask({})).rejects.toMatchObject({ reason: "too_long" });
  });

  test("is not asked by more than it can keep up with, nor for those who left", async () => {
    const slow = program("", { maxWaiting: 1 });
    const controller = new AbortController();
    const first = slow.ask({}, { signal: controller.signal });
    await expect(async () => slow.ask({})).rejects.toMatchObject({ reason: "busy" });
    controller.abort();
    await expect(first).rejects.toMatchObject({ reason: "stopped" });
  });

  test("that isn't there says so", async () => {
    const none = new CommandProcess({
      program: "/no/such/program",
      args: [],
      log: { info: () => {}, trouble: (what) => said.push(what) },
    });
    await expect(none.ask({})).rejects.toMatchObject({ reason: "cannot_start" });
    expect(said).toEqual(["/no/such/program could not be started"]);
  });
});
