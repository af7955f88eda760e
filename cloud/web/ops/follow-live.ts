import type { Dashboard, DashboardPatch } from "../../src/live/dashboard.ts";

/** What the page hears of its connection. */
export type LinkState = "connecting" | "live" | "lost" | "trouble" | "token-needed" | "token-refused";

export interface Listener {
  onState(state: Dashboard): void;
  onPatch(patch: DashboardPatch): void;
  onLink(state: LinkState): void;
}

/** Silence for longer than this is a lost connection: a heartbeat comes every 10 s. Milliseconds. */
const SILENCE_MS = 25_000;
const LONGEST_WAIT_MS = 15_000;

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** One event of the stream. */
interface ServerEvent {
  readonly name: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** An event out of its lines; undefined for a comment. */
function parseEvent(block: string): ServerEvent | undefined {
  const fields = new Map(
    block.split("\n").map((line): [string, string] => {
      const colon = line.indexOf(": ");
      return [line.slice(0, colon), line.slice(colon + 2)];
    }),
  );
  const data = fields.get("data");
  return data === undefined ? undefined : { name: fields.get("event") ?? "message", id: fields.get("id"), data };
}

async function* eventsOf(body: ReadableStream<Uint8Array>, heard: () => void): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    heard();
    text += decoder.decode(value, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = parseEvent(block);
      if (event) yield event;
    }
  }
}

/**
 * Follows /live for ever: connects, resumes where it broke, waits longer after each failure. Not an EventSource, which cannot
 * carry a token. `token` is asked before each connection; undefined: none is needed.
 */
export async function followLive(token: () => string | undefined, listener: Listener): Promise<never> {
  let lastEventId: string | undefined;
  let failures = 0;

  const connect = async (): Promise<"ended" | "refused"> => {
    const abort = new AbortController();
    let silence = setTimeout(() => abort.abort(), SILENCE_MS);
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => abort.abort(), SILENCE_MS);
    };
    const bearer = token();
    const headers = {
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
    };
    try {
      const answer = await fetch("/live", { headers, cache: "no-store", signal: abort.signal });
      if (answer.status === 401 || answer.status === 403) {
        listener.onLink(bearer === undefined ? "token-needed" : "token-refused");
        return "refused";
      }
      if (!answer.ok || !answer.body) return "ended";
      // A resumed connection is live before anything happens.
      if (lastEventId !== undefined) listener.onLink("live");
      for await (const event of eventsOf(answer.body, heard)) {
        failures = 0;
        if (event.id !== undefined) lastEventId = event.id;
        if (event.name === "state") listener.onState(JSON.parse(event.data));
        else if (event.name === "patch") listener.onPatch(JSON.parse(event.data));
        listener.onLink(event.name === "trouble" ? "trouble" : "live");
      }
      return "ended";
    } catch {
      return "ended";
    } finally {
      clearTimeout(silence);
    }
  };

  for (;;) {
    const outcome = await connect();
    if (outcome === "refused") {
      await new Promise((done) => addEventListener("baygate-token", done, { once: true }));
      continue;
    }
    failures += 1;
    listener.onLink("lost");
    // Spread, so that a restarted cloud is not met by every screen at once.
    await sleep(Math.min(LONGEST_WAIT_MS, 500 * 2 ** Math.min(failures - 1, 6)) * (0.5 + Math.random() / 2));
  }
}
