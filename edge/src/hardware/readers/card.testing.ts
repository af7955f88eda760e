import { createCipheriv, createDecipheriv, createPrivateKey, randomBytes, sign } from "node:crypto";
import { cmac } from "@noble/ciphers/aes.js";

// Cards for tests, as NXP's data sheets and AN12196 describe them: they hold keys, throw their own dice and do the exchange for real.
// Written from the card's side, so that a mistake of the gate's is not made twice.

export interface TestCard {
  /** A whole command APDU, and the whole answer. */
  answer(apdu: Buffer): Buffer;
}

export type AesKind = "ntag-424" | "desfire-ev2" | "desfire-ev1";

export interface AesCardContent {
  readonly kind: AesKind;
  /** 7 bytes. */
  readonly uid: Buffer;
  /** By their number. */
  readonly keys: ReadonlyMap<number, Buffer>;
  /** Of a DESFire: its application, as it is sent. */
  readonly aid?: Buffer;
}

const status = (code: number, data: Uint8Array = Buffer.alloc(0)): Buffer =>
  Buffer.concat([data, Buffer.from([code >> 8, code & 0xff])]);
const [OK, MORE, ILLEGAL, NO_KEY, WRONG, LENGTH, NO_APPLICATION, DENIED] = [
  0x9100, 0x91af, 0x911c, 0x9140, 0x91ae, 0x917e, 0x91a0, 0x919d,
];

type Begun = { readonly by: 0x71 | 0xaa; readonly key: Buffer; readonly rndB: Buffer; readonly sealedB: Buffer };

/** A card with AES keys. */
export function aesCard({ kind, uid, keys, aid = Buffer.from("a1b4f5", "hex") }: AesCardContent): TestCard {
  let selected = false;
  let begun: Begun | undefined;
  let session: { enc: Uint8Array; mac: Uint8Array; ti: Buffer; count: number } | undefined;

  const begin = (by: 0x71 | 0xaa, keyNo: number): Buffer => {
    const key = keys.get(keyNo);
    if (!selected || key === undefined) return status(NO_KEY);
    const rndB = randomBytes(16);
    const sealedB = cbc(key, Buffer.alloc(16), rndB);
    begun = { by, key, rndB, sealedB };
    return status(MORE, sealedB);
  };

  const finish = ({ by, key, rndB, sealedB }: Begun, data: Buffer): Buffer => {
    begun = undefined;
    if (data.length !== 32) return status(LENGTH);
    const plain = uncbc(key, by === 0x71 ? Buffer.alloc(16) : sealedB, data);
    const [rndA, turnedB] = [plain.subarray(0, 16), plain.subarray(16)];
    if (!turnedB.equals(Buffer.concat([rndB.subarray(1), rndB.subarray(0, 1)]))) return status(WRONG);
    const turnedA = Buffer.concat([rndA.subarray(1), rndA.subarray(0, 1)]);
    if (by === 0xaa) return status(OK, cbc(key, data.subarray(16), turnedA));
    const ti = randomBytes(4);
    session = { ...sessionKeys(key, rndA, rndB), ti, count: 0 };
    return status(OK, cbc(key, Buffer.alloc(16), Buffer.concat([ti, turnedA, Buffer.alloc(12)])));
  };

  const sayUid = (mac: Buffer): Buffer => {
    if (session === undefined) return status(DENIED);
    const { enc, mac: key, ti } = session;
    const counted = (count: number): Buffer => Buffer.from([count & 0xff, count >> 8]);
    if (!odd(cmac(Buffer.concat([Buffer.from([0x51]), counted(session.count), ti]), key)).equals(mac))
      return status(0x911e);
    session.count++;
    const ivPlain = Buffer.concat([Buffer.from("5aa5", "hex"), ti, counted(session.count), Buffer.alloc(8)]);
    const padded = Buffer.concat([uid, Buffer.from("80", "hex"), Buffer.alloc(8)]);
    const sealed = cbc(Buffer.from(enc), cbc(Buffer.from(enc), Buffer.alloc(16), ivPlain), padded);
    return status(
      OK,
      Buffer.concat([sealed, odd(cmac(Buffer.concat([Buffer.from([0]), counted(session.count), ti, sealed]), key))]),
    );
  };

  return {
    answer(apdu) {
      const [cla, ins, p1] = apdu;
      const data = apdu.length > 5 ? apdu.subarray(5, 5 + (apdu[4] ?? 0)) : Buffer.alloc(0);
      if (cla === 0x00 && ins === 0xa4 && p1 === 0x04) {
        const isMine = kind === "ntag-424" && data.toString("hex") === "d2760000850101";
        if (isMine) selected = true;
        return status(isMine ? 0x9000 : 0x6a82);
      }
      if (cla !== 0x90) return status(0x6e00);
      if (ins === 0xaf && begun !== undefined) return finish(begun, data);
      if (ins === 0x5a && kind !== "ntag-424") {
        selected = data.equals(aid);
        return status(selected ? OK : NO_APPLICATION);
      }
      if (ins === 0x71 && kind !== "desfire-ev1") return begin(0x71, data[0] ?? 0xff);
      if (ins === 0xaa && kind !== "ntag-424") return begin(0xaa, data[0] ?? 0xff);
      if (ins === 0x51 && kind !== "desfire-ev1") return sayUid(data);
      return status(ILLEGAL);
    },
  };
}

