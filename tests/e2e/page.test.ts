import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { skipWithout } from "../lab/packages.ts";
import { type RunningDemo, startDemo } from "./running-demo.ts";

const skip = skipWithout("chromium");

/** Pictures for a person to look at; BAYGATE_PICTURES says where to keep them. */
const pictures = process.env["BAYGATE_PICTURES"];

describe.skipIf(skip)("the operator's page (needs chromium)", () => {
  const data = mkdtempSync(join(tmpdir(), "baygate-page-"));
  let demo: RunningDemo;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    demo = startDemo(["--data", data, "--port", "0"]);
    const [, found = ""] = await demo.said(/Baygate runs: (http:\S+)/);
    address = found;
    browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    await demo.said(/let through/);
  });

  afterAll(async () => {
    await browser.close();
    demo.child.kill("SIGINT");
    await demo.ended;
    rmSync(data, { recursive: true, force: true });
  });

  const open = async (width: number, scheme: "light" | "dark"): Promise<{ page: Page; errors: string[] }> => {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("request", (request) => {
      if (!request.url().startsWith(address)) errors.push(`asked for ${request.url()}`);
    });
    await page.goto(address);
    await page.getByText("Harbour Garage").first().waitFor();
    return { page, errors };
  };

  test.each([
    [1440, "dark"],
    [1440, "light"],
    [360, "light"],
  ] as const)("shows both estates at %i px (%s) without an error, and nothing sticks out", async (width, scheme) => {
    const { page, errors } = await open(width, scheme);
    await page.getByText("Market Square").first().waitFor();
    // A few decisions, so that the picture shows life.
    await page.waitForTimeout(4_000);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    if (pictures) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `page-${width}-${scheme}.png`), fullPage: width < 500 });
    }
    expect(errors).toEqual([]);
    await page.close();
  });

  test("is live: decisions come in without a reload", async () => {
    const { page } = await open(1024, "dark");
    const before = await page.locator("main").textContent();
    await expect.poll(() => page.locator("main").textContent(), { timeout: 15_000 }).not.toBe(before);
    await page.close();
  });
});
