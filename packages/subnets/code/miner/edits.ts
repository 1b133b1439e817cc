import type { AnyNode } from "acorn";
import type { Outline, Spot } from "./outline.ts";

/** A proposal: the text between two places becomes another one. `worth`: how often such a change helps, for the order. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly worth: number;
  /** What it does, for people. */
  readonly what: string;
}

/** What tests tell about values that may be missing in the source. */
export interface Hints {
  /** Small results that failing tests expect, as JSON. */
  readonly expected: readonly string[];
}

/** A family of repairs: what could stand in this place instead. */
type Family = (
  spot: Spot,
  outline: Outline,
  hints: Hints,
) => readonly { readonly text: string; readonly at?: AnyNode; readonly what?: string }[];

const COMPARING = ["<", "<=", ">", ">=", "===", "!=="];
const RECKONING = ["+", "-", "*", "/", "%"];
const ASSIGNING = ["=", "+=", "-=", "*=", "/="];
/** Functions that take and give the same kinds of things. */
const ALIKE = [
  ["min", "max"],
  ["floor", "ceil", "round", "trunc"],
  ["push", "unshift"],
  ["pop", "shift"],
  ["some", "every"],
  ["indexOf", "lastIndexOf"],
  ["toLowerCase", "toUpperCase"],
];

/**
 * Families by name, with their worth. They are general: put another thing of its kind in a place, take an ingredient
 * from elsewhere in the program, weaken or strengthen a condition, insert a step or an early return. They don't undo a
 * list of bugs; what was deleted and stands nowhere else can't be found again.
 */
const FAMILIES: Readonly<Record<string, { readonly worth: number; readonly propose: Family }>> = {
  "another comparison": {
    worth: 1,
    propose: ({ node }, outline) =>
      node.type === "BinaryExpression" && COMPARING.includes(node.operator)
        ? joined(node, COMPARING, outline)
        : [],
  },
  "another calculation": {
    worth: 0.9,
    propose: ({ node }, outline) =>
      node.type === "BinaryExpression" && RECKONING.includes(node.operator)
        ? joined(node, RECKONING, outline)
        : node.type === "LogicalExpression"
          ? joined(node, ["&&", "||"], outline)
          : [],
  },
  "another assignment": {
    worth: 0.7,
    propose: ({ node }, outline) => {
      if (node.type === "UpdateExpression")
        return [{ text: `${outline.text(node.argument)}${node.operator === "++" ? "--" : "++"}` }];
      if (node.type !== "AssignmentExpression") return [];
      return ASSIGNING.filter((operator) => operator !== node.operator).map((operator) => ({
        text: `${outline.text(node.left)} ${operator} ${outline.text(node.right)}`,
      }));
    },
  },
  "one more or less": {
    worth: 0.8,
    propose(spot, outline) {
      const { node } = spot;
      if (!isValue(spot)) return [];
      if (node.type === "Literal" && typeof node.value === "number")
        return [node.value + 1, node.value - 1].map((value) => ({ text: String(value) }));
      const inner = outline.text(node);
      // "x + 1" and "x - 1" may be one step too far already.
      const undone = /^\(?(.+?) [+-] 1\)?$/.exec(inner);
      return [`(${inner} + 1)`, `(${inner} - 1)`, ...(undone ? [undone[1]!] : [])].map((text) => ({
        text,
      }));
    },
  },
  "another variable": {
    worth: 0.8,
    propose: (spot, outline) =>
      spot.node.type === "Identifier" && isValue(spot)
        ? outline.names(spot.node.start).map((text) => ({ text }))
        : [],
  },
  "another constant": {
    worth: 0.5,
    propose({ node }, outline) {
      if (node.type !== "Literal") return [];
      if (typeof node.value === "boolean") return [{ text: String(!node.value) }];
      const kind = typeof node.value;
      const others = outline.spots.flatMap(({ node: other }) =>
        other.type === "Literal" && typeof other.value === kind ? [outline.text(other)] : [],
      );
      return [...new Set([...(kind === "number" ? ["0", "1", "2", "-1"] : []), ...others])].map(
        (text) => ({ text }),
      );
    },
  },
  "the other function": {
    worth: 0.7,
    propose({ node }) {
      if (node.type !== "MemberExpression" || node.property.type !== "Identifier") return [];
      const { name } = node.property;
      return (ALIKE.find((group) => group.includes(name)) ?? []).map((text) => ({
        text,
        at: node.property,
      }));
    },
  },
  "parts exchanged": {
    worth: 0.7,
    propose({ node }, outline) {
      const text = (each: AnyNode): string => outline.text(each);
      if (node.type === "BinaryExpression" && !["+", "*", "===", "!=="].includes(node.operator))
        return [{ text: `(${text(node.right)}) ${node.operator} (${text(node.left)})` }];
      if (node.type === "ConditionalExpression")
        return [
          { text: `${text(node.test)} ? ${text(node.alternate)} : ${text(node.consequent)}` },
        ];
      if (node.type === "CallExpression" && node.arguments.length === 2)
        return [
          {
            text: `${text(node.callee)}(${text(node.arguments[1]!)}, ${text(node.arguments[0]!)})`,
          },
        ];
      return [];
    },
  },
  "condition turned": {
    worth: 0.9,
    propose({ node }, outline) {
      const test = testOf(node);
      if (!test) return [];
      const inner = outline.text(test);
      const turned = /^!\((.*)\)$/s.exec(inner);
      return [{ text: turned ? turned[1]! : `!(${inner})`, at: test }];
    },
  },
  "condition completed": {
    worth: 0.45,
    propose({ node }, outline) {
      const test = testOf(node);
      if (!test) return [];
      const inner = outline.text(test);
      return conditions(outline, test.start).flatMap((other) =>
        other === inner
          ? []
          : [
              { text: `(${inner}) && ${other}`, at: test },
              { text: `(${inner}) || ${other}`, at: test },
            ],
      );
    },
  },
  "value completed": {
    worth: 0.5,
    propose({ node }, outline) {
      if (node.type !== "ReturnStatement") return [];
      const names = outline.names(node.start);
      if (!node.argument)
        return [...names, "null", "true", "false", ...pairs(names)].map((text) => ({
          text: `return ${text};`,
        }));
      const inner = outline.text(node.argument);
      return names.flatMap((name) =>
        ["+", "-", "*", "/"].map((operator) => ({ text: `return ${inner} ${operator} ${name};` })),
      );
    },
  },
  "step inserted": {
    worth: 0.4,
    propose(spot, outline) {
      if (!isStep(spot)) return [];
      const { node } = spot;
      const here = outline.text(node);
      const names = outline.names(node.start);
      const steps = [
        ...names.flatMap((name) => [`${name}++;`, `${name}--;`]),
        ...outline.spots
          .filter((each) => isStep(each) && each.node.type === "ExpressionStatement")
          .map((each) => outline.text(each.node)),
        ...pairs(names, ["=", "+=", "-="]).map((pair) => `${pair};`),
      ].filter((step) => step !== here);
      return [...new Set(steps)].flatMap((step) => [
        { text: `${step} ${here}`, what: step },
        { text: `${here} ${step}`, what: step },
      ]);
    },
  },
  "early exit": {
    worth: 0.35,
    propose(spot, outline, { expected }) {
      if (!isStep(spot)) return [];
      const here = outline.text(spot.node);
      const inLoop = spot.above.some(({ type }) => /^(?:For|While)/.test(type));
      const exits = [
        ...expected.map((value) => `return ${value};`),
        ...(inLoop ? ["continue;", "break;"] : []),
      ];
      return conditions(outline, spot.node.start).flatMap((condition) =>
        exits.map((exit) => ({
          text: `if (${condition}) ${exit} ${here}`,
          what: `if (${condition}) ${exit}`,
        })),
      );
    },
  },
  "step removed": {
    worth: 0.4,
    propose: (spot) => (isStep(spot) && spot.node.type !== "ReturnStatement" ? [{ text: "" }] : []),
  },
};

