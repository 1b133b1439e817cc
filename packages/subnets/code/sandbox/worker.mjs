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
 * @typedef {{ source: string, entry: string, calls: string[], intact: boolean, goOn: boolean, coverage: boolean, shared: boolean, ticksPerCall: number }} Program
 * @typedef {{ trouble: { reason: string, detail: string } | null, calls: Called[], covered: string[], ticks: number, ticksOfCalls: number[] }} Ran
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
 * An engine's runtime and what belongs to it. `harness` is there once the first program ran.
 * @typedef {{
 *   runtime: import("quickjs-emscripten-core").QuickJSRuntime,
 *   context: import("quickjs-emscripten-core").QuickJSContext,
 *   harness: import("quickjs-emscripten-core").QuickJSHandle | undefined,
 *   used: { ticks: number, call: number },
 *   ticksPerCall: number,
 * }} Realm
 */

/** @param {Limits} limits @returns {Promise<Realm>} */
async function openRealm(limits) {
  const runtime = (await quickjs).newRuntime();
  runtime.setMemoryLimit(limits.memoryBytes);
  runtime.setMaxStackSize(limits.stackBytes);
  /** @type {Realm} */
  const realm = {
    runtime,
    context: runtime.newContext(),
    harness: undefined,
    used: { ticks: 0, call: 0 },
    ticksPerCall: limits.ticksPerCall,
  };
  const { used } = realm;
  // The engine asks every ten thousand jumps and calls: a count of work, the same on every machine.
  runtime.setInterruptHandler(
    () => ++used.ticks > limits.ticks || ++used.call > realm.ticksPerCall,
  );
  return realm;
}

/** @param {Realm | undefined} realm */
function closeRealm(realm) {
  try {
    realm?.harness?.dispose();
    realm?.context.dispose();
    realm?.runtime.dispose();
  } catch {
    // A guest that ran out of memory may leave something behind: the next one gets a new engine.
    quickjs = newQuickJSWASMModuleFromVariant(variant);
  }
}

/** What a realm is not used again after. */
const SPENT = new Set(["timeout", "out_of_memory", "stack_overflow"]);

/** @param {Ran} ran */
const isSpent = ({ trouble, calls }) =>
  SPENT.has(trouble?.reason ?? "") ||
  calls.some((called) => !called.ok && SPENT.has(called.reason));

/**
 * Runs one program: loads it, then calls its entry with each list of arguments.
 * @param {Program} program @param {Limits} limits @param {Realm} realm @returns {Ran}
 */
function run(program, limits, realm) {
  const { context, used } = realm;
  used.ticks = 0;
  used.call = 0;
  realm.ticksPerCall = Math.min(limits.ticksPerCall, program.ticksPerCall);
  /** @type {Called[]} */
  const calls = [];
  /** @type {string[]} */
  const covered = [];
  /** @type {number[]} */
  const ticksOfCalls = [];
  /** @param {{ reason: string, detail: string } | null} trouble @returns {Ran} */
  const done = (trouble) => ({
    trouble,
    calls,
    covered,
    ticks: used.ticks,
    ticksOfCalls,
  });
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
    used.call = 0;
    return explain(context.dump(hold(error)));
  };
  const found = `typeof ${program.entry} === "function" ? ${program.entry} : undefined`;
  try {
    if (!realm.harness) {
      const made = context.evalCode(harnessText(program), "harness", GLOBAL);
      if (made.error) return done(explained(made.error));
      realm.harness = made.value;
    }
    const { harness } = realm;
    // Names of a program that shares its realm stay in a function of its own.
    const text = program.shared
      ? `(function () {${program.source}\n;return ${found};})()`
      : program.source;
    const loaded = context.evalCode(text, "answer", GLOBAL);
    if (loaded.error) return done(explained(loaded.error));
    let entry = hold(loaded.value);
    if (!program.shared) {
      const looked = context.evalCode(found, "entry", GLOBAL);
      if (looked.error) {
        hold(looked.error);
        return done({ reason: "no_entry", detail: "" });
      }
      entry = hold(looked.value);
    }
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
      used.call = 0;
      const told = ask("call", args);
      calls.push(told);
      ticksOfCalls.push(used.call);
      if (program.coverage) {
        used.call = 0;
        const seen = ask("covered", "");
        covered.push(seen.ok ? seen.json : "[]");
      }
      // What was interrupted may have left anything behind, and would cost as much again.
      if (!told.ok && (!program.goOn || told.reason === "timeout")) break;
    }
    if (program.intact) {
      used.call = 0;
      const whole = ask("intact", "");
      if (!whole.ok) return done({ reason: whole.reason, detail: whole.detail });
    }
    return done(null);
  } finally {
    for (const handle of held) handle.dispose();
  }
}

parentPort?.on("message", async ({ programs, limits }) => {
  await quickjs;
  // From here on the clock counts each program.
  parentPort?.postMessage("begin");
  /** @type {Realm | undefined} */
  let realm;
  for (const program of programs)
    try {
      if (!program.shared) {
        closeRealm(realm);
        realm = undefined;
      }
      realm ??= await openRealm(limits);
      const ran = run(program, limits, realm);
      if (!program.shared || isSpent(ran)) {
        closeRealm(realm);
        realm = undefined;
      }
      parentPort?.postMessage(ran);
    } catch (error) {
      // The engine itself broke: what is left of it is not to be trusted.
      realm = undefined;
      quickjs = newQuickJSWASMModuleFromVariant(variant);
      const detail = String(error).slice(0, 200);
      const reason = /stack|recursion/i.test(detail) ? "stack_overflow" : "crashed";
      const trouble = { reason, detail };
      parentPort?.postMessage({ trouble, calls: [], covered: [], ticks: 0, ticksOfCalls: [] });
    }
  closeRealm(realm);
});
