// @ts-check
// The thread in which guests run: QuickJS in WebAssembly, without files, network, clock or modules. Plain JavaScript,
// since a thread starts from a file: it is the same in a checkout, in a bundle and under test.
import { parentPort } from "node:worker_threads";
import variant from "@jitl/quickjs-wasmfile-release-sync";
import { newQuickJSWASMModuleFromVariant } from "quickjs-emscripten-core";
import { harnessText } from "./harness.mjs";

/**
 * @typedef {{ memoryBytes: number, stackBytes: number, ticksPerCall: number, ticks: number, outputLength: number }} Limits
 * @typedef {{ ok: true, json: string } | { ok: false, reason: string, detail: string }} Called
 * @typedef {{ source: string, entry: string, calls: string[], intact: boolean, goOn: boolean, coverage: boolean, ticksPerCall: number }} Program
 * @typedef {{ trouble: { reason: string, detail: string } | null, calls: Called[], covered: string[], ticks: number }} Ran
 */

/** A script: nothing in it can be taken for a module. */
const GLOBAL = /** @type {const} */ ({ type: "global" });

let quickjs = newQuickJSWASMModuleFromVariant(variant);

/** What the engine itself says when a limit is reached, as reasons. */
const REASONS = /** @type {const} */ ([
  [/interrupted/, "timeout"],
  [/out of memory/, "out_of_memory"],
  [/stack overflow|call stack/i, "stack_overflow"],
  [/SyntaxError/, "syntax"],
]);

/** @param {unknown} error what the engine dumped @returns {{ reason: string, detail: string }} */
function explain(error) {
  const { name, message } = /** @type {{ name?: unknown, message?: unknown }} */ (
    typeof error === "object" && error !== null ? error : { name: "", message: error }
  );
  const detail = `${String(name)}: ${String(message)}`.slice(0, 200);
  return { reason: REASONS.find(([pattern]) => pattern.test(detail))?.[1] ?? "threw", detail };
}

/**
 * Runs one program in a runtime of its own: loads it, then calls its entry with each list of arguments.
 * @param {Program} program @param {Limits} limits @returns {Promise<Ran>}
 */
async function run(program, limits) {
  const runtime = (await quickjs).newRuntime();
  runtime.setMemoryLimit(limits.memoryBytes);
  runtime.setMaxStackSize(limits.stackBytes);
  const ticksPerCall = Math.min(limits.ticksPerCall, program.ticksPerCall);
  let ticks = 0;
  let call = 0;
  // The engine asks every ten thousand jumps and calls: a count of work, the same on every machine.
  runtime.setInterruptHandler(() => ++ticks > limits.ticks || ++call > ticksPerCall);
  const context = runtime.newContext();
  /** @type {Called[]} */
  const calls = [];
  /** @type {string[]} */
  const covered = [];
  /** @param {{ reason: string, detail: string } | null} trouble @returns {Ran} */
  const done = (trouble) => ({ trouble, calls, covered, ticks });
  /** Handles to be given back before the runtime may go. @type {{ dispose(): void }[]} */
  const held = [];
  /** @template {{ dispose(): void }} T @param {T} handle */
  const hold = (handle) => {
    held.push(handle);
    return handle;
  };
  /** @param {import("quickjs-emscripten-core").QuickJSHandle} error */
  const explained = (error) => {
    // Dumping runs the guest's code where it threw an object of its own making, so it has a budget too.
    call = 0;
    return explain(context.dump(hold(error)));
  };
  try {
    const made = context.evalCode(harnessText(program), "harness", GLOBAL);
    if (made.error) return done(explained(made.error));
    const harness = hold(made.value);
    const loaded = context.evalCode(program.source, "answer", GLOBAL);
    if (loaded.error) return done(explained(loaded.error));
    hold(loaded.value);
    const found = context.evalCode(
      `typeof ${program.entry} === "function" ? ${program.entry} : undefined`,
      "entry",
      GLOBAL,
    );
    if (found.error) {
      hold(found.error);
      return done({ reason: "no_entry", detail: "" });
    }
    const entry = hold(found.value);
    if (context.typeof(entry) !== "function") return done({ reason: "no_entry", detail: "" });
    /** @param {string} what @param {string} text */
    const ask = (what, text) => {
      const parts = [what, text].map((each) => hold(context.newString(each)));
      const size = hold(context.newNumber(limits.outputLength));
      const result = context.callFunction(harness, context.undefined, entry, ...parts, size);
      if (result.error) return { ok: /** @type {const} */ (false), ...explained(result.error) };
      const told = context.getString(hold(result.value));
      if (told.startsWith("=")) return { ok: /** @type {const} */ (true), json: told.slice(1) };
      const at = told.indexOf(":");
      const reason = told.slice(1, at);
      const detail = told.slice(at + 1, at + 201);
      return reason === "threw"
        ? { ok: /** @type {const} */ (false), ...explain({ name: "", message: detail }) }
        : { ok: /** @type {const} */ (false), reason, detail };
    };
    for (const args of program.calls) {
      call = 0;
      const told = ask("call", args);
      calls.push(told);
      if (program.coverage) {
        call = 0;
        const seen = ask("covered", "");
        covered.push(seen.ok ? seen.json : "[]");
      }
      // What was interrupted may have left anything behind, and would cost as much again.
      if (!told.ok && (!program.goOn || told.reason === "timeout")) break;
    }
    if (program.intact) {
      call = 0;
      const whole = ask("intact", "");
      if (!whole.ok) return done({ reason: whole.reason, detail: whole.detail });
    }
    return done(null);
  } finally {
    try {
      for (const handle of held) handle.dispose();
      context.dispose();
      runtime.dispose();
    } catch {
      // A guest that ran out of memory may leave something behind: the next one gets a new engine.
      quickjs = newQuickJSWASMModuleFromVariant(variant);
    }
  }
}

parentPort?.on("message", async ({ programs, limits }) => {
  /** @type {Ran[]} */
  const results = [];
  for (const program of programs)
    try {
      results.push(await run(program, limits));
    } catch (error) {
      // The engine itself broke: what is left of it is not to be trusted.
      quickjs = newQuickJSWASMModuleFromVariant(variant);
      const detail = String(error).slice(0, 200);
      const reason = /stack|recursion/i.test(detail) ? "stack_overflow" : "crashed";
      results.push({ trouble: { reason, detail }, calls: [], covered: [], ticks: 0 });
    }
  parentPort?.postMessage(results);
});
