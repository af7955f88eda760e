import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import type { App } from "./wire.ts";

/** The server-sent events of a stream, one by one. */
export async function* eventsOf(response: Response) {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const [, name, data] = /^event: (\w+)\n(?:id: .*\n)?data: (.*)$/.exec(block) ?? [];
      if (name) yield { name, data: JSON.parse(data ?? "") };
    }
  }
}

/** Serves it on a real socket, as the house does. `close` waits until the last connection is gone. */
export async function overSocket(app: App): Promise<{ readonly base: string; close(): Promise<void> }> {
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 });
  if (!server.listening) await once(server, "listening");
  const close = async () => {
    const closed = once(server, "close");
    server.close();
    await closed;
  };
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
