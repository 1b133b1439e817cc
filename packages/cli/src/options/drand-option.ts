import { InvalidArgumentError } from "commander";

/** Where pulses come from: the development beacon, nowhere, or addresses. */
export type DrandFlag = "dev" | "off" | readonly string[];

/** One address more, or a word that stands alone. */
export function drandSource(text: string, before?: DrandFlag): DrandFlag {
  const isWord = text === "dev" || text === "off";
  if (isWord && before === undefined) return text;
  if (isWord || typeof before === "string")
    throw new InvalidArgumentError("dev and off stand alone; only addresses may be repeated");
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new InvalidArgumentError("dev, off, or an address such as https://api.drand.sh");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new InvalidArgumentError("an address begins with http:// or https://");
  return [...(before ?? []), text];
}
