import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { PushAddress } from "../channel.ts";

// A push service on this machine with browsers behind it: it checks what a real one checks, and the browsers open what they get.

/** A browser's end of a subscription: RFC 8291, 2. */
export interface BrowserKeys {
  readonly pair: ECDH;
  readonly auth: Buffer;
}

/**
 * Opens an aes128gcm message of one record (RFC 8188, 2 and 3.1; RFC 8291, 3).
 *
 * @throws when it was not made for this browser, or is not of that form.
 */
export function openMessage(body: Buffer, { pair, auth }: BrowserKeys): string {
  const salt = body.subarray(0, 16);
  const keyLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + keyLength);
  const record = body.subarray(21 + keyLength);
  if (record.length > body.readUInt32BE(16)) throw new Error("more than one record");
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), pair.getPublicKey(), sender]);
  const hkdf = (key: Buffer, with_: Buffer, about: Buffer | string, length: number) =>
    Buffer.from(hkdfSync("sha256", key, with_, about, length));
  const input = hkdf(pair.computeSecret(sender), auth, info, 32);
  const key = hkdf(input, salt, "Content-Encoding: aes128gcm\0", 16);
  const nonce = hkdf(input, salt, "Content-Encoding: nonce\0", 12);
  const decipher = createDecipheriv("aes-128-gcm", key, nonce).setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  const end = padded.findLastIndex((byte) => byte !== 0);
  if (padded[end] !== 2) throw new Error("not the last record");
  return padded.subarray(0, end).toString("utf8");
}

/**
 * What a VAPID header claims (RFC 8292, 2 and 3), once its signature was checked.
 *
 * @throws when the header is none, or was not signed by the key that it names.
 */
export function vapidOf(authorization: string | undefined) {
  const [, token = "", key = ""] = /^vapid t=([^,]+), ?k=([A-Za-z0-9_-]+)$/.exec(authorization ?? "") ?? [];
  const [head = "", claims = "", signature = ""] = token.split(".");
  const point = Buffer.from(key, "base64url");
  const jwk = {
    ...{ kty: "EC", crv: "P-256" },
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
  };
  const signer = { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" as const };
  if (!verify("sha256", Buffer.from(`${head}.${claims}`), signer, Buffer.from(signature, "base64url")))
    throw new Error("not signed by the key that it names");
  const read = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  return { key, head: read(head), claims: read(claims) as { aud: string; exp: number; sub: string } };
}

/** What came for a browser. */
export interface Pushed {
  readonly path: string;
  /** As the browser opened it. */
  readonly message: unknown;
  readonly headers: IncomingMessage["headers"];
  readonly vapid: ReturnType<typeof vapidOf>;
}

type Answer = number | { readonly status: number; readonly headers: Readonly<Record<string, string>> } | "hang";

export async function openPushServer() {
  const browsers = new Map<string, BrowserKeys>();
  const pushed: Pushed[] = [];
  const faults: unknown[] = [];
  const hanging: ServerResponse[] = [];
  const state: { answer: (path: string) => Answer; asked: number } = { answer: () => 201, asked: 0 };

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    state.asked++;
    const path = request.url ?? "";
    const body = await buffer(request);
    const answer = state.answer(path);
    if (answer === "hang") {
      hanging.push(response);
      return;
    }
    const { status, headers } = typeof answer === "number" ? { status: answer, headers: {} } : answer;
    const browser = browsers.get(path);
    if (status === 201 && browser)
      pushed.push({
        path,
        message: JSON.parse(openMessage(body, browser)),
        headers: request.headers,
        vapid: vapidOf(request.headers.authorization),
      });
    response.writeHead(status === 201 && !browser ? 404 : status, headers).end("words that nobody needs");
  };
  const server = createServer((request, response) => {
    take(request, response).catch((error: unknown) => {
      faults.push(error);
      response.writeHead(400).end();
    });
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });

  return {
    origin: `http://127.0.0.1:${port}`,
    /** What browsers have got, in order. */
    pushed,
    /** What no browser could open, or was not signed as it should be. */
    faults,
    state,
    /** A browser subscribes. */
    subscribe(): PushAddress {
      const pair = createECDH("prime256v1");
      const p256dh = pair.generateKeys("base64url");
      const auth = randomBytes(16);
      const path = `/push/${randomBytes(12).toString("base64url")}`;
      browsers.set(path, { pair, auth });
      return { endpoint: `http://127.0.0.1:${port}${path}`, p256dh, auth: auth.toString("base64url") };
    },
    close,
    reopen: () => listen(port),
  };
}
