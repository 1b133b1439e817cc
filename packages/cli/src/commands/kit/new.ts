import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { checkout } from "../../checkout.ts";
import { CliError, EXIT } from "../../output.ts";

/** What `kit new` made. */
export interface MadeSubnet {
  readonly name: string;
  readonly dir: string;
  readonly files: readonly string[];
  /** True if it stands in the registry now. */
  readonly registered: boolean;
  /** Command lines to go on with. */
  readonly next: readonly string[];
}

const TAKEN = new Set(["template", "registry", "node-modules", "all"]);

const pascal = (name: string): string =>
  name
    .split("-")
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("");

/** A word that can't be a variable's name. */
function isReserved(word: string): boolean {
  try {
    new Function(`"use strict"; let ${word};`);
    return false;
  } catch {
    return true;
  }
}

/** The template's text with another name: as text, as a variable, as a class. */
export function renamed(text: string, name: string): string {
  const Class = pascal(name);
  const variable = Class.slice(0, 1).toLowerCase() + Class.slice(1);
  return (
    text
      .replaceAll("Template", Class)
      // In texts it is the name itself; what is left are variables.
      .replace(/(["`/ ,])template(?=["`/\n-]| --)/g, `$1${name}`)
      .replace(/kit test template/g, `kit test ${name}`)
      .replaceAll("template", variable)
  );
}

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((entry) => {
    const path = join(folder, entry);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

/**
 * Makes a subnet out of the template. Without `dir` it becomes one of this repository's.
 * @throws CliError BAD_NAME, EXISTS, NO_CHECKOUT
 */
export function makeSubnet(name: string, dir?: string, root = checkout()): MadeSubnet {
  const bad = (why: string) =>
    new CliError("BAD_NAME", `"${name}" can't be a subnet's name: ${why}`, { exit: EXIT.usage });
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 32)
    throw bad("lower case letters, digits and dashes, at most 32, a letter first");
  const variable = renamed("template", name);
  if (TAKEN.has(name) || isReserved(variable)) throw bad("it means something already");
  const source = join(root, "packages/subnets/template");
  if (!existsSync(source))
    throw new CliError("NO_CHECKOUT", `there is no template in ${root}`, {
      exit: EXIT.cannotStart,
      hint: "Run it from a checkout of the repository.",
    });
  const target = dir === undefined ? join(root, "packages/subnets", name) : resolve(dir);
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new CliError("EXISTS", `${target} is there already`, {
      exit: EXIT.usage,
      hint: "Choose another name, or --dir.",
    });
  const made = files(source).map((path) => {
    const to = join(target, relative(source, path));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, renamed(readFileSync(path, "utf8"), name));
    return relative(target, to);
  });
  const registered = dir === undefined;
  // Elsewhere the repository's own list of tests doesn't reach.
  if (!registered) writeFileSync(join(target, "vitest.config.mjs"), "export default {};\n");
  if (registered) register(join(root, "packages/subnets/registry.ts"), { name, variable });
  const where = registered ? name : target;
  return {
    name,
    dir: target,
    files: made,
    registered,
    next: [
      `npx vitest run ${registered ? `packages/subnets/${name}` : `--root ${target}`}`,
      `npx ganglion kit test ${where}`,
      ...(registered ? ["npm run fix", `npm start -- --subnets prompting,${name}`] : []),
    ],
  };
}

/** Adds a line to the registry. */
function register(
  file: string,
  { name, variable }: { readonly name: string; readonly variable: string },
): void {
  const text = readFileSync(file, "utf8");
  const key = name.includes("-") ? `"${name}"` : name;
  const line = `  ${key}: async () => (await import("./${name}/subnet.ts")).${variable},\n`;
  const at = text.indexOf("\n};") + 1;
  writeFileSync(file, text.slice(0, at) + line + text.slice(at));
}
