/**
 * An option that only this subnet's neurons have. It becomes `--name <value>` on the command line; between processes
 * it travels as the text that was typed, so that every place reads it in the same way.
 */
export interface KitOption {
  /** In lower case with dashes: `time-budget`. */
  readonly name: string;
  /** What it does, as the help says it. */
  readonly what: string;
  /** The word for its value in the help; "value" unless given. */
  readonly placeholder?: string;
  /** The only values that are allowed. */
  readonly choices?: readonly string[];
  /** The text that counts where nothing was typed; without one the option may be absent. */
  readonly default?: string;
  /** Reads the text; by default it stays text. @throws RangeError that says what was expected */
  readonly parse?: (text: string) => unknown;
}

/** Options as they were read, by name. */
export type OptionValues = Readonly<Record<string, unknown>>;

/**
 * Reads texts against their declaration; defaults fill in what is missing.
 * @throws RangeError on an unknown name, a value outside `choices`, or what `parse` throws
 */
export function readOptions(
  declared: readonly KitOption[],
  texts: Readonly<Record<string, string>> = {},
): OptionValues {
  const known = new Map(declared.map((option) => [option.name, option]));
  const unknown = Object.keys(texts).find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new RangeError(`there is no option --${unknown}; known: ${[...known.keys()].join(", ")}`);
  const values: Record<string, unknown> = {};
  for (const option of declared) {
    const text = texts[option.name] ?? option.default;
    if (text === undefined) continue;
    if (option.choices && !option.choices.includes(text))
      throw new RangeError(
        `--${option.name} is one of ${option.choices.join(", ")}, got ${JSON.stringify(text)}`,
      );
    values[option.name] = option.parse ? option.parse(text) : text;
  }
  return values;
}

/** For `parse`: a number of at least `low`, at most `high`. @throws RangeError */
export const numberBetween =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= low && value <= high))
      throw new RangeError(`expected a number from ${low} to ${high}, got ${JSON.stringify(text)}`);
    return value;
  };
