import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import QRCode from "qrcode";
import { z } from "zod";
import { screens } from "../attached.ts";
import type { DisplayDriver } from "../driver.ts";
import { LANGUAGES, type Language, say } from "../phrases.ts";
import type { Message } from "../seams.ts";
import { PAGE } from "./kiosk-page.ts";

const Hour = z.int().min(0).max(23);

const config = z.object({
  driver: z.literal("kiosk"),
  port: z
    .int()
    .min(0)
    .max(65_535)
    .default(8_090)
    .meta({ description: "On 127.0.0.1 only; the browser runs on the box." }),
  languages: z
    .array(z.enum(LANGUAGES))
    .min(1)
    .max(LANGUAGES.length)
    .default(["en", "de"])
    .meta({ description: "The first stands large; the others take turns below it." }),
  night: z
    .strictObject({ from: Hour, until: Hour })
    .default({ from: 20, until: 7 })
    .meta({ description: "Hours of the box's clock in which the page is dark, so that it dazzles nobody." }),
  darkMs: z
    .int()
    .min(1_000)
    .max(3_600_000)
    .default(60_000)
    .meta({ description: "No browser shows the page for so long: a fault." }),
});
type Config = z.output<typeof config>;

/** What the page is told. */
export interface KioskState {
  readonly message: Message;
  readonly lines: readonly { readonly language: Language; readonly title: string; readonly detail: string }[];
  /** A code by which a phone opens this lane, as SVG, with its line in each language. */
  readonly code: { readonly svg: string; readonly words: readonly string[] } | null;
  readonly night: Config["night"];
}

/** Browsers and what stands between forget a connection on which nothing moves. Ms. */
const BEAT_MS = 5_000;
/** How often it is looked whether the code is another. Ms. */
const CODE_MS = 1_000;
const LISTEN_AGAIN_MS = 2_000;
const MOST_WATCHERS = 8;

/**
 * A page for a browser in kiosk mode on the box's own screen; everything it needs comes from here, so it works without a link.
 * Faults: `kiosk-port-taken`, `screen-dark` (no browser has the page open). When this process dies, the page says so itself
 * and goes on when it is back.
 */
export const kiosk: DisplayDriver<typeof config> = {
  find: async (root) =>
    screens(root)
      .slice(0, 1)
      .map((name) => ({ config: { driver: "kiosk" }, words: `a screen at ${name}` })),
  config,
  async open(its, events, { log, openingCode }) {
    let state: KioskState = stateOf(its, { mood: "wait", title: "One moment", detail: "" }, null);
    let codeText: string | undefined;
    const watchers = new Set<ServerResponse>();
    const outage = outageOf(events);
    const tell = (watcher: ServerResponse): void => void watcher.write(`data: ${JSON.stringify(state)}\n\n`);
    const change = (message: Message, code: KioskState["code"]): void => {
      state = stateOf(its, message, code);
      watchers.forEach(tell);
    };

    let dark: NodeJS.Timeout | undefined;
    const unwatched = (): void => {
      const words = `no browser shows http://127.0.0.1:${its.port}/`;
      dark = setTimeout(() => outage.began("screen-dark", words), its.darkMs);
    };
    unwatched();
    const watch = (request: IncomingMessage, response: ServerResponse): void => {
      if (watchers.size >= MOST_WATCHERS) return void response.writeHead(503).end();
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      watchers.add(response);
      clearTimeout(dark);
      outage.ended("screen-dark");
      tell(response);
      request.on("close", () => {
        watchers.delete(response);
        if (watchers.size === 0) unwatched();
      });
    };
    const beat = setInterval(() => {
      for (const watcher of watchers) watcher.write("event: beat\ndata:\n\n");
    }, BEAT_MS);
    const coding = setInterval(() => {
      const text = openingCode?.();
      if (text === codeText) return;
      codeText = text;
      void drawCode(text, its.languages).then((code) => change(state.message, code));
    }, CODE_MS);

    const server = createServer((request, response) => answer(request, response, watch));
    const closeServer = listen(server, its.port, outage, (port) => log.info({ port }, "kiosk page"));
    await closeServer.tried;
    return {
      show: (message) => change(message, state.code),
      async close() {
        clearTimeout(dark);
        for (const timer of [beat, coding]) clearInterval(timer);
        for (const watcher of watchers) watcher.destroy();
        await closeServer.close();
      },
    };
  },
};

function stateOf({ languages, night }: Config, message: Message, code: KioskState["code"]): KioskState {
  const lines = languages.map((language) => ({
    language,
    title: say(message.title, language),
    detail: say(message.detail, language),
  }));
  return { message, lines, code, night };
}

async function drawCode(text: string | undefined, languages: readonly Language[]): Promise<KioskState["code"]> {
  if (text === undefined) return null;
  const svg = await QRCode.toString(text, { type: "svg", margin: 2, errorCorrectionLevel: "M" });
  return { svg, words: languages.map((language) => say("Scan with your phone", language)) };
}

/** The page and its stream, for a browser on this box: another site's script that asks by a name of its own gets nothing. */
function answer(
  request: IncomingMessage,
  response: ServerResponse,
  watch: (request: IncomingMessage, response: ServerResponse) => void,
): void {
  const host = (request.headers.host ?? "").replace(/:\d+$/, "");
  if (!["127.0.0.1", "localhost"].includes(host)) return void response.writeHead(421).end();
  if (request.method !== "GET") return void response.writeHead(405, { allow: "GET" }).end();
  if (request.url === "/live") return void watch(request, response);
  if (request.url !== "/") return void response.writeHead(404).end();
  response
    .writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
    })
    .end(PAGE);
}

/** Listens, and tries again where another program has the port. */
function listen(server: Server, port: number, outage: ReturnType<typeof outageOf>, up: (port: number) => void) {
  const tried = Promise.withResolvers<void>();
  let again: NodeJS.Timeout | undefined;
  const start = (): void => void server.listen(port, "127.0.0.1");
  server.on("listening", () => {
    const address = server.address();
    up(typeof address === "object" && address !== null ? address.port : port);
    outage.ended("kiosk-port-taken");
    tried.resolve();
  });
  server.on("error", (error) => {
    outage.began("kiosk-port-taken", error.message);
    tried.resolve();
    again = setTimeout(start, LISTEN_AGAIN_MS);
  });
  start();
  return {
    tried: tried.promise,
    async close(): Promise<void> {
      clearTimeout(again);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Several things can be wrong; the device fails with the first and is well with the last. */
function outageOf({ failed, recovered }: { failed(code: string, words: string): void; recovered(): void }) {
  const wrong = new Set<string>();
  return {
    began(code: string, words: string): void {
      if (wrong.size === 0) failed(code, words);
      wrong.add(code);
    },
    ended(code: string): void {
      if (wrong.delete(code) && wrong.size === 0) recovered();
    },
  };
}
