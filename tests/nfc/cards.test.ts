import { randomBytes } from "node:crypto";
import type { AesKind } from "@baygate/edge/hardware/readers/card.testing";
import { pcsc } from "@baygate/edge/hardware/readers/pcsc";
import type { Reader } from "@baygate/edge/hardware/seams";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { skipWithout } from "../lab/packages.ts";
import { openPcscd, type Pcscd } from "../lab/pcscd.ts";
import { type CardAils, openVirtualCard, type VirtualCard } from "../lab/virtual-card.ts";

// Cards that prove themselves, through the real pcscd and the real library; and everything that may go wrong with each command. One
// reader stays open over all of it: whatever was held to it, it must read the next card.

const skipped = skipWithout("pcscd", "vsmartcard-vpcd", "libpcsclite-dev", "iproute2");
const LONG = { timeout: 20_000, interval: 20 };
const KEY = randomBytes(16);
const UID = "04958caa5c5e80";

describe.skipIf(skipped)("cards with keys at the NFC reader", () => {
  let pcscd: Pcscd;
  let card: VirtualCard;
  let reader: Reader;
  let heard: string[] = [];

  beforeAll(async () => {
    pcscd = await openPcscd();
    card = openVirtualCard(pcscd.enter);
    process.env["PCSCLITE_CSOCK_NAME"] = pcscd.socket;
    await pcscd.start();
    const config = {
      driver: "pcsc",
      reader: "virtual pcd 00 00",
      silentMs: 2_000,
      cardMs: 700,
      retryFirstMs: 50,
      retryMostMs: 300,
    };
    const log = { info: () => {}, warn: () => {} };
    reader = await pcsc.open(
      pcsc.config.parse(config),
      {
        asks: { cardKey: (uid) => (Buffer.from(uid).toString("hex").startsWith("0495") ? KEY : undefined) },
        failed: (code) => heard.push(`failed ${code}`),
        recovered: () => heard.push("recovered"),
        read: ({ tier, bytes }) => heard.push(`read ${tier} ${Buffer.from(bytes).toString("hex")}`),
        unreadable: (code) => heard.push(`unreadable ${code}`),
      },
      { log, device: "lane-1/reader-0" },
    );
  });

  afterAll(async () => {
    await reader?.close();
    await card?.close();
    await pcscd?.close();
  });

  beforeEach(takeAway);

  /** pcscd looks for a card every 0.4 s, and must have seen that there is none. */
  async function takeAway(): Promise<void> {
    card.remove();
    await new Promise((resolve) => setTimeout(resolve, 900));
    heard = [];
  }

  const hears = (...wanted: string[]): Promise<void> => vi.waitFor(() => expect(heard).toEqual(wanted), LONG);
  const hold = (kind: AesKind, key = KEY, ails?: CardAils, uid = UID): void =>
    card.insert(uid, "whole", 0, { chip: { kind, key: key.toString("hex") }, ...(ails ? { ails } : {}) });

  it.each<AesKind>(["ntag-424", "desfire-ev2", "desfire-ev1"])(
    "takes a %s with its key as tier D, and only with its key",
    async (kind) => {
      hold(kind);
      await hears(`read D ${UID}`);
      await takeAway();
      hold(kind, randomBytes(16));
      await hears(`read E ${UID}`);
    },
  );

  it("takes a copy of its UID as no more than that", async () => {
    card.insert(UID);
    await hears(`read E ${UID}`);
  });

  // Its UID, DESFire's SELECT, the NTAG's, authentication in two, its UID again; of the old DESFire the two that the NTAG has not.
  it.each([
    ...[1, 2, 3, 4, 5, 6].map((at) => ["ntag-424", at] as const),
    ...[4, 5].map((at) => ["desfire-ev1", at] as const),
  ])("says that a %s was torn away in its command %i, and reads it when it is held again", async (kind, at) => {
    hold(kind, KEY, { at, how: "torn" });
    await hears("unreadable card-torn");
    await takeAway();
    hold(kind);
    await hears(`read D ${UID}`);
  });

  it("says what is no answer", async () => {
    hold("ntag-424", KEY, { at: 4, how: "garbles" });
    await hears("unreadable card-garbled");
    await takeAway();
    hold("ntag-424", KEY, { at: 5, how: "refuses" });
    await hears(`read E ${UID}`);
  });

  it("does not wait for a card that hangs, and reads the next once it is gone", async () => {
    hold("ntag-424", KEY, { at: 4, how: "hangs" });
    await hears("unreadable card-silent");
    await takeAway();
    await vi.waitFor(async () => {
      await takeAway();
      hold("ntag-424");
      await vi.waitFor(() => expect(heard).toContain(`read D ${UID}`), { timeout: 3_000 });
    }, LONG);
  });

  it("says that it is blocked while a card hangs on and on, and recovers when it is gone", async () => {
    hold("ntag-424", KEY, { at: 4, how: "hangs" });
    await vi.waitFor(() => expect(heard).toContain("failed reader-blocked"), LONG);
    await takeAway();
    await vi.waitFor(async () => {
      await takeAway();
      hold("ntag-424");
      await vi.waitFor(() => expect(heard).toContain(`read D ${UID}`), { timeout: 3_000 });
    }, LONG);
  });
});
