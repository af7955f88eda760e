import { answered } from "@baygate/client";
import { makeProof, PROOF_SLOT_S } from "@baygate/shared/proof";
import { client } from "../api/client.ts";
import { codeOf } from "../api/refusal.ts";
import { cloudNowMs } from "../api/time.ts";
import { canKeepKeys, type Device, isDue, isOver, keptDevice, newDevice, renewed, signWith } from "./device.ts";

/** What is shown at the gate: a text for a QR code, and until when it is the one to show. */
export interface Code {
  readonly text: string;
  /** ms since the epoch, by the cloud's clock. */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly tier: "B" | "C";
}

/** Why there is none. */
export type NoCode = "offline-first" | "certificate-over" | "no-key-offline" | "refused";

const SLOT_MS = PROOF_SLOT_S * 1000;

/** A proof by this phone's key (tier B): made here, network or not. */
async function proofOf(device: Device): Promise<Code> {
  const nowMs = cloudNowMs();
  const fromMs = Math.floor(nowMs / SLOT_MS) * SLOT_MS;
  const text = await makeProof({ certificate: device.certificate, nowMs, sign: signWith(device) });
  return { text, fromMs, untilMs: fromMs + SLOT_MS, tier: "B" };
}

/** A code that the cloud makes (tier C), for browsers that keep no key. */
async function issued(): Promise<Code> {
  const { pass, expiresAt } = await answered(client.POST("/v1/me/passes", { body: {} }));
  const nowMs = cloudNowMs();
  // Shown for half of its life: a gate's clock may be a little ahead.
  return { text: pass, fromMs: nowMs, untilMs: (nowMs + Date.parse(expiresAt)) / 2, tier: "C" };
}

/** The next code for whoever is signed in. Renews the certificate on the way when it is time and there is a network. */
export async function nextCode(account: string | undefined): Promise<Code | NoCode> {
  if (!canKeepKeys()) return await issued().catch((error: unknown) => (codeOf(error) ? "refused" : "no-key-offline"));
  const device = await keptDevice(account);
  if (!device) return account === undefined ? "offline-first" : await first(account);
  if (!isOver(device)) {
    // Not waited for: the code that is there already opens the gate.
    if (isDue(device)) void renewed(device).catch(() => undefined);
    return await proofOf(device);
  }
  try {
    return await proofOf(await renewed(device));
  } catch (error) {
    const code = codeOf(error);
    // Revoked elsewhere: this phone begins anew.
    if (code === "device-unknown" && account !== undefined) return await first(account);
    return code === undefined ? "certificate-over" : "refused";
  }
}

async function first(account: string): Promise<Code | NoCode> {
  try {
    return await proofOf(await newDevice(account));
  } catch (error) {
    if (codeOf(error) === undefined && !navigator.onLine) return "offline-first";
    // A browser that cannot keep a key after all, such as a private window: the cloud makes the code.
    return await issued().catch(() => "refused" as const);
  }
}
