import { ModuleError } from "../dispatch/refusal.ts";

/** Errors of a pallet by name: wire index and what it means to the one who sees it. */
export function errors<const E extends Record<string, readonly [index: number, docs: string]>>(
  declared: E,
): { readonly [K in keyof E]: ModuleError } {
  return Object.fromEntries(
    Object.entries(declared).map(([name, [index, docs]]) => [
      name,
      new ModuleError(name, index, docs),
    ]),
  ) as { readonly [K in keyof E]: ModuleError };
}
