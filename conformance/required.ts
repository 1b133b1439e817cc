import { test } from "vitest";

const strict = process.env["CI"] === "true" || process.env["GANGLION_STRICT"] === "1";

/**
 * A test that needs a program which may be absent. Without it the test is skipped, with what would
 * enable it in its title; where everything has to be there (CI), it fails instead.
 */
export function testWith<Client>(
  client: Client | undefined,
  options: { readonly title: string; readonly enable: string; readonly timeoutMs: number },
  body: (client: Client) => Promise<void>,
): void {
  const { title, enable, timeoutMs } = options;
  if (client !== undefined) test(title, () => body(client), timeoutMs);
  else if (strict)
    test(title, () => {
      throw new Error(`what this test drives is not installed: ${enable}`);
    });
  else test.skip(`${title} [skipped, to enable: ${enable}]`, () => {});
}
