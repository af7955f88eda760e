import { createHash } from "node:crypto";
import { lookup } from "node:dns";
import { request as httpRequest, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";
import webPush from "web-push";
import {
  type Carriage,
  type Channel,
  type Message,
  type Outcome,
  type PushAddress,
  SEND_TAKES_MS,
} from "../channel.ts";

export interface WebPushOptions {
  /** The house's VAPID keys (RFC 8292), base64url: the public one is a raw P-256 point. */
  readonly vapid: { readonly publicKey: string; readonly privateKey: string };
  /** Whom a push service may ask about our messages: `mailto:` or `https:`. */
  readonly contact: string;
  /** Endpoints on this machine's loopback are taken, and over plain HTTP: for demos and tests. */
  readonly allowsLoopback: boolean;
  readonly timeoutMs?: number;
}

export interface WebPush extends Channel<PushAddress> {
  /** Whether messages would be sent to such an endpoint at all. */
  accepts(endpoint: string): boolean;
}

/**
 * Web Push (RFC 8030), encrypted for the browser (RFC 8291, aes128gcm), signed as from this house (RFC 8292).
 *
 * An endpoint comes from a driver, and this house posts to it: it must be `https` on the standard port, without user or password, and
 * every address that its name leads to must be one of the open internet (no loopback, private, link-local, shared, multicast or otherwise
 * reserved one; IANA's special-purpose registries, RFC 6890). That is looked at again at each sending, on the very address that is
 * connected to. No redirect is followed, and an answer's body is not read.
 */
export function openWebPush(options: WebPushOptions): WebPush {
  const { allowsLoopback, timeoutMs = SEND_TAKES_MS } = options;
  return {
    accepts: (endpoint) => endpointOf(endpoint, allowsLoopback) !== undefined,
    async send(address, message, carriage) {
      const endpoint = endpointOf(address.endpoint, allowsLoopback);
      if (!endpoint) return { kind: "gone", failure: "its endpoint is none that is sent to" };
      const asked = requestOf(endpoint, address, message, carriage, options);
      return asked === undefined
        ? { kind: "gone", failure: "its keys do not encrypt" }
        : await post(endpoint, asked, allowsLoopback, timeoutMs);
    },
  };
}

/** The endpoint's address, where it is one that is sent to. */
function endpointOf(text: string, allowsLoopback: boolean): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || url.hash !== "") return undefined;
  const literal = literalOf(url.hostname);
  if (allowsLoopback && (url.hostname === "localhost" || (literal !== undefined && isLoopback(literal))))
    return /^https?:$/.test(url.protocol) ? url : undefined;
  if (url.protocol !== "https:" || url.port !== "") return undefined;
  return literal === undefined || isOnInternet(literal) ? url : undefined;
}

/** The address that a URL's host is, where it is no name. */
function literalOf(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return isIP(bare) === 0 ? undefined : bare;
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

const family = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");
const isLoopback = (address: string): boolean => loopback.check(address, family(address));

/** Addresses that are not of the open internet; of IPv6 only 2000::/3 is. */
const reserved = new BlockList();
for (const [net, bits] of [
  ...([
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
  ] as const),
  ...([
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.0.2.0", 24],
    ["192.88.99.0", 24],
    ["192.168.0.0", 16],
  ] as const),
  ...([
    ["198.18.0.0", 15],
    ["198.51.100.0", 24],
    ["203.0.113.0", 24],
    ["224.0.0.0", 4],
    ["240.0.0.0", 4],
  ] as const),
] as const)
  reserved.addSubnet(net, bits, "ipv4");
// Protocol assignments, documentation, and what leads on to an IPv4 address (6to4).
for (const [net, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  reserved.addSubnet(net, bits, "ipv6");
const internet = new BlockList();
internet.addSubnet("2000::", 3, "ipv6");

/** Whether an IP address is one of the open internet. */
export function isOnInternet(address: string): boolean {
  if (isIP(address) === 0) return false;
  return family(address) === "ipv4"
    ? !reserved.check(address, "ipv4")
    : internet.check(address, "ipv6") && !reserved.check(address, "ipv6");
}

/** What a name leads to, where all of it is allowed. The connection goes to what was looked at here, not to what the name says next. */
const guardedLookup =
  (isAllowed: (address: string) => boolean): LookupFunction =>
  (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, []);
      if (found.length === 0 || !found.every(({ address }) => isAllowed(address)))
        return done(Object.assign(new Error("not on the internet"), { code: "EFORBIDDENADDRESS" }), []);
      const [first] = found;
      return options.all || !first ? done(null, found) : done(null, first.address, first.family);
    });
  };

interface Asked {
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Buffer;
}

/** The request; undefined when the browser's keys are none. */
function requestOf(
  endpoint: URL,
  { p256dh, auth }: PushAddress,
  message: Message,
  { lifeMs, urgency }: Carriage,
  { vapid, contact }: WebPushOptions,
): Asked | undefined {
  const options = {
    vapidDetails: { subject: contact, ...vapid },
    ...{ TTL: Math.ceil(lifeMs / 1000), urgency, topic: topicOf(message.tag), contentEncoding: "aes128gcm" as const },
  };
  try {
    const subscription = { endpoint: endpoint.href, keys: { p256dh, auth } };
    const { headers, body } = webPush.generateRequestDetails(subscription, JSON.stringify(message), options);
    return body === null ? undefined : { headers: headers as Asked["headers"], body };
  } catch {
    return undefined;
  }
}

/** A tag as a topic: 32 characters of base64url at most (RFC 8030, 5.4), from which nobody reads what it is about. */
const topicOf = (tag: string): string => createHash("sha256").update(tag).digest("base64url").slice(0, 32);

function post(endpoint: URL, { headers, body }: Asked, allowsLoopback: boolean, timeoutMs: number): Promise<Outcome> {
  const isAllowed = (address: string) => isOnInternet(address) || (allowsLoopback && isLoopback(address));
  const options: RequestOptions = { method: "POST", headers, lookup: guardedLookup(isAllowed), agent: false };
  const request = endpoint.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const asked = request(endpoint, { ...options, signal: AbortSignal.timeout(timeoutMs) }, (answer) => {
      resolve(outcomeOf(answer.statusCode ?? 0, answer.headers["retry-after"]));
      answer.destroy();
    });
    asked.on("error", (error: NodeJS.ErrnoException) => resolve(absenceOf(error)));
    asked.end(body);
  });
}

/** What an answer means (RFC 8030, 5 and 7.3). 401 and 403 may be our clock or our key: nobody's subscription is ended for that. */
function outcomeOf(status: number, retryAfter: string | undefined): Outcome {
  const failure = `the push service answered ${status}`;
  if (status >= 200 && status < 300) return { kind: "delivered" };
  if (status === 404 || status === 410) return { kind: "gone", failure };
  if (status === 400 || status === 413) return { kind: "refused", failure };
  const afterMs = retryAfterMs(retryAfter);
  return afterMs === undefined ? { kind: "later", failure } : { kind: "later", failure, afterMs };
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
function retryAfterMs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

function absenceOf({ code, name }: NodeJS.ErrnoException): Outcome {
  if (code === "EFORBIDDENADDRESS") return { kind: "gone", failure: "its endpoint leads into a private network" };
  const why = name === "TimeoutError" || name === "AbortError" ? "timeout" : (code ?? "no answer");
  return { kind: "later", failure: `the push service did not answer: ${why}` };
}
