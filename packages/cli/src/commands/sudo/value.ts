import { toSs58 } from "@ganglion/primitives";
import { parseAddress } from "../../client/keys.ts";
import { parseAmount } from "../../options/amount.ts";
import { CliError, EXIT } from "../../output.ts";
import type { Hyperparameter, HyperparameterKind } from "./hyperparameters.ts";

const U64F64_ONE = 1n << 64n;

const RANGES = {
  u16: [0n, 65_535n],
  i16: [-32_768n, 32_767n],
  u64: [0n, (1n << 64n) - 1n],
} as const;

const WANTED: Readonly<Record<HyperparameterKind, string>> = {
  bool: "true or false",
  u16: "a whole number from 0 to 65535",
  i16: "a whole number from -32768 to 32767",
  u64: "a whole number",
  rao: "an amount of TAO such as 0.5",
  ratio: "a decimal such as 1.26",
  account: "an address",
  pair: "two whole numbers from 0 to 65535 with a comma between: low,high",
  choice: "recycle or burn",
};

function whole(text: string, kind: keyof typeof RANGES): bigint | undefined {
  if (!/^-?\d{1,20}$/.test(text)) return undefined;
  const [low, high] = RANGES[kind];
  const value = BigInt(text);
  return value >= low && value <= high ? value : undefined;
}

/** A decimal as U64F64, rounded down. */
function ratio(text: string): bigint | undefined {
  const match = /^(\d{1,9})(?:\.(\d{1,18}))?$/.exec(text);
  if (!match) return undefined;
  const places = match[2] ?? "";
  const scale = 10n ** BigInt(places.length);
  return ((BigInt(match[1]!) * scale + BigInt(places || "0")) * U64F64_ONE) / scale;
}

function parsed(text: string, kind: HyperparameterKind): readonly unknown[] | undefined {
  const one = (value: unknown) => (value === undefined ? undefined : [value]);
  switch (kind) {
    case "bool": {
      const value = { true: true, "1": true, false: false, "0": false }[text.toLowerCase()];
      return one(value);
    }
    case "u16":
    case "i16": {
      const value = whole(text, kind);
      return one(value === undefined ? undefined : Number(value));
    }
    case "u64":
      return one(whole(text, kind));
    case "rao":
      return one(text === "0" ? 0n : parseAmount(text));
    case "ratio":
      return one(ratio(text));
    case "account":
      return one(toSs58(parseAddress(text)));
    case "pair": {
      const values = text.split(",").map((each) => whole(each.trim(), "u16"));
      return values.length === 2 && values.every((value) => value !== undefined)
        ? values.map(Number)
        : undefined;
    }
    case "choice": {
      const value = { recycle: "Recycle", burn: "Burn" }[text.toLowerCase()];
      return one(value === undefined ? undefined : { type: value, value: undefined });
    }
  }
}

/**
 * Arguments of the call that sets a hyperparameter, by wire name.
 * @throws CliError BAD_VALUE that says what is wanted
 */
export function argsOf(
  name: string,
  { args, kind }: Hyperparameter,
  text: string,
): Record<string, unknown> {
  const values = parsed(text.trim(), kind);
  if (!values)
    throw new CliError("BAD_VALUE", `"${text}" is no value of ${name}`, {
      exit: EXIT.usage,
      hint: `It is ${WANTED[kind]}.`,
    });
  return Object.fromEntries(args.map((arg, i) => [arg, values[i]]));
}
