import { defineConfig } from "vitest/config";

// The quick part leaves out whatever needs another program: Python, a browser, a chain in a process of its own.
const SLOW = [
  "conformance/**",
  "packages/testing/stories/**",
  "packages/explorer/test/page.test.ts",
  // A whole network under attack: half a minute of a processor.
  "packages/simulator/test/attack-suite.test.ts",
];
const unit = process.env["GANGLION_TESTS"] === "unit";

export default defineConfig({
  test: {
    include: [
      "*.test.ts",
      "packages/*/test/**/*.test.ts",
      "packages/subnets/*/test/**/*.test.ts",
      "packages/testing/stories/**/*.test.ts",
      "conformance/**/*.test.ts",
    ],
    exclude: ["**/node_modules/**", "**/dist/**", ...(unit ? SLOW : [])],
    pool: "threads",
    // They catch what hangs, and must not catch a busy machine that is five times as slow as ours.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