/** SV1 and SV2 in the data sheet's own terms: RndA[15:14] ‖ (RndA[13:8] ⊕ RndB[15:10]) ‖ RndB[9:0] ‖ RndA[7:0]. */
function sessionKeys(key: Buffer, rndA: Buffer, rndB: Buffer): { enc: Uint8Array; mac: Uint8Array } {
  // The data sheet counts bytes from the right.
  const from = (bytes: Buffer, high: number, low: number): Buffer => bytes.subarray(15 - high, 16 - low);
  const crossed = Buffer.from(from(rndA, 13, 8).map((byte, at) => byte ^ (from(rndB, 15, 10)[at] ?? 0)));
  const tail = Buffer.concat([from(rndA, 15, 14), crossed, from(rndB, 9, 0), from(rndA, 7, 0)]);
  const [sv1, sv2] = ["a55a00010080", "5aa500010080"].map((label) => Buffer.concat([Buffer.from(label, "hex"), tail]));
  return { enc: cmac(sv1 ?? tail, key), mac: cmac(sv2 ?? tail, key) };
}

/** A phone with the driver's app, as docs/credentials.md has another team write it. */
export interface PhoneContent {
  readonly certificate: Buffer;
  /** P-256, PKCS #8 in DER. */
  readonly privateKey: Buffer;
  /** Says this, whatever it is asked: what somebody recorded elsewhere. */
  readonly replays?: Buffer | undefined;
  /** 6985: nobody has unlocked it. */
  readonly locked?: boolean | undefined;
}

/** A phone over NFC (tier A). CBOR by hand, so that a mistake of the gate's is not made twice. */
export function phoneCard({ certificate, privateKey, replays, locked }: PhoneContent): TestCard {
  const bytes = (content: Buffer): Buffer =>
    Buffer.concat([
      content.length < 24 ? Buffer.from([0x40 | content.length]) : Buffer.from([0x58, content.length]),
      content,
    ]);
  const key = createPrivateKey({ key: privateKey, format: "der", type: "pkcs8" });
  let selected = false;
  let rest: Buffer = Buffer.alloc(0);
  const send = (): Buffer => {
    const part = rest.subarray(0, 256);
    rest = rest.subarray(256);
    return status(rest.length === 0 ? 0x9000 : 0x6100 | Math.min(rest.length, 255), part);
  };
  return {
    answer(apdu) {
      const data = apdu.subarray(5, 5 + (apdu[4] ?? 0));
      switch (apdu.subarray(0, 4).toString("hex")) {
        case "00a40400":
          selected = data.toString("hex") === "f04261796761746501";
          return status(selected ? 0x9000 : 0x6a82);
        case "00880000": {
          if (!selected || locked) return status(0x6985);
          const payload = Buffer.concat([Buffer.from([0x82]), bytes(certificate), bytes(data)]);
          const toSign = Buffer.concat([
            ...[Buffer.from([0x84, 0x6a]), Buffer.from("Signature1"), Buffer.from("43a1012640", "hex")],
            payload.length < 256
              ? bytes(payload)
              : Buffer.concat([Buffer.from([0x59, payload.length >> 8, payload.length & 255]), payload]),
          ]);
          const signature = sign("sha256", toSign, { key, dsaEncoding: "ieee-p1363" });
          rest = replays ?? Buffer.concat([Buffer.from([0x82]), bytes(certificate), bytes(signature)]);
          return send();
        }
        case "00c00000":
          return send();
        default:
          return status(0x6d00);
      }
    },
  };
}

/** A card that knows nothing: a MIFARE Classic, or a copy of a UID. */
export const plainCard: TestCard = { answer: () => status(0x6d00) };

const odd = (bytes: Uint8Array): Buffer => Buffer.from(bytes.filter((_, at) => at % 2 === 1));

function cbc(key: Buffer, iv: Buffer, plain: Buffer): Buffer {
  return createCipheriv("aes-128-cbc", key, iv).setAutoPadding(false).update(plain);
}

function uncbc(key: Buffer, iv: Buffer, sealed: Buffer): Buffer {
  return createDecipheriv("aes-128-cbc", key, iv).setAutoPadding(false).update(sealed);
}
