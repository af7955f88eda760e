import { generateKeyPairSync, hash, type KeyObject, randomUUID, sign } from "node:crypto";
import { pcsc } from "@baygate/edge/hardware/readers/pcsc";
import type { Read, Reader } from "@baygate/edge/hardware/seams";
import {
  certificateToSign,
  compressedPoint,
  type HolderContent,
  holderRef,
  sealCertificate,
} from "@baygate/shared/holder";
import { digestXor, type RuleChange, ruleDigestText, ruleText } from "@baygate/shared/rules";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { skipWithout } from "../lab/packages.ts";
import { openPcscd, type Pcscd } from "../lab/pcscd.ts";
import { openVirtualCard, type VirtualCard } from "../lab/virtual-card.ts";
import { Gate, Time } from "../scenarios/street.ts";

// An Android phone with the driver's app over NFC (tier A): the real pcscd and library, a real lane with its journal and rules. The phone
// does what docs/credentials.md says of it, written from its side (card.testing.ts).

const skipped = skipWithout("pcscd", "vsmartcard-vpcd", "libpcsclite-dev", "iproute2");
const LONG = { timeout: 20_000, interval: 20 };
const KID = "b6000001";
const UID = "08a1b2c3";

const issuer = generateKeyPairSync("ed25519").privateKey;

/** A phone with a certificate of the house. `by`: whose signature its app makes. */
function newPhone(time: Time, change: Partial<HolderContent> = {}, by?: KeyObject) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
  const nowS = Math.floor(time.nowMs / 1000);
  const holder: HolderContent = {
    ...{ account: randomUUID(), key: compressedPoint(point) ?? "", notBeforeS: nowS - 60, notAfterS: nowS + 3600 },
    ...{ coverMinor: 2500n, offline: "within-cover", ...change },
  };
  const toSign = certificateToSign(holder, KID);
  const certificate = sealCertificate(toSign, new Uint8Array(sign(null, toSign, issuer)));
  const der = (by ?? privateKey).export({ format: "der", type: "pkcs8" }).toString("hex");
  return { holder, phone: { certificate: Buffer.from(certificate).toString("hex"), privateKey: der } };
}

