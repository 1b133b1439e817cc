import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";

const ENDINGS = [".txt", ".md"];

/**
 * The texts of a folder and those below it, by name. Everyone with the same files gets the same list.
 * @throws RangeError if it can't be read
 */
export async function readTexts(
  folder: string,
): Promise<readonly { readonly name: string; readonly text: string }[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() && ENDINGS.includes(extname(entry.name)))
      .map((entry) => join(entry.parentPath, entry.name));
    return await Promise.all(
      files.map(async (file) => ({
        name: relative(folder, file).split(sep).join("/"),
        text: await readFile(file, "utf8"),
      })),
    );
  } catch (cause) {
    throw new RangeError(`the texts of ${folder} can't be read: ${(cause as Error).message}`, {
      cause,
    });
  }
}
