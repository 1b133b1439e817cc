import { type AnyNode, parse } from "acorn";

/** One node of a program, with the way to it from above. */
export interface Spot {
  readonly node: AnyNode;
  /** From the program down to the parent. */
  readonly above: readonly AnyNode[];
}

interface Declared {
  readonly name: string;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** A statement that can be watched. */
export interface Statement {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

/** What the repairer knows of a program before it runs. */
export class Outline {
  readonly source: string;
  readonly spots: readonly Spot[];
  readonly statements: readonly Statement[];
  /** The source with a note before every statement. */
  readonly watched: string;
  readonly #declared: readonly Declared[];

  /** @throws SyntaxError */
  constructor(source: string) {
    this.source = source;
    const spots: Spot[] = [];
    const open: Spot[] = [{ node: parse(source, { ecmaVersion: 2022 }), above: [] }];
    for (let spot = open.pop(); spot; spot = open.pop()) {
      spots.push(spot);
      const above = [...spot.above, spot.node];
      for (const value of Object.values(spot.node) as unknown[])
        for (const child of Array.isArray(value) ? value : [value])
          if (typeof child?.type === "string") open.push({ node: child as AnyNode, above });
    }
    this.spots = spots.sort((a, b) => a.node.start - b.node.start || b.node.end - a.node.end);
    this.#declared = this.spots.flatMap(declarationsAt);
    const watchable = this.spots.filter(isWatchable);
    this.statements = watchable.map(({ node }, id) => ({ id, start: node.start, end: node.end }));
    this.watched = watch(source, watchable);
  }

  text({ start, end }: { readonly start: number; readonly end: number }): string {
    return this.source.slice(start, end);
  }

  /** Variables that can be seen from a place, the nearest last. */
  names(at: number): readonly string[] {
    const seen = this.#declared
      .filter((each) => each.from <= at && at < each.to && each.at < at)
      .map(({ name }) => name);
    return [...new Set(seen)];
  }

  /** The innermost statement around a place. */
  statementAt(at: number): Statement | undefined {
    return this.statements.findLast(({ start, end }) => start <= at && at < end);
  }
}

function declarationsAt({ node, above }: Spot): Declared[] {
  const scope = above.findLast(({ type }) => /Function|BlockStatement|^For|Program/.test(type));
  if (node.type === "VariableDeclarator")
    return namesIn(node.id).map((name) => ({
      name,
      at: node.start,
      from: scope?.start ?? 0,
      to: scope?.end ?? 0,
    }));
  if (!("params" in node)) return [];
  return node.params
    .flatMap(namesIn)
    .map((name) => ({ name, at: node.start, from: node.start, to: node.end }));
}

function namesIn(pattern: AnyNode): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element ? namesIn(element) : []));
    case "AssignmentPattern":
      return namesIn(pattern.left);
    default:
      return [];
  }
}

const BODIES = new Set([
  "IfStatement",
  "ForStatement",
  "ForOfStatement",
  "ForInStatement",
  "WhileStatement",
]);

function isWatchable({ node, above }: Spot): boolean {
  const parent = above.at(-1);
  if (!parent || above.length < 2) return false;
  if (node.type === "BlockStatement" || !/Statement$|^VariableDeclaration$/.test(node.type))
    return false;
  // An else-if is watched through what it leads to.
  return (
    parent.type === "BlockStatement" ||
    (BODIES.has(parent.type) && node.type !== "VariableDeclaration" && !isHead(parent, node))
  );
}

const isHead = (parent: AnyNode, node: AnyNode): boolean =>
  "body" in parent ? parent.body !== node : false;

function watch(source: string, spots: readonly Spot[]): string {
  const inserts = spots.flatMap(({ node, above }, id) =>
    above.at(-1)!.type === "BlockStatement"
      ? [{ at: node.start, text: `__ran(${id});` }]
      : [
          { at: node.start, text: `{__ran(${id});` },
          { at: node.end, text: "}" },
        ],
  );
  let out = source;
  // From the end, and of two at one place the outer one last.
  for (const { at, text } of inserts.reverse().sort((a, b) => b.at - a.at))
    out = out.slice(0, at) + text + out.slice(at);
  return out;
}