describe.skipIf(skipped)("a phone over NFC (tier A)", () => {
  const time = new Time();
  let pcscd: Pcscd;
  let card: VirtualCard;
  let reader: Reader;
  let gate: Gate;
  let read: Read | undefined;
  let unreadable: string[] = [];

  beforeAll(async () => {
    gate = new Gate({ id: "harbour-in", estate: "harbour", zone: "main", direction: "arrive" }, time);
    pcscd = await openPcscd();
    card = openVirtualCard(pcscd.enter);
    process.env["PCSCLITE_CSOCK_NAME"] = pcscd.socket;
    await pcscd.start();
    const { asks, read: take, unreadable: cannot } = gate.reader;
    const config = { driver: "pcsc", reader: "virtual pcd 00 00", retryFirstMs: 50, retryMostMs: 300 };
    reader = await pcsc.open(
      pcsc.config.parse(config),
      {
        ...(asks && { asks }),
        failed: () => undefined,
        recovered: () => undefined,
        read(each) {
          read = each;
          take(each);
        },
        unreadable(code) {
          unreadable.push(code);
          cannot(code);
        },
      },
      { log: { info: () => undefined, warn: () => undefined }, device: "lane-1/reader-0" },
    );
  });
  afterAll(async () => {
    await reader?.close();
    await card?.close();
    await pcscd?.close();
    gate?.close();
  });
  beforeEach(async () => {
    card.remove();
    if (gate.loops.approach) gate.loop("approach", false);
    time.pass(120_000);
    [read, unreadable] = [undefined, []];
    // pcscd looks for a card every 0.4 s, and must have seen that there is none.
    await new Promise((resolve) => setTimeout(resolve, 900));
  });

  /** What the cloud tells the gate. */
  function told(...more: RuleChange[]): void {
    const { replica, journal } = gate;
    const policy = { name: "Harbour", timeZone: "Europe/Berlin", currency: "EUR", unknownAtDeparture: "open" } as const;
    const key = { ed25519: issuer.export({ format: "jwk" }).x ?? "", notBeforeMs: time.nowMs - 86_400_000 };
    const offer = { tariff: "day", version: 1, factorPermille: 1000 };
    const zone = {
      capacity: 9,
      class: "standard",
      offer,
      offerWords: "2 EUR an hour",
      minimumCoverMinor: 100n,
    } as const;
    const all: RuleChange[] = [
      ["estate", ruleText("estate", { ...policy, grantMs: 30_000, stuckMs: 60_000, repeatMs: 0 })],
      ["zone/main", ruleText("zone", zone)],
      ["lease/harbour-in/main", ruleText("lease", { epoch: journal.epoch, lent: 9 })],
      [`key/${KID}`, ruleText("key", { ...key, notAfterMs: time.nowMs + 86_400_000 })],
      ...more,
    ];
    const changes = replica.version === 0 ? all : more;
    let { digest } = replica;
    for (const [name, text] of changes)
      if (text !== null) digest = digestXor(digest, hash("sha256", ruleDigestText(name, text)));
    const [from, to] = [replica.version, replica.version + 1];
    gate.rules({ v: 1, kind: "delta", from, to, changes, digest, reflects: null });
  }
  const known = ({ holder }: ReturnType<typeof newPhone>): RuleChange => [
    `account/${holder.account}`,
    ruleText("account", { coverMinor: 5_000n, blocked: false, stay: null }),
  ];
  /** A car drives up, and its driver holds a phone to the reader. */
  async function holds(phone: ReturnType<typeof newPhone>["phone"] & { replays?: string; locked?: boolean }) {
    const before = gate.journal.last;
    gate.loop("approach", true);
    card.insert(UID, "whole", 0, { phone });
    await vi.waitFor(() => expect(gate.facts("decision.made", before + 1)).toHaveLength(1), LONG);
    return gate.facts("decision.made", before + 1)[0]?.body;
  }

  it("answers the gate's challenge with its certificate and signature, and the barrier opens", async () => {
    const mine = newPhone(time);
    told(known(mine));
    expect(await holds(mine.phone)).toMatchObject({
      ...{ tier: "A", account: mine.holder.account, reason: "arrival-granted" },
      credential: holderRef(mine.holder.key),
    });
    expect(gate.arm).toBe("up");
  });

  it("answers in more than one APDU where the certificate says much, and gets in with the link down", async () => {
    const estates = ["harbour", "airport-long-term-parking-garage", "station"];
    const mine = newPhone(time, { estates, class: "electric", bays: [{ estate: "harbour", zone: "owners" }] });
    gate.online = false;
    expect(await holds(mine.phone)).toMatchObject({ tier: "A", reason: "arrival-granted", class: "electric" });
    expect(read?.bytes.length).toBeGreaterThan(256);
    gate.online = true;
  });

  it("wrong signature: another phone with a copied certificate is pass-forged", async () => {
    const thief = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    const copied = newPhone(time, {}, thief);
    told(known(copied));
    expect(await holds(copied.phone)).toMatchObject({ tier: null, outcome: "deny", reason: "pass-forged" });
    expect(gate.arm).toBe("down");
  });

  it("replayed answer: what was recorded at an earlier tap is pass-forged", async () => {
    const mine = newPhone(time);
    told(known(mine));
    expect(await holds(mine.phone)).toMatchObject({ reason: "arrival-granted" });
    const replays = Buffer.from(read?.bytes ?? []).toString("hex");
    card.remove();
    gate.loop("approach", false);
    time.pass(120_000);
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(await holds({ ...mine.phone, replays })).toMatchObject({ outcome: "deny", reason: "pass-forged" });
  });

  it("revoked certificate: a phone that was given up is credential-revoked", async () => {
    const lost = newPhone(time);
    const ref = holderRef(lost.holder.key);
    told(known(lost), [`denied/${ref}`, ruleText("denied", { untilMs: time.nowMs + 86_400_000 })]);
    expect(await holds(lost.phone)).toMatchObject({ tier: "A", credential: ref, reason: "credential-revoked" });
  });

  it("expired certificate: one that was not renewed is certificate-expired", async () => {
    const nowS = Math.floor(time.nowMs / 1000);
    const old = newPhone(time, { notBeforeS: nowS - 7200, notAfterS: nowS - 3600 });
    told(known(old));
    expect(await holds(old.phone)).toMatchObject({ outcome: "deny", reason: "certificate-expired" });
  });

  it("a phone that nobody has unlocked is no refusal, but told", async () => {
    const mine = newPhone(time);
    gate.loop("approach", true);
    card.insert(UID, "whole", 0, { phone: { ...mine.phone, locked: true } });
    await vi.waitFor(() => expect(unreadable).toEqual(["phone-locked"]), LONG);
  });
});
