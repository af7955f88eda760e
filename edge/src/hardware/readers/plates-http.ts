import { timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { z } from "zod";
import type { ReaderDriver } from "../driver.ts";
import { platesIn } from "./plates-formats.ts";

// Number plates that a recognition product posts to the gate: Rekor Scout (OpenALPR), Plate Recognizer (plates-formats.ts).

const config = z.object({
  driver: z.literal("plates-http"),
  port: z.int().min(0).max(65_535).meta({ description: "Where the gate listens." }),
  host: z.string().min(1).max(253).default("127.0.0.1").meta({
    description: "The address it listens on: loopback, or this box's own in the cameras' network.",
  }),
  secretFile: z.string().min(1).meta({
    description:
      "A file that holds a secret of 16 letters or more: the last part of the address that is posted to, http://gate:8090/plates/<secret>.",
  }),
  camera: z.string().min(1).max(256).optional().meta({
    description: "Only this camera's plates, as the product names it. Without it every camera's.",
  }),
  retryMs: z
    .int()
    .min(10)
    .max(600_000)
    .default(5_000)
    .meta({ description: "The wait before it tries again to listen." }),
});

/** Products send pictures along. */
const MOST_BYTES = 8 * 1024 * 1024;
/** A post that is not whole after this is given up. Ms. */
const POST_MS = 10_000;
const LEAST_SECRET = 16;

/**
 * Faults it reports: `plates-address-taken` (or not this machine's), `plates-secret-unreadable`. A camera that sends nothing is not told
 * apart from a lane without cars.
 */
export const platesHttp: ReaderDriver<typeof config> = {
  config,
  reads: "plate",
  async open({ port, host, secretFile, camera, retryMs }, events, { log }) {
    let server: Server | undefined;
    let waiting: NodeJS.Timeout | undefined;
    let failed: string | undefined;
    let closed = false;

    const later = (code: string, words: string): void => {
      if (closed) return;
      if (failed !== code) events.failed(code, words);
      failed = code;
      waiting = setTimeout(() => void start(), retryMs);
    };

    const take = (text: string): boolean => {
      const plates = platesIn(text, camera);
      for (const { text: plate, confidence } of plates ?? [])
        events.read({ tier: "P", bytes: Buffer.from(plate), confidence, atMs: performance.now() });
      return plates !== undefined;
    };

    const start = async (): Promise<void> => {
      const secret = (await readFile(secretFile, "utf8").catch(() => "")).trim();
      if (closed) return;
      if (secret.length < LEAST_SECRET) {
        later("plates-secret-unreadable", `${secretFile} does not hold ${LEAST_SECRET} letters or more`);
        return;
      }
      const listening = createServer({ requestTimeout: POST_MS, headersTimeout: POST_MS }, (request, response) => {
        answer(request, secret, take).then(
          (status) => {
            if (status === 400) log.warn({}, "a post that is in no known format");
            response.writeHead(status, { connection: "close" }).end();
          },
          () => response.destroy(),
        );
      });
      server = listening;
      listening.on("error", (error: NodeJS.ErrnoException) => later("plates-address-taken", error.message));
      listening.listen(port, host, () => {
        if (failed !== undefined) events.recovered();
        failed = undefined;
        log.info({ address: listening.address() }, "listening for plates");
      });
    };
    await start();

    return {
      close: async () => {
        closed = true;
        clearTimeout(waiting);
        server?.closeAllConnections();
        await new Promise<void>((resolve) => (server?.listening ? server.close(() => resolve()) : resolve()));
      },
    };
  },
};

/** The status for a request: nothing is told to those who do not know the secret. */
async function answer(request: IncomingMessage, secret: string, take: (text: string) => boolean): Promise<number> {
  const [, path, given = ""] = (request.url ?? "").split(/[/?]/);
  if (path !== "plates" || !isSame(given, secret)) return 404;
  if (request.method !== "POST") return 405;
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_BYTES) return 413;
    parts.push(part);
  }
  const body = Buffer.concat(parts);
  const type = request.headers["content-type"] ?? "";
  return take(type.startsWith("multipart/form-data") ? await fieldOf(body, type) : body.toString("utf8")) ? 200 : 400;
}

/** Plate Recognizer's webhook with a picture: the field `json` of a form. Empty: there is none. */
async function fieldOf(body: Buffer, type: string): Promise<string> {
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } })
    .formData()
    .catch(() => undefined);
  const field = form?.get("json");
  return typeof field === "string" ? field : "";
}

function isSame(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
