import { createServer, get } from "node:http";
import { kiosk } from "@baygate/edge/hardware/displays/kiosk";
import type { Display, Message } from "@baygate/edge/hardware/seams";
import { displayContract, Heard } from "@baygate/edge/hardware/seams.contract";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "../lab/free-port.ts";
import { debianParts, skipWithout } from "../lab/packages.ts";

const LONG = { timeout: 15_000 };
const log = { info() {}, warn() {} };

async function open(port: number, heard: Heard, more: object = {}, openingCode?: () => string | undefined) {
  const its = kiosk.config.parse({ driver: "kiosk", port, ...more });
  return kiosk.open(its, heard.events, { device: "lane-1/display", log, ...(openingCode ? { openingCode } : {}) });
}

/** The first thing that the page's stream says. */
async function shownAt(port: number): Promise<Message> {
  const stop = new AbortController();
  const { body } = await fetch(`http://127.0.0.1:${port}/live`, { signal: stop.signal });
  let text = "";
  for await (const chunk of body ?? []) {
    text += Buffer.from(chunk).toString();
    if (text.includes("\n\n")) break;
  }
  stop.abort();
  return JSON.parse(text.replace(/^data: /, "").split("\n")[0] ?? "").message;
}

displayContract("a kiosk page", async () => {
  const port = await freePort();
  return {
    open: (events) => kiosk.open(kiosk.config.parse({ driver: "kiosk", port }), events, { device: "", log }),
    shown: () => shownAt(port),
    close: async () => {},
  };
});

describe("a kiosk page's server", () => {
  let heard: Heard;
  let port: number;
  let display: Display | undefined;
  beforeEach(async () => {
    heard = new Heard();
    port = await freePort();
  });
  afterEach(async () => {
    await display?.close();
    display = undefined;
  });

  it("waits for its port, and says so", async () => {
    const other = createServer().listen(port, "127.0.0.1");
    display = await open(port, heard);
    await heard.ends("failed kiosk-port-taken");
    await new Promise((resolve) => other.close(resolve));
    await heard.ends("failed kiosk-port-taken", "recovered");
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });

  it("says that the screen is dark when no browser has the page, until one has", async () => {
    display = await open(port, heard, { darkMs: 1_000 });
    await heard.ends("failed screen-dark");
    await shownAt(port);
    await heard.ends("failed screen-dark", "recovered", "failed screen-dark");
  });

  it("answers this box's browser only, and only what it has", async () => {
    display = await open(port, heard);
    const status = async (path: string, init?: RequestInit) =>
      (await fetch(`http://127.0.0.1:${port}${path}`, init)).status;
    expect(await status("/etc/passwd")).toBe(404);
    expect(await status("/", { method: "POST" })).toBe(405);
    const rebound = await new Promise((resolve) => {
      get({ host: "127.0.0.1", port, path: "/live", headers: { host: "evil.example" } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
    });
    expect(rebound).toBe(421);
  });
});

describe.skipIf(skipWithout("chromium"))("in a browser, a kiosk page", () => {
  let browser: Browser;
  let page: Page;
  let display: Display;
  let port: number;
  let code: string | undefined;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: debianParts.chromium,
      args: ["--no-sandbox", "--disable-background-networking"],
    });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    code = undefined;
    port = await freePort();
    display = await open(port, new Heard(), { languages: ["de", "fr", "en"] }, () => code);
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`http://127.0.0.1:${port}/`);
  });
  afterEach(async () => {
    await page.close();
    await display.close();
  });

  const mood = () => page.evaluate(() => document.body.className);
  const text = (id: string) => page.locator(`#${id}`).textContent();

  it("says what is the matter and what to do next, in the estate's languages, in a colour of its own", async () => {
    display.show({ mood: "stop", title: "Not enough credit", detail: "Please top up in the app, then try again." });
    await expect.poll(() => text("title"), LONG).toBe("Guthaben reicht nicht");
    expect(await text("detail")).toBe("Bitte in der App aufladen, dann noch einmal.");
    expect(await text("other")).toBe("Crédit insuffisant · Rechargez dans l'application, puis réessayez.");
    expect(await mood()).toContain("stop");
    display.show({ mood: "idle", title: "Welcome", detail: "2,40 € <b>/h" });
    await expect.poll(() => text("detail"), LONG).toBe("2,40 € <b>/h");
    expect(await mood()).toContain("idle");
  });

  it("runs from right to left in Arabic, with a price as it is written", async () => {
    const arabicPort = await freePort();
    const arabic = await open(arabicPort, new Heard(), { languages: ["ar", "en"] });
    try {
      await page.goto(`http://127.0.0.1:${arabicPort}/`);
      arabic.show({ mood: "stop", title: "Full", detail: "2.40 EUR an hour" });
      await expect.poll(() => text("title"), LONG).toBe("ممتلئ");
      expect(await page.evaluate(() => document.documentElement.dir)).toBe("rtl");
      const leftOf = (from: number, to: number) =>
        page.evaluate(
          ([begin, end]) => {
            const range = document.createRange();
            const words = document.querySelector("#detail")?.firstChild;
            if (!words) return Number.NaN;
            range.setStart(words, begin ?? 0);
            range.setEnd(words, end ?? 0);
            return range.getBoundingClientRect().left;
          },
          [from, to],
        );
      expect(await leftOf(0, 4)).toBeLessThan(await leftOf(5, 8));
    } finally {
      await arabic.close();
    }
  });

  it("shows the code by which a phone opens the lane, while nothing else is to be said, and the next one", async () => {
    display.show({ mood: "idle", title: "Welcome", detail: "" });
    const drawn = () => page.locator("#code svg path").last().getAttribute("d", { timeout: 10_000 });
    code = "BG3:FIRST";
    await expect.poll(() => page.locator("#code svg").count(), LONG).toBe(1);
    const first = await drawn();
    code = "BG3:SECOND";
    await expect.poll(drawn, LONG).not.toBe(first);
    display.show({ mood: "go", title: "Welcome", detail: "Please drive in." });
    await expect.poll(() => page.locator("#code svg").count(), LONG).toBe(0);
  });

  it("says nothing that may be wrong while the gate is away, and comes back with it", async () => {
    display.show({ mood: "go", title: "Welcome", detail: "Please drive in." });
    await expect.poll(mood, LONG).toContain("go");
    await display.close();
    await expect.poll(mood, { timeout: 30_000 }).toContain("lost");
    display = await open(port, new Heard(), { languages: ["en"] });
    display.show({ mood: "idle", title: "Leaving?", detail: "" });
    await expect.poll(() => text("title"), { timeout: 30_000 }).toBe("Leaving?");
    await expect.poll(mood, LONG).not.toContain("lost");
  });

  it.each([
    [1280, 800],
    [800, 1280],
    [800, 480],
  ])("has all its words in view on a screen of %i x %i", async (width, height) => {
    await page.setViewportSize({ width, height });
    display.show({
      mood: "stop",
      title: "An earlier visit is unpaid",
      detail: "Your group pays no more this month. Please top up in the app.",
    });
    await expect.poll(() => text("title"), LONG).toBe("Ein früherer Besuch ist unbezahlt");
    for (const id of ["title", "detail", "other"]) {
      const box = await page.locator(`#${id}`).boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
    }
  });
});
