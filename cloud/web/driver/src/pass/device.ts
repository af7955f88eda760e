import { answered } from "@baygate/client";
import { fromBase64Url, toBase64Url } from "@baygate/shared/cose";
import { clear, get, set } from "idb-keyval";
import { client } from "../api/client.ts";
import { cloudNowMs } from "../api/time.ts";
import { agentWords } from "../parts/agent-words.ts";

/** This phone's key and what the cloud says of it. The private key cannot be taken out of the browser. */
export interface Device {
  readonly id: string;
  readonly account: string;
  readonly privateKey: CryptoKey;
  readonly certificate: Uint8Array;
  /** ms since the epoch. */
  readonly notAfterMs: number;
  readonly renewFromMs: number;
}

const KEPT = "device";
const KEY = { name: "ECDSA", namedCurve: "P-256" } as const;

/** Whether this browser can keep a key: WebCrypto is there on secure origins alone, IndexedDB not in every private window. */
export const canKeepKeys = (): boolean => "indexedDB" in globalThis && globalThis.crypto?.subtle !== undefined;

/** The device as it was kept, for `account`; undefined where there is none, or another person's. */
export async function keptDevice(account: string | undefined): Promise<Device | undefined> {
  const device = await get<Device>(KEPT).catch(() => undefined);
  return device && (account === undefined || device.account === account) ? device : undefined;
}

let making: Promise<Device> | undefined;

/** As `makeDevice`, once however often it is asked for meanwhile. */
export function newDevice(account: string): Promise<Device> {
  making ??= makeDevice(account).finally(() => {
    making = undefined;
  });
  return making;
}

/**
 * Makes a key, and has the cloud certify it.
 *
 * @throws ProblemError; what `fetch` throws without network; what the browser says that keeps no key.
 */
async function makeDevice(account: string): Promise<Device> {
  const pair = await crypto.subtle.generateKey(KEY, false, ["sign"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const body = { label: agentWords(navigator.userAgent), publicKey: toBase64Url(raw) };
  const issued = await answered(client.POST("/v1/me/devices", { body }));
  return await keep({ ...certified(issued), id: issued.device, account, privateKey: pair.privateKey });
}

/** The same key with a certificate that lives longer. @throws as `newDevice` does. */
export async function renewed(device: Device): Promise<Device> {
  const issued = await answered(
    client.POST("/v1/me/devices/{device}/certificate", { params: { path: { device: device.id } } }),
  );
  return await keep({ ...device, ...certified(issued) });
}

/**
 * A new certificate where there is one already: it tells gates that cannot ask what may be spent, so it is renewed when that has changed.
 * Without an answer the old one stays.
 */
export async function renewAfterPaying(): Promise<void> {
  const device = await keptDevice(undefined);
  if (device) await renewed(device).catch(() => undefined);
}

export const isDue = (device: Device): boolean => cloudNowMs() >= device.renewFromMs;
export const isOver = (device: Device): boolean => cloudNowMs() >= device.notAfterMs;

export const signWith =
  ({ privateKey }: Device) =>
  async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
    new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, bytes));

/** Takes this device's key and certificate away. */
export async function forgetPass(): Promise<void> {
  await clear().catch(() => undefined);
}

async function keep(device: Device): Promise<Device> {
  await set(KEPT, device);
  return device;
}

/** The cloud's answer: a CWT in base64url, and times in ISO 8601. */
interface Certified {
  readonly certificate: string;
  readonly notAfter: string;
  readonly renewFrom: string;
}
const certified = (issued: Certified) => ({
  certificate: fromBase64Url(issued.certificate),
  notAfterMs: Date.parse(issued.notAfter),
  renewFromMs: Date.parse(issued.renewFrom),
});
