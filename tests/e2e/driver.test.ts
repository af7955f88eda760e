import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { toDataURL } from "qrcode";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Message as PushMessage } from "../../cloud/src/notify/channel.ts";
import { skipWithout } from "../lab/packages.ts";
import { openBrowser } from "./browser.ts";
import { type DriverHouse, ESTATE, openDriverHouse, PRICE_MINOR } from "./driver-house.ts";

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
      // Whose owner comes home from far away: the car park has clocks of its own.
      ...{ hasTouch: true, isMobile: true, timezoneId: "Asia/Kathmandu" },
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
  const accountOf = (page: Page): Promise<string> =>
    page.evaluate(async () => ((await (await fetch("/v1/me")).json()) as { account: string }).account);
  const balanceOf = (page: Page): Promise<number> =>
    page.evaluate(async () => ((await (await fetch("/v1/me/wallet")).json()) as { balanceMinor: number }).balanceMinor);
  /** To one of the pages under More. */
  const goMore = async (page: Page, words: string): Promise<void> => {
    await go(page, "More");
    await page.getByRole("navigation", { name: "More" }).getByRole("link", { name: words }).click();
    await heading(page, words);
  };
  const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).click();
  const code = (page: Page) => page.getByRole("img", { name: "QR code of your pass" }).locator("path");

  beforeAll(async () => {
    house = await openDriverHouse();
    browser = await openBrowser();
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
      const account = await accountOf(page);
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
    const clock = { timeZone: "Europe/Berlin", hour: "2-digit", minute: "2-digit" } as const;
    const byItsClocks = [0, 1, 2, 3, 4, 5].map((minutes) =>
      new Date(Date.now() - minutes * 60_000).toLocaleTimeString("en-GB", clock),
    );
    const shown = await page.locator(".pairs dd").allTextContents();
    for (const at of shown.slice(0, 2)) expect(byItsClocks).toContain(at.slice(-5));
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

  test("the phone scans the code on the gate's screen, and the gate opens", async () => {
    const { page } = driverAt(1);
    // The phone's camera looks at the gate's screen, which shows another code every few seconds.
    await page.exposeFunction("gateScreen", async () => {
      const shown = house.lanes.out.code();
      return shown === undefined ? null : await toDataURL(shown, { width: 480 });
    });
    await page.evaluate(() => {
      const { gateScreen } = window as unknown as { gateScreen: () => Promise<string | null> };
      navigator.mediaDevices.getUserMedia = async () => {
        const canvas = Object.assign(document.createElement("canvas"), { width: 480, height: 480 });
        const image = new Image();
        setInterval(async () => {
          const next = await gateScreen();
          if (next !== null) image.src = next;
          await image.decode().catch(() => undefined);
          canvas.getContext("2d")?.drawImage(image, 0, 0);
        }, 300);
        return canvas.captureStream(10);
      };
    });
    house.lanes.out.stopAt();
    await expect.poll(() => house.lanes.out.code(), LONG).toMatch(/^BG3:/);
    await go(page, "Pass");
    await page.getByRole("link", { name: "Scan the gate's code" }).click();
    await press(page, "Start the camera");
    await page.getByText("The gate opens. Drive on.").waitFor();
    await look(page, "scanned");
    await expect.poll(house.lanes.out.arm, LONG).toBe("raised");
    await house.lanes.out.driveThrough();
    await go(page, "Pass");
    await page.getByText("You are parked at Harbour Garage").waitFor({ state: "detached" });
    expect(errors).toEqual([]);
  });

  test("a card held to the gate becomes the driver's", async () => {
    const { page } = driverAt(0);
    await goMore(page, "Cards");
    await press(page, "Link a card");
    await page.getByLabel("Name").fill("Bus pass");
    await press(page, "Get the gate ready");
    await page.getByText("Now hold your card to the reader of this gate.").waitFor();
    await look(page, "linking");
    await expect.poll(house.lanes.in.words, LONG).toBe("Add your card");
    house.lanes.in.tap("04a1b2c3d4e5f6");
    await page.getByText("The card is yours. It works from now on.").waitFor();
    await press(page, "Close");
    await page.getByRole("button", { name: "Remove Bus pass" }).waitFor();
    expect(errors).toEqual([]);
  });

  test("a group's manager invites by mail and sets a limit, and the member sees who pays", async () => {
    const [mara, jonas] = [driverAt(0), driverAt(1)];
    const group = await house.operator.post<{ id: string }>("/v1/ops/groups", { name: "Plumbers", currency: "EUR" });
    await goMore(jonas.page, "Settings");
    await jonas.page.getByLabel("Name").fill("Jonas");
    await press(jonas.page, "Save");
    await jonas.page.getByText("Saved").waitFor();
    const member = { monthlyLimitMinor: null, manages: true };
    await house.operator.put(`/v1/ops/groups/${group.id}/members/${await accountOf(mara.page)}`, member);
    await mara.page.reload();
    await goMore(mara.page, "Groups");
    await press(mara.page, "Invite somebody");
    await mara.page.getByLabel("E-mail address").fill(jonas.email);
    await mara.page.getByLabel("Most a month").fill("50");
    await look(mara.page, "invite");
    await press(mara.page, "Send the invitation");
    await mara.page.getByText(`${jonas.email} is invited.`).waitFor();
    await goMore(jonas.page, "Groups");
    await jonas.page.getByText("Plumbers wants to pay for your stays").waitFor();
    await look(jonas.page, "invited");
    await press(jonas.page, "Accept");
    await jonas.page.getByText("up to €50.00 a month").waitFor();
    await mara.page.reload();
    await press(mara.page, "Change Jonas");
    await mara.page.getByLabel("Most a month").fill("80");
    await press(mara.page, "Save");
    await mara.page.getByText("up to €80.00 a month").waitFor();
    await press(jonas.page, "Leave Plumbers");
    await press(jonas.page, "Leave Plumbers");
    await heading(jonas.page, "Groups");
    await jonas.page.getByText("You are in no group").waitFor();
    expect(errors).toEqual([]);
  });

  test("who has a bay lends it to a guest, and prints a ticket for one without the app", async () => {
    const [mara, jonas] = [driverAt(0), driverAt(1)];
    const right = { account: await accountOf(mara.page), places: 3 };
    await house.operator.post(`/v1/ops/estates/${ESTATE}/zones/bays/rights`, right);
    await goMore(mara.page, "My bays and guests");
    await press(mara.page, "Invite a guest");
    await mara.page.getByLabel("Your guest's number").fill(await accountOf(jonas.page));
    await mara.page.getByRole("dialog").getByRole("button", { name: "Invite a guest" }).click();
    await mara.page.getByRole("list", { name: "Guests" }).waitFor();
    await goMore(jonas.page, "My bays and guests");
    await jonas.page.getByText("As a guest").waitFor();
    await press(mara.page, "Make a ticket to print");
    await mara.page.getByLabel("For whom").fill("Aunt Ada");
    await look(mara.page, "ticket");
    await press(mara.page, "Make the ticket");
    await mara.page.getByText("The ticket for Aunt Ada is ready.").waitFor();
    const address = await mara.page.getByRole("link", { name: "Open the ticket" }).getAttribute("href");
    const pdf = await mara.page.request.get(`${house.base}${address}`);
    expect((await pdf.body()).subarray(0, 5).toString()).toBe("%PDF-");
    await press(mara.page, "Close");
    await press(mara.page, "Take back the ticket for Aunt Ada");
    await mara.page.getByText("Taken back").waitFor();
    expect(errors).toEqual([]);
  });

  test("a subscription is paid from the wallet once, and cancelled", async () => {
    const { page } = driverAt(0);
    const before = await balanceOf(page);
    await goMore(page, "Subscriptions");
    await press(page, "Choose: Monthly pass");
    await look(page, "subscribe");
    await press(page, "Subscribe · €10.00");
    await page.getByText(/^Renews on/).waitFor();
    await press(page, "Cancel");
    await page.getByText(/^Ends on/).waitFor();
    await go(page, "Wallet");
    await page
      .getByText(`€${((before - 1000) / 100).toFixed(2)}`)
      .first()
      .waitFor();
    expect(errors).toEqual([]);
  });

  const PAGES = [
    ...["/", "/estates", "/estates/harbour", "/stays", "/wallet", "/scan", "/more", "/more/vehicles", "/more/cards"],
    ...["/more/groups", "/more/bays", "/more/subscriptions", "/more/settings", "/goodbye", "/nowhere"],
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

  test("settings that come late move nothing away under a finger: all of them are there, or none", async () => {
    const { context } = driverAt(1);
    // A phone that has seen nothing yet of what it will be told.
    const fresh = await browser.newContext({ storageState: { cookies: await context.cookies(), origins: [] } });
    const page = await fresh.newPage();
    let release = () => {};
    const late = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route("**/v1/me/notices", async (route) => {
      await late;
      await route.continue();
    });
    const consents = page.waitForResponse("**/v1/me/consents", LONG);
    await page.goto(`${house.base}/app/more/settings`);
    await (await consents).finished();
    await heading(page, "Settings");
    await page.evaluate(() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen))));
    expect(await page.getByRole("switch").count()).toBe(0);
    release();
    await page.getByRole("switch", { name: "Learn when I usually come" }).waitFor(LONG);
    await fresh.close();
  });

  test("the settings hold consents, another address, everything to take along, and the way out", async () => {
    const { page, email } = driverAt(1);
    await goMore(page, "Settings");
    const habits = page.getByRole("switch", { name: "Learn when I usually come" });
    await habits.click();
    await expect.poll(() => habits.isChecked(), LONG).toBe(true);
    await page.reload();
    await expect.poll(() => habits.isChecked(), LONG).toBe(true);
    await press(page, "Change the address");
    const newEmail = "jonas@example.net";
    await page.getByLabel("New e-mail address").fill(newEmail);
    await press(page, "Send me a code");
    await page.getByText(`We sent a code to ${newEmail}`).waitFor();
    await page.getByLabel("Code from the e-mail").fill(await house.codeFor(newEmail));
    await page.getByRole("dialog").getByRole("button", { name: "Change the address" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByText(newEmail, { exact: true }).waitFor();
    const data = await page.request.get(`${house.base}/v1/me/data`);
    expect(await data.text()).toContain(newEmail);
    expect(await data.text()).not.toContain(email);
    const rest = await balanceOf(page);
    await press(page, "Delete my account");
    await page.getByRole("switch", { name: "I understand that it cannot be undone" }).check();
    await look(page, "delete");
    await press(page, "Yes, delete it for good");
    await heading(page, "Goodbye");
    await page.getByText(`€${(rest / 100).toFixed(2)} was left in your wallet`).waitFor();
    await look(page, "goodbye");
    await page.getByRole("link", { name: "To the start" }).click();
    await heading(page, "Park without a ticket");
    expect(errors).toEqual([]);
  });

  test("a push message shows a notice once, also when it comes twice, and a newer one takes its place", async () => {
    const { page, context } = driverAt(0);
    await context.grantPermissions(["notifications"], { origin: house.base });
    await page.goto(`${house.base}/app/`);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    const chromiums = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) =>
      chromiums.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
        const own = registrations.find(({ scopeURL }) => scopeURL === `${house.base}/app/`);
        if (own) resolve(own.registrationId);
      }),
    );
    await chromiums.send("ServiceWorker.enable");
    const registrationId = await registered;
    const pushed = async (message: PushMessage): Promise<unknown> => {
      const data = JSON.stringify(message);
      await chromiums.send("ServiceWorker.deliverPushMessage", { origin: house.base, registrationId, data });
      const shown = () =>
        page.evaluate(async () => {
          const all = await (await navigator.serviceWorker.ready).getNotifications();
          return all.map(({ title, body, tag, lang }) => ({ title, body, tag, lang }));
        });
      await expect.poll(async () => (await shown()).map(({ title }) => title), LONG).toContain(message.title);
      return await shown();
    };
    const about = { tag: "stay:1", url: "/app/stays/1", lang: "en" };
    const began: PushMessage = { ...about, kind: "stay-began", title: "You are parked", body: "At Harbour Garage." };
    const ended: PushMessage = { ...about, kind: "stay-ended", title: "That was €1.60", body: "At Harbour Garage." };
    const { kind: _, url: __, ...asShown } = began;
    expect(await pushed(began)).toEqual([asShown]);
    expect(await pushed(began)).toEqual([asShown]);
    expect(await pushed(ended)).toMatchObject([{ title: "That was €1.60", tag: "stay:1" }]);
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
