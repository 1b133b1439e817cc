import { type AnyNode, type Node, parse } from "acorn";

/** A change to a source: the text between two places becomes another one. */
export interface Mutation {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A node with what is around it. `names`: variables that can be seen from there. */
interface Place {
  readonly node: AnyNode;
  readonly parent: AnyNode | undefined;
  readonly names: readonly string[];
}

/** What a kind of bug makes of a place: texts for the whole node, or for a part of it. */
type Operator = (
  place: Place,
  text: (node: Node) => string,
) => readonly (string | { readonly at: Node; readonly text: string })[];

const SLIPS: Readonly<Record<string, readonly string[]>> = {
  "<": ["<="],
  "<=": ["<"],
  ">": [">="],
  ">=": [">"],
  "===": ["!=="],
  "!==": ["==="],
  "+": ["-"],
  "-": ["+"],
  "*": ["+"],
  "/": ["*"],
  "%": ["/"],
};
const REVERSED: Readonly<Record<string, string>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

/** How programmers err, by name. The miner's repairs know nothing of this list. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  /** `<` for `<=`, `+` for `-`. */
  operator: ({ node }, text) =>
    node.type === "BinaryExpression"
      ? (SLIPS[node.operator] ?? []).map((slip) => `${text(node.left)} ${slip} ${text(node.right)}`)
      : [],
  direction: ({ node }, text) =>
    node.type === "BinaryExpression" && REVERSED[node.operator]
      ? [`${text(node.left)} ${REVERSED[node.operator]} ${text(node.right)}`]
      : [],
  /** `a - b` for `b - a`. */
  "operands-swapped": ({ node }, text) =>
    node.type === "BinaryExpression" && ["-", "/", "%"].includes(node.operator)
      ? [`${text(node.right)} ${node.operator} ${text(node.left)}`]
      : [],
  connective: ({ node }, text) =>
    node.type === "LogicalExpression" && node.operator !== "??"
      ? [`${text(node.left)} ${node.operator === "&&" ? "||" : "&&"} ${text(node.right)}`]
      : [],
  /** Half of a condition is forgotten. */
  "condition-lost": ({ node }, text) =>
    node.type === "LogicalExpression" ? [text(node.left), text(node.right)] : [],
  "negation-lost": ({ node }, text) =>
    node.type === "UnaryExpression" && node.operator === "!" ? [text(node.argument)] : [],
  negated: ({ node }, text) =>
    node.type === "IfStatement" || node.type === "WhileStatement"
      ? [{ at: node.test, text: `!(${text(node.test)})` }]
      : [],
  constant: ({ node }) =>
    node.type === "Literal" && typeof node.value === "number"
      ? [String(node.value + 1), String(node.value - 1)]
      : [],
  flag: ({ node }) =>
    node.type === "Literal" && typeof node.value === "boolean" ? [String(!node.value)] : [],
  "off-by-one": ({ node }, text) =>
    node.type === "MemberExpression" && node.computed
      ? [{ at: node.property, text: `${text(node.property)} + 1` }]
      : node.type === "MemberExpression" &&
          node.property.type === "Identifier" &&
          node.property.name === "length"
        ? [`(${text(node)} - 1)`]
        : [],
  "wrong-variable": ({ node, parent, names }) =>
    node.type === "Identifier" && isRead(node, parent)
      ? names.filter((name) => name !== node.name)
      : [],
  /** `i--` for `i++`, `-=` for `+=`. */
  update: ({ node }, text) => {
    if (node.type === "UpdateExpression")
      return [`${text(node.argument)}${node.operator === "++" ? "--" : "++"}`];
    if (node.type !== "AssignmentExpression") return [];
    const other = { "+=": "-=", "-=": "+=", "*=": "+=", "/=": "*=" }[node.operator as string];
    return other
      ? [`${text(node.left)} ${other} ${text(node.right)}`]
      : node.operator === "="
        ? []
        : [`${text(node.left)} = ${text(node.right)}`];
  },
  "statement-lost": ({ node, parent }) =>
    (node.type === "ExpressionStatement" ||
      node.type === "ContinueStatement" ||
      node.type === "BreakStatement") &&
    parent?.type === "BlockStatement"
      ? [""]
      : [],
  "guard-lost": ({ node, parent }) =>
    node.type === "IfStatement" && !node.alternate && parent?.type === "BlockStatement" ? [""] : [],
  "else-lost": ({ node }, text) =>
    node.type === "IfStatement" && node.alternate
      ? [`if (${text(node.test)}) ${text(node.consequent)}`]
      : [],
  /** The value of a return is forgotten, or one side of it. */
  "return-cut": ({ node }, text) => {
    if (node.type !== "ReturnStatement" || !node.argument) return [];
    return node.argument.type === "BinaryExpression"
      ? [`return ${text(node.argument.left)};`]
      : ["return;"];
  },
  "choices-swapped": ({ node }, text) =>
    node.type === "ConditionalExpression"
      ? [`${text(node.test)} ? ${text(node.alternate)} : ${text(node.consequent)}`]
      : [],
  "arguments-swapped": ({ node }, text) =>
    node.type === "CallExpression" && node.arguments.length === 2
      ? [`${text(node.callee)}(${text(node.arguments[1]!)}, ${text(node.arguments[0]!)})`]
      : [],
  "other-method": ({ node }) => {
    if (node.type !== "MemberExpression" || node.property.type !== "Identifier") return [];
    const other = {
      min: "max",
      max: "min",
      floor: "ceil",
      push: "unshift",
      shift: "pop",
      toLowerCase: "toUpperCase",
      toUpperCase: "toLowerCase",
      some: "every",
      every: "some",
    }[node.property.name];
    return other ? [{ at: node.property, text: other }] : [];
  },
};

