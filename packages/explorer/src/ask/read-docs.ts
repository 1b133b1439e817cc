import type { Doc } from "../api/gateway.ts";

// The protocol's own bounds: what is over them is refused by the miners.
const MAX_DOCS = 64;
const MAX_DOC_BYTES = 524_288;

/** Texts of files, beside those that are there already; what can't be used is told by name. */
export async function readDocs(
  files: readonly File[],
  present: readonly Doc[],
): Promise<{ docs: readonly Doc[]; refused: readonly string[] }> {
  const docs = [...present];
  const refused: string[] = [];
  for (const file of files) {
    if (docs.length >= MAX_DOCS) refused.push(`${file.name}: more than ${MAX_DOCS} documents`);
    else if (file.size > MAX_DOC_BYTES) refused.push(`${file.name}: over 512 KiB`);
    else if (docs.some(({ name }) => name === file.name))
      refused.push(`${file.name}: is there already`);
    else {
      try {
        const bytes = await file.arrayBuffer();
        const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
        docs.push({ name: file.name, text });
      } catch {
        refused.push(`${file.name}: is no plain text`);
      }
    }
  }
  return { docs, refused };
}
