import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = dirname(fileURLToPath(import.meta.url));
const PACKAGES = join(ROOT, "packages");

/** Who may import whom: ARCHITECTURE.md has the same table with the reasons. `*`: anything. */
const MAY_IMPORT: Readonly<Record<string, readonly string[] | "*">> = {
  primitives: [],
  math: [],
  hash: ["primitives"],
  scale: ["primitives"],
  crypto: ["primitives"],
  frame: ["primitives", "hash", "scale"],
  runtime: ["primitives", "hash", "scale", "frame", "math"],
  store: ["primitives", "hash"],
  node: ["primitives", "hash", "scale", "crypto", "frame", "runtime", "store"],
  sdk: ["primitives", "hash", "scale", "crypto"],
  training: ["hash"],
  subnets: ["sdk", "training", "primitives"],
  gateway: ["sdk", "subnets", "hash", "primitives"],
  explorer: ["sdk", "math", "crypto", "primitives"],
  simulator: [
    "node",
    "sdk",
    "gateway",
    "subnets",
    "runtime",
    "store",
    "primitives",
    "crypto",
    "frame",
    "scale",
  ],
  cli: "*",
  testing: "*",
};
const PURE = ["primitives", "math", "hash", "scale", "frame", "runtime"];
const HARD_CAP_LINES = 500;
/** Tables of facts and generated declarations may be longer. */
const LONG = [
  /symbol-table\.ts$/,
  /errors\.ts$/,
  /events\.ts$/,
  /\/weights-table\.ts$/,
  /apis\/types\.ts$/,
];

function files(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules" || entry.name === "dist" || entry.name === "build") return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return files(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}
const isTest = (path: string): boolean => /\/(test|stories)\//.test(path);
const sources = readdirSync(PACKAGES).flatMap((name) =>
  files(join(PACKAGES, name)).map((path) => ({ name, path, text: readFileSync(path, "utf8") })),
);
const importsOf = (text: string): string[] =>
  [
    ...text.matchAll(
      /^\s*(?:import|export)\b[^"']*?from\s+"([^"]+)"|^\s*import\s+"([^"]+)"|import\("([^"]+)"\)/gms,
    ),
  ].map((match) => (match[1] ?? match[2] ?? match[3])!);

describe("the import table", () => {
  test("every package stands in it", () => {
    expect(readdirSync(PACKAGES).sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });
  test("a package imports only those below it, through their doors", () => {
    const breaches = sources
      .filter(({ path }) => !isTest(path))
      .flatMap(({ name, path, text }) =>
        importsOf(text).flatMap((specifier) => {
          const own = /^@ganglion\/([^/]+)(\/.*)?$/.exec(specifier);
          if (!own)
            return specifier.startsWith("../../../") &&
              relative(join(PACKAGES, name), join(dirname(path), specifier)).startsWith("..")
              ? [`${path}: ${specifier}`]
              : [];
          const allowed = MAY_IMPORT[name]!;
          const inTable = allowed === "*" || own[1] === name || allowed.includes(own[1]!);
          const throughDoor = own[2] === undefined || own[1] === "subnets" || own[1] === "cli";
          return inTable && throughDoor ? [] : [`${relative(ROOT, path)} imports ${specifier}`];
        }),
      );
    expect(breaches).toEqual([]);
  });
  test("inside a package a file is imported by its name with its ending", () => {
    // AssemblyScript takes names without endings.
    const typescript = sources.filter(({ path }) => !path.includes("/assembly/"));
    const breaches = typescript.flatMap(({ path, text }) =>
      importsOf(text)
        .filter(
          (specifier) =>
            specifier.startsWith(".") && !/\.(tsx?|json|css|svg|mjs|js)$/.test(specifier),
        )
        .map((specifier) => `${relative(ROOT, path)} imports ${specifier}`),
    );
    expect(breaches).toEqual([]);
  });
});

describe("the pure packages", () => {
  const pure = sources.filter(({ name, path }) => PURE.includes(name) && !isTest(path));
  test("import nothing of the platform", () => {
    const breaches = pure.flatMap(({ path, text }) =>
      importsOf(text)
        .filter((each) => each.startsWith("node:"))
        .map((each) => `${relative(ROOT, path)} imports ${each}`),
    );
    expect(breaches).toEqual([]);
  });
  test("the runtime has no async code, no clock and no randomness", () => {
    const breaches = pure
      .filter(({ name }) => name === "runtime" || name === "frame" || name === "math")
      .flatMap(({ path, text }) =>
        [
          /\basync\b(?![^\n]*\*\/)/,
          /\bawait\b/,
          /\bDate\.now\b/,
          /\bnew Date\b/,
          /\bMath\.random\b/,
          /\bperformance\b/,
        ]
          .filter((pattern) => pattern.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "")))
          .map((pattern) => `${relative(ROOT, path)}: ${pattern}`),
      );
    expect(breaches).toEqual([]);
  });
  test("consensus uses no floating point functions", () => {
    const breaches = pure
      .filter(({ name }) => name === "runtime" || name === "math")
      .flatMap(({ path, text }) =>
        /\bMath\.(exp|log|log2|pow|sqrt|sin|cos|tan)\b/.test(text) ? [relative(ROOT, path)] : [],
      );
    expect(breaches).toEqual([]);
  });
});

test("no file is longer than five hundred lines, tables excepted", () => {
  const long = sources
    .filter(({ path }) => !isTest(path) && !LONG.some((pattern) => pattern.test(path)))
    .map(({ path, text }) => ({ path: relative(ROOT, path), lines: text.split("\n").length }))
    .filter(({ lines }) => lines > HARD_CAP_LINES);
  expect(long).toEqual([]);
});

test("no file has a name that says nothing", () => {
  expect(
    sources
      .map(({ path }) => relative(ROOT, path))
      .filter((path) => /\/(utils|helpers|common|misc)\.tsx?$/.test(path)),
  ).toEqual([]);
});

test("every path that ARCHITECTURE.md names exists", () => {
  const text = readFileSync(join(ROOT, "ARCHITECTURE.md"), "utf8");
  const named = [
    ...text.matchAll(/`((?:packages|scripts|bin|docs|conformance|bench)\/[\w./<>-]+)`/g),
  ].map((match) => match[1]!);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((path) => !path.includes("<") && !existsSync(join(ROOT, path)))).toEqual([]);
});