/** What could be changed, without an order. */
export function editsOf(outline: Outline, hints: Hints): readonly Edit[] {
  const edits: Edit[] = [];
  for (const spot of outline.spots)
    for (const [name, { worth, propose }] of Object.entries(FAMILIES))
      for (const { text, at = spot.node, what } of propose(spot, outline, hints)) {
        const before = outline.text(at);
        if (text === before) continue;
        edits.push({
          start: at.start,
          end: at.end,
          text,
          worth,
          what: `${name}: ${what ?? (text === "" ? before : `${before} → ${text}`)}`.slice(0, 160),
        });
      }
  return edits;
}

export const apply = (source: string, { start, end, text }: Edit): string =>
  source.slice(0, start) + text + source.slice(end);

const joined = (
  node: AnyNode & { left: AnyNode; right: AnyNode; operator: string },
  operators: readonly string[],
  outline: Outline,
) =>
  operators
    .filter((operator) => operator !== node.operator)
    .map((operator) => ({
      text: `(${outline.text(node.left)} ${operator} ${outline.text(node.right)})`,
    }));

const testOf = (node: AnyNode): AnyNode | undefined =>
  "test" in node && node.test ? (node.test as AnyNode) : undefined;

/** An expression whose value is used: no name of a property, no target of an assignment. */
function isValue({ node, above }: Spot): boolean {
  const parent = above.at(-1);
  if (
    !parent ||
    !/^(?:Identifier|Literal|MemberExpression|CallExpression|BinaryExpression)$/.test(node.type)
  )
    return false;
  switch (parent.type) {
    case "BinaryExpression":
    case "LogicalExpression":
    case "ReturnStatement":
    case "ConditionalExpression":
    case "ArrayExpression":
      return true;
    case "MemberExpression":
      return parent.computed ? true : parent.object === node && node.type === "Identifier";
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

/** A statement in a block: something can stand before and after it. */
const isStep = ({ node, above }: Spot): boolean =>
  above.at(-1)?.type === "BlockStatement" && /Statement$/.test(node.type);

/** Conditions that could be meant at a place: those of the program, and the usual ones about variables. */
function conditions(outline: Outline, at: number): readonly string[] {
  const said = outline.spots.flatMap(({ node }) => {
    const test = testOf(node);
    return test && outline.text(test).length < 60 ? [outline.text(test)] : [];
  });
  const usual = outline
    .names(at)
    .slice(0, 6)
    .flatMap((name) => [
      `${name}.length === 0`,
      `${name} === 0`,
      `${name} === ""`,
      `${name} === 1`,
      `${name} < 0`,
      `${name} > 0`,
    ]);
  return [...new Set([...said, ...usual])];
}

const pairs = (names: readonly string[], operators = ["+", "-", "*"]): string[] =>
  names.flatMap((a) =>
    names.flatMap((b) => (a === b ? [] : operators.map((operator) => `${a} ${operator} ${b}`))),
  );
