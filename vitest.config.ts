import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["*.test.ts", "packages/*/test/**/*.test.ts", "packages/subnets/*/test/**/*.test.ts", "packages/testing/stories/**/*.test.ts"],
    pool: "threads",
    testTimeout: 30_000,
  },
});
