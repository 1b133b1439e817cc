const MOST = 24;

/** Arguments near those of the tests, each with one thing changed; the same ones every time. */
export function variationsOf(
  calls: readonly (readonly unknown[])[],
): readonly (readonly unknown[])[] {
  const found = new Map<string, readonly unknown[]>();
  for (const args of calls)
    for (const [place, value] of args.entries())
      for (const other of near(value)) {
        const changed = args.with(place, other);
        found.set(JSON.stringify(changed), changed);
      }
  for (const args of calls) found.delete(JSON.stringify(args));
  const all = [...found.values()];
  const step = Math.max(1, all.length / MOST);
  return Array.from({ length: Math.min(MOST, all.length) }, (_, i) => all[Math.floor(i * step)]!);
}

function near(value: unknown): unknown[] {
  if (typeof value === "number") return [value + 1, value - 1, 0, 1];
  if (typeof value === "boolean") return [!value];
  if (typeof value === "string")
    return [
      "",
      value.slice(1),
      value.slice(0, -1),
      value + value.slice(0, 1),
      [...value].reverse().join(""),
    ];
  if (!Array.isArray(value)) return [];
  const list = value as unknown[];
  const [first] = list;
  return [
    [],
    list.slice(1),
    list.slice(0, -1),
    [...list].reverse(),
    ...(list.length > 0 ? [[...list, first]] : []),
    ...(typeof first === "number"
      ? [
          [first + 1, ...list.slice(1)],
          [...list, first - 1],
        ]
      : []),
  ];
}