export const MUTATION_KINDS: readonly string[] = Object.keys(OPERATORS);

/** Every single bug that can be put into a source, in the order of the source. @throws SyntaxError */
export function mutationsOf(source: string): readonly Mutation[] {
  const text = (node: Node): string => source.slice(node.start, node.end);
  const found: Mutation[] = [];
  visit(parse(source, { ecmaVersion: 2022 }), undefined, [], (place) => {
    for (const [kind, operator] of Object.entries(OPERATORS))
      for (const made of operator(place, text)) {
        const at = typeof made === "string" ? place.node : made.at;
        const mutated = typeof made === "string" ? made : made.text;
        if (mutated === text(at)) continue;
        found.push({ kind, start: at.start, end: at.end, text: bracketed(mutated, place, at) });
      }
  });
  return found;
}

/** An operation inside of another one keeps its parts together. */
const bracketed = (text: string, { node, parent }: Place, at: Node): string =>
  at === node &&
  /^(?:Binary|Logical|Conditional)Expression$/.test(node.type) &&
  /^(?:Binary|Logical|Unary|Conditional|Member)Expression$/.test(parent?.type ?? "")
    ? `(${text})`
    : text;

/** A source with some mutations in it; they must not overlap. */
export const mutate = (source: string, mutations: readonly Mutation[]): string =>
  [...mutations]
    .sort((a, b) => b.start - a.start)
    .reduce((out, { start, end, text }) => out.slice(0, start) + text + out.slice(end), source);

function visit(
  node: AnyNode,
  parent: AnyNode | undefined,
  names: string[],
  see: (place: Place) => void,
): void {
  see({ node, parent, names: [...names] });
  // What is declared in a block or a function is seen there alone.
  const scope = /Function|Block|^For/.test(node.type) ? [...names] : names;
  if ("params" in node) for (const param of node.params) declare(param, scope);
  for (const child of childrenOf(node)) visit(child, node, scope, see);
  if (node.type === "VariableDeclarator") declare(node.id, names);
}

function declare(pattern: AnyNode, names: string[]): void {
  if (pattern.type === "Identifier") names.push(pattern.name);
  else if (pattern.type === "ArrayPattern")
    for (const element of pattern.elements) if (element) declare(element, names);
}

function childrenOf(node: AnyNode): AnyNode[] {
  const isNode = (value: unknown): value is AnyNode =>
    typeof value === "object" && value !== null && "type" in value && "start" in value;
  return Object.values(node).flatMap((value: unknown) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

/** True where a variable's value is used: not where it is declared, written or a name of something else. */
function isRead(node: AnyNode, parent: AnyNode | undefined): boolean {
  if (!parent) return false;
  switch (parent.type) {
    case "BinaryExpression":
    case "LogicalExpression":
    case "ReturnStatement":
    case "ConditionalExpression":
      return true;
    case "MemberExpression":
      return parent.computed || parent.object === node;
    case "CallExpression":
      return parent.callee !== node;
    case "AssignmentExpression":
      return parent.right === node;
    case "VariableDeclarator":
      return parent.init === node;
    default:
      return false;
  }
}
