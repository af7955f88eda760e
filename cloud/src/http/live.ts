import type { ServerResponse } from "node:http";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import type { Subscriber } from "../live/hub.ts";
import { requirePermit } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import type { App, Env } from "./wire.ts";

/** A consumer with this much unread is dropped; it comes back and resumes. Bytes. */
const UNREAD_LIMIT = 1024 * 1024;

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  // Proxies that buffer would keep events back.
  "x-accel-buffering": "no",
};

/** Writes straight to the socket: a web stream in between costs several times the CPU with thousands of followers. */
function socketSubscriber(outgoing: ServerResponse): Subscriber {
  return {
    write(bytes) {
      if (outgoing.destroyed || outgoing.writableLength > UNREAD_LIMIT) return false;
      outgoing.write(bytes);
      return true;
    },
    end() {
      // A slow consumer would keep what is unread in memory until it has read it.
      if (outgoing.writableLength > UNREAD_LIMIT) outgoing.destroy();
      else outgoing.end();
    },
  };
}

function streamSubscriber(controller: ReadableStreamDefaultController<Uint8Array>): Subscriber {
  return {
    write(bytes) {
      if ((controller.desiredSize ?? 0) <= 0) return false;
      controller.enqueue(bytes);
      return true;
    },
    end: () => controller.close(),
  };
}

/** Server-sent events until the consumer leaves: `follow` begins it, and its answer ends it. `more`: further headers. */
export function followed(
  c: Context<Env>,
  follow: (to: Subscriber) => () => void,
  more: Readonly<Record<string, string>> = {},
): Response {
  // A HEAD has no body in which anything could follow: it would never end.
  if (c.req.method === "HEAD") return c.body(null, 200, HEADERS);
  const outgoing = c.env?.outgoing;
  if (outgoing) {
    outgoing.writeHead(200, { ...HEADERS, ...more });
    outgoing.flushHeaders();
    const leave = follow(socketSubscriber(outgoing));
    outgoing.on("close", leave);
    outgoing.on("error", leave);
    return RESPONSE_ALREADY_SENT;
  }
  let leave = () => {};
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        leave = follow(streamSubscriber(controller));
      },
      cancel: () => leave(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: UNREAD_LIMIT }),
  );
  return c.body(body, 200, HEADERS);
}

/** GET /live: server-sent events `state`, `patch` and `trouble` (live/dashboard.ts), resumed by `Last-Event-ID`. */
export function addLiveRoute(app: App, deps: HttpDeps): void {
  if (deps.dashboard === "operator") app.use("/live", requirePermit(deps, "operator"));
  app.get("/live", (c) => followed(c, (to) => deps.hub.subscribe(to, c.req.header("last-event-id"))));
}
