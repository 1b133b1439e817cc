import { rm } from "node:fs/promises";
import { statsSynapse } from "@ganglion/sdk";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { listen, type RunningGateway } from "../../gateway/src/start.ts";
import { Fixture, outcome } from "../../gateway/test/fixture.ts";
import { builtPage, CHROMIUM, launch, withChromium } from "./browser.ts";

let browser: Browser;
let webDir: string;
let fixture: Fixture;
let gateway: RunningGateway;
let requested: string[];
let complaints: string[];

beforeAll(async () => {
  if (!CHROMIUM) return;
  [browser, webDir] = await Promise.all([launch(), builtPage()]);
});
afterAll(async () => {
  await browser?.close();
  if (webDir) await rm(webDir, { recursive: true, force: true });
});
afterEach(async () => {
  for (const context of browser?.contexts() ?? []) await context.close();
  await fixture?.end();
});

/** A page at an address of a fresh gateway, with everything that it asks for and complains about. */
async function open(path = "/", options: BrowserContextOptions = {}): Promise<Page> {
  fixture = new Fixture();
  gateway = await fixture.listening({ webDir });
  requested = [];
  complaints = [];
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on("request", (request) => requested.push(request.url()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(gateway.url + path);
  await page.getByTestId("height").waitFor();
  return page;
}
const say = async (page: Page, question: string) => {
  await page.getByLabel("Your question").fill(question);
  await page.keyboard.press("Enter");
};
const text = async (page: Page, testId: string) =>
  (await page.getByTestId(testId).innerText()).replace(/\s+/g, " ");

const PAY = {
  incentive: [0, 0, 65_000, 535, 0],
  emission: [0n, 0n, 8_188_795_429n, 11_250_326n, 0n],
};
const WEIGHTS = {
  1: [
    [2, 65_535],
    [3, 655],
  ],
} as const;

describe.skipIf(!CHROMIUM)(withChromium("the page in a browser"), () => {
  test("shows the height as it grows, and that it is live", async () => {
    const page = await open();
    await expect.poll(() => text(page, "state")).toBe("live");
    expect(await text(page, "height")).toBe("7");
    fixture.chain.add();
    await expect.poll(() => text(page, "height")).toBe("8");
    expect(await page.title()).toBe("Ask · Ganglion");
  });

  test("answers a question, says who gave it, and follows it to its pay", async () => {
    const page = await open();
    await fixture.validator("Charlie");
    await say(page, "What is 17 * 23, minus the number of days in February 2024?");
    await expect.poll(() => text(page, "answer")).toBe("362");
    expect(await text(page, "giver")).toMatch(
      /^Given by full, uid 2, 5DAAnr…TXFy, builtin\/2, in 5 ms\. Score 1\.00: right/,
    );
    const rows = page.locator("table.answers tbody tr");
    expect(await rows.allInnerTexts()).toEqual([
      expect.stringMatching(/^full[\s\S]*right: the validator calculated it itself/),
      expect.stringMatching(/^weak[\s\S]*391[\s\S]*wrong/),
      expect.stringMatching(/^lazy[\s\S]*nothing[\s\S]*did not answer in time/),
    ]);
    expect(await text(page, "weights")).toContain("Waiting for the validator's next weights.");
    fixture.chain.add({ weights: WEIGHTS });
    await expect.poll(() => text(page, "weights")).toContain("Weights set in block 8");
    // The height comes on another way than the record.
    await expect.poll(() => text(page, "epoch")).toContain("due in block 20, in 12 blocks");
    fixture.chain.add({ epoch: PAY });
    await expect
      .poll(() => text(page, "epoch"))
      .toContain(
        "Epoch in block 9 paid full 8.189 β (99.2 %), weak 0.011 β (0.8 %), lazy 0 β (0 %).",
      );
    expect(await text(page, "paid-2")).toBe("8.189 β");
    expect(await text(page, "paid-4")).toBe("0 β");
    expect(complaints).toEqual([]);
  });

  test("keeps a question under its own address, also after a reload", async () => {
    const page = await open();
    await fixture.validator("Charlie");
    await say(page, "17 * 23?");
    await page.getByTestId("answer").waitFor();
    expect(page.url()).toMatch(/#\/q\/[0-9a-f]{32}$/);
    await page.reload();
    await expect.poll(() => text(page, "answer")).toBe("362");
    await page.getByRole("link", { name: "Ask" }).click();
    await page.getByRole("heading", { name: "Ask the network" }).waitFor();
    await page.getByRole("link", { name: /17 \* 23\?/ }).click();
    await expect.poll(() => text(page, "answer")).toBe("362");
    await page.goto(`${gateway.url}/#/q/nobody-has-it`);
    await expect.poll(() => page.getByRole("alert").innerText()).toContain("no query");
  });

  test("shows citations, and takes what a miner says as text only", async () => {
    const page = await open();
    const evil = '<img src=x onerror="document.title=1"><b>bold</b>';
    await fixture.validator("Charlie", () =>
      outcome({
        answers: [
          {
            ...outcome().answers[0]!,
            text: `${evil}\njavascript:alert(1)`,
            citations: [{ file: "docs/<i>a</i>.md", quote: evil }],
          },
        ],
      }),
    );
    await say(page, "What is in the documents?");
    await expect.poll(() => text(page, "answer")).toBe(evil);
    expect(await page.locator("blockquote").innerText()).toBe(evil);
    expect(await page.locator("figcaption").innerText()).toBe("docs/<i>a</i>.md");
    expect(await page.locator("main img, main b").count()).toBe(
      await page.locator(".path b").count(),
    );
    expect(await page.title()).toBe("Ask · Ganglion");
  });

  test("hands over texts of one's own, and refuses what is no text by name", async () => {
    const page = await open();
    let docs: unknown;
    await fixture.validator("Charlie", (question) => {
      docs = question.docs;
      return outcome();
    });
    const file = (name: string, buffer: Buffer) => ({ name, mimeType: "text/plain", buffer });
    await page
      .locator("#files")
      .setInputFiles([
        file("notes.md", Buffer.from("The port is 8080.")),
        file("gone.md", Buffer.from("x")),
        file("photo.txt", Buffer.from([0xff, 0xd8, 0xff])),
      ]);
    await page.getByText("photo.txt: is no plain text").waitFor();
    await page.getByRole("button", { name: "Remove gone.md" }).click();
    await say(page, "Which port?");
    await page.getByTestId("answer").waitFor();
    expect(docs).toEqual([{ name: "notes.md", text: "The port is 8080." }]);
    await page.getByText("about notes.md").waitFor();
  });

  test("says what failed and what to do, and the next question works", async () => {
    const page = await open();
    await say(page, "17 * 23?");
    const alert = page.getByRole("alert");
    await expect.poll(() => alert.innerText()).toContain("no validator could be reached");
    expect(await alert.innerText()).toContain("ganglion up");
    await fixture.validator("Charlie");
    await say(page, "17 * 23?");
    await expect.poll(() => text(page, "answer")).toBe("362");
  });

  test("stops waiting when it is told to", async () => {
    const page = await open();
    let left = false;
    await fixture.validator("Charlie", (_question, signal) => {
      signal.addEventListener("abort", () => (left = true));
      return new Promise(() => undefined);
    });
    await say(page, "17 * 23?");
    await page.getByText("A validator asks the miners").waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByRole("heading", { name: "Ask the network" }).waitFor();
    await expect.poll(() => left).toBe(true);
  });

  test("shows blocks as they come, and what is in one", async () => {
    const page = await open("/#/blocks");
    const rows = page.getByTestId("blocks").locator("> li");
    await expect.poll(() => rows.count()).toBe(8);
    fixture.chain.add({ weights: WEIGHTS });
    await expect.poll(() => rows.first().innerText()).toMatch(/^8\b[\s\S]*weights set/);
    await rows.first().locator("summary").press("Enter");
    await expect.poll(() => rows.first().innerText()).toContain(fixture.chain.head.hash);
    expect(await rows.first().innerText()).toContain("1 came from accounts");
    expect(complaints).toEqual([]);
  });

  test("shows what a subnet's validator measures: a curve, figures, and each miner's verdict", async () => {
    const page = await open("/#/subnet");
    const axon = await fixture.validator("Charlie");
    axon.attach(statsSynapse, () => ({
      stats: {
        window: 12,
        heldOutBitsPerByte: 2.5,
        history: [
          [1, 8],
          [6, 4],
          [12, 2.5],
        ],
        miners: [
          { uid: 2, share: 0.75, reason: "correct" },
          { uid: 4, share: 0, reason: "replay_mismatch" },
        ],
      },
    }));
    fixture.chain.add();
    await expect
      .poll(() => text(page, "history"))
      .toContain("Held-out text, bits per byte: 2.50 from 8");
    expect(await page.locator("[data-testid=history] svg").getAttribute("aria-label")).toBe(
      "Held-out text, bits per byte: 8 in window 1, 2.50 in window 12",
    );
    expect(await page.locator("[data-testid=verdicts] tbody tr").allInnerTexts()).toEqual([
      expect.stringMatching(/^full[\s\S]*0\.750[\s\S]*right/),
      expect.stringMatching(/^lazy[\s\S]*0[\s\S]*replay mismatch/),
    ]);
    expect(complaints).toEqual([]);
  });

  test("shows the metagraph with the chain's own figures, sorted as wanted", async () => {
    const page = await open("/#/subnet");
    fixture.chain.add({ epoch: PAY });
    const table = page.getByTestId("metagraph");
    const firstRow = () => table.locator("tbody tr").first().innerText();
    await expect.poll(firstRow).toMatch(/full[\s\S]*99\.2 %[\s\S]*8\.189 β[\s\S]*10\.0\.0\.3:8091/);
    const stake = table.getByRole("columnheader", { name: "Stake" });
    await stake.getByRole("button").click();
    await expect.poll(() => stake.getAttribute("aria-sort")).toBe("descending");
    await expect.poll(firstRow).toMatch(/^1\b[\s\S]*validator/);
    await stake.getByRole("button").click();
    await expect.poll(() => stake.getAttribute("aria-sort")).toBe("ascending");
    await expect
      .poll(() => page.locator(".epoch").innerText())
      .toContain("The last epoch paid in block 8. The next one is due in 20 blocks.");
  });

  // Once more where another program took the port in between: it takes any that is free.
  test("says when the connection is lost, and is live again when the gateway is back", {
    retry: 3,
  }, async () => {
    const page = await open();
    await expect.poll(() => text(page, "state")).toBe("live");
    await gateway.close();
    await expect.poll(() => text(page, "state")).toContain("connection lost");
    await say(page, "17 * 23?");
    await expect.poll(() => page.getByRole("alert").innerText()).toContain("does not answer");
    fixture.chain.silently();
    const again = await listen(await fixture.core({ webDir }), { port: gateway.port });
    await expect.poll(() => text(page, "state")).toBe("live");
    await expect.poll(() => text(page, "height")).toBe("8");
    await again.close();
  });

  test("says when the gateway itself has lost the chain", async () => {
    const page = await open();
    await expect.poll(() => text(page, "state")).toBe("live");
    fixture.chain.down = true;
    fixture.chain.cutOff();
    await expect.poll(() => text(page, "state")).toMatch(/no block for|lost/);
    fixture.chain.down = false;
    fixture.chain.add();
    await expect.poll(() => text(page, "state")).toBe("live");
  });

  test("works with the keyboard alone", async () => {
    const page = await open();
    await fixture.validator("Charlie");
    const focused = () =>
      page.evaluate(() => document.activeElement?.textContent || document.activeElement?.id);
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Skip to content");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("question");
    await page.keyboard.type("17 * 23?");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("please");
    expect(await page.getByLabel("Your question").inputValue()).toBe("17 * 23?\nplease");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Ask");
    await page.keyboard.press("Enter");
    await expect.poll(() => text(page, "answer")).toBe("362");
  });

  test("asks nobody but its own gateway, and no rule of its own stops it", async () => {
    const page = await open();
    await fixture.validator("Charlie");
    await say(page, "17 * 23?");
    await page.getByTestId("answer").waitFor();
    for (const name of ["Blocks", "Subnet"]) {
      await page.getByRole("link", { name }).click();
      await page.getByRole("heading", { level: 1 }).waitFor();
    }
    expect(requested.length).toBeGreaterThan(5);
    const foreign = (url: string) => !url.startsWith(gateway.url) && !url.startsWith("data:");
    expect(requested.filter(foreign)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

describe.skipIf(!CHROMIUM)(withChromium("the page on small screens and in the dark"), () => {
  test.each([320, 375, 400])("needs no sideways scrolling at %i pixels", async (width) => {
    const page = await open("/", {
      viewport: { width, height: 700 },
      isMobile: true,
      hasTouch: true,
    });
    await fixture.validator("Charlie", () =>
      outcome({ answers: outcome().answers.map((each) => ({ ...each, text: "x".repeat(300) })) }),
    );
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await say(page, `What is ${"9".repeat(200)}?`);
    await page.getByTestId("answer").waitFor();
    fixture.chain.add({ weights: WEIGHTS });
    fixture.chain.add({ epoch: PAY });
    await expect.poll(() => text(page, "epoch")).toContain("Epoch in block 9");
    expect(await overflow()).toBeLessThanOrEqual(0);
    for (const place of ["blocks", "subnet"]) {
      await page.goto(`${gateway.url}/#/${place}`);
      await page.locator(".chain li, .metagraph tbody tr").first().waitFor();
      expect(await overflow(), place).toBeLessThanOrEqual(0);
    }
    await page.goto(`${gateway.url}/#/blocks`);
    for (const summary of await page.locator(".chain summary").all()) await summary.click();
    expect(await overflow()).toBeLessThanOrEqual(0);
  });

  test.each(["light", "dark"] as const)("has readable contrast in the %s", async (colorScheme) => {
    const page = await open("/", { colorScheme });
    const ratios = await page.evaluate(() => {
      const styles = getComputedStyle(document.documentElement);
      const luminance = (name: string) => {
        const [r, g, b] = styles
          .getPropertyValue(name)
          .trim()
          .match(/[0-9a-f]{2}/gi)!
          .map((hex) => Number.parseInt(hex, 16) / 255)
          .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
      };
      const pairs = ["--ink", "--muted", "--accent", "--warn", "--bad"].flatMap((ink) =>
        ["--ground", "--card"].map((ground) => [ink, ground] as const),
      );
      return [
        ...pairs,
        ["--accent", "--accent-soft"] as const,
        ["--bad", "--bad-soft"] as const,
        ["--on-accent", "--accent"] as const,
      ].map(([ink, ground]) => {
        const [a, b] = [luminance(ink), luminance(ground)];
        return [`${ink} on ${ground}`, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)] as const;
      });
    });
    // WCAG AA for text.
    expect(ratios.filter(([, ratio]) => ratio < 4.5)).toEqual([]);
    expect(ratios).toHaveLength(13);
  });
});
