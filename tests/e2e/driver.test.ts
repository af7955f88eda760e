import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { skipWithout } from "../lab/packages.ts";
import { type DriverHouse, openDriverHouse, PRICE_MINOR } from "./driver-house.ts";

const skip = skipWithout("chromium", "ffmpeg");

/** Pictures for a person to look at; BAYGATE_PICTURES says where to keep them. */
const pictures = process.env["BAYGATE_PICTURES"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const BUDGET_BYTES = 150_000;
const LONG = { timeout: 120_000 };

interface Driver {
  readonly email: string;
  readonly context: BrowserContext;
  readonly page: Page;
}

describe.skipIf(skip)("the drivers' app (needs chromium and ffmpeg)", () => {
  let house: DriverHouse;
  let browser: Browser;
  const drivers: Driver[] = [];
  const errors: string[] = [];

  /** A telephone of somebody new. */
  const newDriver = async (name: string): Promise<Driver> => {
    const context = await browser.newContext({
      ...{ viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, locale: "en-GB", colorScheme: "light" },
      ...{ hasTouch: true, isMobile: true },
    });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith(house.base)) errors.push(`asked for ${request.url()}`);
    });
    const driver = { email: `${name}@example.org`, context, page };
    drivers.push(driver);
    return driver;
  };
  const driverAt = (at: number): Driver => {
    const driver = drivers[at];
    if (!driver) throw new Error("the tests of this file go one after the other");
    return driver;
  };
  const look = async (page: Page, name: string): Promise<void> => {
    if (!pictures) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  };
  const go = (page: Page, words: string) =>
    page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: words, exact: true }).click();
  const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name }).waitFor();
  const code = (page: Page) => page.getByRole("img", { name: "QR code of your pass" }).locator("path");

  beforeAll(async () => {
    house = await openDriverHouse();
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
    // A build and a whole house: on a machine that does much else besides, that takes its time.
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  test("a driver signs up with an address and a code, and tops up", async () => {
    for (const name of ["mara", "jonas"]) {
      const { page, email } = await newDriver(name);
      await page.goto(`${house.base}/app`);
      await heading(page, "Park without a ticket");
      await look(page, "welcome");
      await page.getByLabel("E-mail address").fill(email);
      await page.getByRole("button", { name: "Send me a code" }).click();
      await page.getByLabel("Code from the e-mail").fill("000000");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByText("This code is not right").waitFor();
      await page.getByLabel("Code from the e-mail").fill(await house.codeFor(email));
      await page.getByRole("button", { name: "Sign in" }).click();
      await heading(page, "Your pass");
      await page.getByText("Your wallet is empty").waitFor();
      await go(page, "Wallet");
      await page.getByRole("button", { name: "Top up", exact: true }).click();
      await page.getByRole("radio", { name: "€20.00" }).check();
      await look(page, "top-up");
      await page.getByRole("button", { name: "Top up · €20.00" }).click();
      await page.getByText("€20.00 is in your wallet.").waitFor();
    }
    expect(errors).toEqual([]);
  });

  test("the page's pass opens the gate while its broker is down, and the stay shows once the link is back", async () => {
    for (const { page } of drivers) {
      const { account } = await page.evaluate(
        async () => (await (await fetch("/v1/me")).json()) as { account: string },
      );
      await expect.poll(() => house.gateKnows(`account/${account}`), LONG).toBe(true);
    }
    house.link.cut();
    for (const { page } of drivers) {
      await go(page, "Pass");
      await code(page).waitFor();
      await look(page, "pass");
      const decision = await house.lanes.in.show(await page.screenshot());
      expect(decision).toMatchObject({ outcome: "grant", reason: "arrival-granted" });
      await expect.poll(house.lanes.in.arm, LONG).toBe("raised");
      await house.lanes.in.driveThrough();
    }
    // Nobody has told the cloud.
    const { page } = driverAt(0);
    await go(page, "Stays");
    await page.getByText("No stays yet").waitFor();
    house.link.mend();
    for (const driver of drivers) {
      await go(driver.page, "Pass");
      await driver.page.getByText("You are parked at Harbour Garage").waitFor();
      await driver.page.locator(".running", { hasText: "€2.50" }).waitFor();
    }
    await look(page, "running");
    expect(errors).toEqual([]);
  });

  test("the car leaves, and the receipt explains what it cost", async () => {
    const { page } = driverAt(0);
    await go(page, "Pass");
    await code(page).waitFor();
    const decision = await house.lanes.out.show(await page.screenshot());
    expect(decision).toMatchObject({ outcome: "grant", reason: "departure-granted" });
    await expect.poll(house.lanes.out.arm, LONG).toBe("raised");
    await house.lanes.out.driveThrough();
    await page.getByText("You are parked at Harbour Garage").waitFor({ state: "detached" });
    await go(page, "Stays");
    await page.getByRole("link", { name: /Harbour Garage/ }).click();
    await heading(page, "Harbour Garage");
    const lines = page.locator(".lines .row");
    await expect.poll(() => lines.first().textContent(), LONG).toContain("Parking time");
    expect(await lines.first().textContent()).toContain("1 × 60 min at 2.50 EUR");
    expect(await lines.last().textContent()).toContain("€2.50");
    const receipt = page.getByRole("link", { name: "Receipt as PDF" });
    await receipt.waitFor();
    const pdf = await page.request.get(`${house.base}${await receipt.getAttribute("href")}`);
    expect((await pdf.body()).subarray(0, 5).toString()).toBe("%PDF-");
    await look(page, "stay");
    await go(page, "Wallet");
    await page
      .getByText(`€${((2000 - PRICE_MINOR) / 100).toFixed(2)}`)
      .first()
      .waitFor();
    expect(errors).toEqual([]);
  });

  test("without network the pass is there at once, and makes itself anew", async () => {
    const { page, context } = driverAt(1);
    await go(page, "Pass");
    await code(page).waitFor();
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await context.setOffline(true);
    await page.reload();
    await page.getByText("Your pass works all the same").waitFor();
    const first = await code(page).getAttribute("d");
    await look(page, "offline");
    await expect.poll(() => code(page).getAttribute("d"), LONG).not.toBe(first);
    await go(page, "Wallet");
    await page.getByText("You are offline. What you see was true").waitFor();
    await page.getByText("€20.00").first().waitFor();
    await context.setOffline(false);
    await page.getByText("You are offline").waitFor({ state: "detached" });
    expect(errors).toEqual([]);
  });

  const PAGES = [
    ...["/", "/estates", "/estates/harbour", "/stays", "/wallet", "/scan", "/more", "/more/vehicles", "/more/cards"],
    ...["/more/groups", "/more/bays", "/more/settings", "/nowhere"],
  ];
  const settled = async (page: Page): Promise<void> => {
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.locator(".bone").first().waitFor({ state: "detached" });
    await page.waitForTimeout(300);
  };
  const faultsOf = async (page: Page): Promise<string[]> => {
    await page.evaluate(AXE);
    return await page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const { violations } = await axe.run();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    });
  };
  const overflow = (page: Page) =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  test.each([
    ["dark", "ar"],
    ["light", "de"],
  ] as const)("axe finds nothing on any page, and nothing sticks out (%s, %s)", async (colorScheme, language) => {
    const { page } = driverAt(0);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.evaluate((chosen) => localStorage.setItem("baygate.language", chosen), language);
    for (const path of PAGES) {
      await page.goto(`${house.base}/app${path}`);
      await settled(page);
      await look(page, `${path.replaceAll("/", "_")}-${language}-${colorScheme}`);
      expect([path, await faultsOf(page)]).toEqual([path, []]);
      expect([path, await overflow(page)]).toEqual([path, 0]);
    }
    expect(await page.evaluate(() => document.documentElement.dir)).toBe(language === "ar" ? "rtl" : "ltr");
    expect(errors).toEqual([]);
  });

  test("signing in, too, is for everybody", async () => {
    const { page } = await newDriver("nobody");
    await page.goto(`${house.base}/app/`);
    await settled(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      expect(await faultsOf(page)).toEqual([]);
    }
    expect(await overflow(page)).toBe(0);
  });

  test(`the first view of the pass needs less than ${BUDGET_BYTES / 1000} kB of script`, async () => {
    const { context } = driverAt(0);
    const page = await context.newPage();
    const scripts: Promise<number>[] = [];
    page.on("response", (response) => {
      if (/\.js$/.test(new URL(response.url()).pathname) && !response.url().endsWith("/sw.js"))
        scripts.push(response.body().then((body) => gzipSync(body).length));
    });
    const beganMs = performance.now();
    await page.goto(`${house.base}/app/`);
    await page.locator("svg.qr").waitFor();
    const tookMs = performance.now() - beganMs;
    const bytes = (await Promise.all(scripts)).reduce((sum, each) => sum + each, 0);
    process.stdout.write(
      `first view of the pass: ${Math.round(bytes / 1000)} kB of script, ${Math.round(tookMs)} ms\n`,
    );
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(BUDGET_BYTES);
    await page.close();
  });
});
