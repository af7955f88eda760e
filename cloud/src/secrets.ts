import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "./db/client.ts";
import { house } from "./db/schema/house.ts";
import { receiptKey } from "./db/schema/money.ts";
import { issuerKey } from "./db/schema/sign-in.ts";

/** What the house must never lose and never show. */
export interface Secrets {
  /** Signs passes. `kid`: the first 4 bytes of the SHA-256 of the raw public key, in hex. */
  readonly issuer: { readonly kid: string; readonly signingKey: KeyObject; readonly publicKey: string };
  /** Of the key that is to sign passes next, once gates know it; undefined: none was made. */
  readonly nextIssuer: { readonly kid: string; readonly publicKey: string } | undefined;
  /** Signs receipts and nothing else. `kid`: the first 8 bytes of the SHA-256 of the raw public key, in hex. */
  readonly receipts: { readonly kid: string; readonly signingKey: KeyObject; readonly publicKey: string };
  /** 32 bytes, under which card UIDs are hashed. */
  readonly cardKey: Uint8Array;
  /** Signs push messages (VAPID, RFC 8292). P-256, base64url: the raw public point, the private number. */
  readonly push: { readonly publicKey: string; readonly privateKey: string };
  /** 16 bytes, of which the AES keys of cards are made. It never leaves the cloud. */
  readonly cardMaster: Uint8Array;
  /** 256 random bits, base64url: signs the sessions of people and keys the hashes of their codes. */
  readonly signIn: string;
}

/** `secrets-unreadable`: the file is not there, or not what this program wrote. `card-key-mismatch`: the database's cards were hashed under
 * another key, so with this one no card would be known. */
export class SecretsError extends Error {
  readonly code: "secrets-unreadable" | "card-key-mismatch";
  constructor(code: SecretsError["code"], words: string) {
    super(words);
    this.code = code;
  }
}

const base64url32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** Ed25519 private key and its public half, base64url, as in a JWK (RFC 8037). */
const KeyPair = z.object({ d: base64url32, x: base64url32 });
/** P-256, raw as Web Push has it: 65 bytes of public point, 32 of private number. */
const PushKeys = z.object({ publicKey: z.string().regex(/^[A-Za-z0-9_-]{87}$/), privateKey: base64url32 });
const SecretsFile = z.looseObject({
  issuer: KeyPair,
  /** Between `next-issuer-key` and `use-next-issuer-key`. */
  nextIssuer: KeyPair.optional(),
  /** Files from before there were receipts have none. */
  receipts: KeyPair.optional(),
  /** Nor files from before there was push one for that. */
  push: PushKeys.optional(),
  /** Files from before people signed in have none. */
  signIn: base64url32.optional(),
  cardKey: base64url32,
  /** Files from before there were cards with keys have none. */
  cardMaster: z
    .string()
    .regex(/^[A-Za-z0-9_-]{22}$/)
    .optional(),
});

/**
 * Reads the secrets, or makes them at the first start. A file from before there was a key for receipts, push, cards or sign-in gets one.
 *
 * @param dataDir where `secrets.json` stands (mode 0600)
 * @param file another file to read; it is never made, but extended
 * @throws SecretsError
 */
export async function readSecrets(dataDir: string, file?: string): Promise<Secrets> {
  const path = file ?? join(dataDir, "secrets.json");
  let text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" && file === undefined) return undefined;
    throw new SecretsError("secrets-unreadable", `cannot read ${path}: ${error.code}`);
  });
  if (text === undefined) {
    text = newSecrets();
    await writePrivate(path, text);
  }
  try {
    const known = SecretsFile.parse(JSON.parse(text));
    const receipts = known.receipts ?? newKeyPair();
    const push = known.push ?? newPushKeys();
    const cardMaster = known.cardMaster ?? newCardMaster();
    const signIn = known.signIn ?? newKey();
    if (!known.receipts || !known.push || !known.cardMaster || !known.signIn)
      await writePrivate(path, secretsText({ ...known, receipts, push, cardMaster, signIn }));
    return {
      issuer: keyOf(known.issuer, 8),
      nextIssuer: known.nextIssuer && keyOf(known.nextIssuer, 8),
      receipts: keyOf(receipts, 16),
      cardKey: Buffer.from(known.cardKey, "base64url"),
      push: pushKeysOf(push),
      cardMaster: Buffer.from(cardMaster, "base64url"),
      signIn,
    };
  } catch (error) {
    // The parser's words would quote the secret.
    const words =
      error instanceof Error && "syscall" in error
        ? `${path} is from an earlier release, lacks a key and cannot be extended`
        : `${path} does not hold the secrets of a house`;
    throw new SecretsError("secrets-unreadable", words);
  }
}

/** A key pair as it is used; `kid` is the beginning of the SHA-256 of the raw public key, `digits` hex digits. */
function keyOf(pair: z.output<typeof KeyPair>, digits: number) {
  const signingKey = createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", ...pair }, format: "jwk" });
  const publicKey = createPublicKey(signingKey).export({ format: "jwk" }).x ?? "";
  if (publicKey !== pair.x) throw new RangeError("the two halves of the key do not belong together");
  const kid = hash("sha256", Buffer.from(publicKey, "base64url"), "hex").slice(0, digits);
  return { kid, signingKey, publicKey };
}

function newKeyPair(): z.output<typeof KeyPair> {
  const { d, x } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  return KeyPair.parse({ d, x });
}

function newPushKeys(): z.output<typeof PushKeys> {
  const pair = createECDH("prime256v1");
  // OpenSSL leaves out leading zeroes of the private number.
  const privateKey = () => Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()]).subarray(-32);
  return { publicKey: pair.generateKeys("base64url"), privateKey: privateKey().toString("base64url") };
}

function pushKeysOf(keys: z.output<typeof PushKeys>): Secrets["push"] {
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(keys.privateKey, "base64url");
  if (pair.getPublicKey("base64url") !== keys.publicKey)
    throw new RangeError("the two halves of the key do not belong together");
  return keys;
}

const newCardMaster = (): string => randomBytes(16).toString("base64url");
const newKey = (): string => randomBytes(32).toString("base64url");

const secretsText = (content: z.output<typeof SecretsFile>): string => `${JSON.stringify(content, null, 2)}\n`;

const newSecrets = (): string =>
  secretsText({
    ...{ issuer: newKeyPair(), receipts: newKeyPair(), push: newPushKeys() },
    ...{ cardKey: newKey(), cardMaster: newCardMaster(), signIn: newKey() },
  });

/** Writes a whole file or none, readable by its owner alone. */
export async function writePrivate(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o711 });
  await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}

/** Makes the key that is to sign passes next, unless there is one; @returns its public half. @throws SecretsError, the system's error */
export async function makeNextIssuer(path: string): Promise<{ readonly kid: string; readonly publicKey: string }> {
  const known = SecretsFile.parse(JSON.parse(await readFile(path, "utf8")));
  const nextIssuer = known.nextIssuer ?? newKeyPair();
  if (!known.nextIssuer) await writePrivate(path, secretsText({ ...known, nextIssuer }));
  return keyOf(nextIssuer, 8);
}

/** The next key becomes the one that signs, at the cloud's next start; the one before is forgotten. @returns its name; undefined: no next one */
export async function useNextIssuer(
  path: string,
): Promise<{ readonly ended: string; readonly used: string } | undefined> {
  const { nextIssuer, ...known } = SecretsFile.parse(JSON.parse(await readFile(path, "utf8")));
  if (!nextIssuer) return undefined;
  await writePrivate(path, secretsText({ ...known, issuer: nextIssuer }));
  return { ended: keyOf(known.issuer, 8).kid, used: keyOf(nextIssuer, 8).kid };
}

/** Until it is ended by rotation. */
const KEY_LIFE_MS = 10 * 365 * 86_400_000;

/**
 * Lets database and secrets know each other: the public keys of passes and receipts are registered, and a card key other than the one
 * that the database's cards were hashed under is refused.
 *
 * @throws SecretsError `card-key-mismatch`
 */
export async function registerSecrets(db: Database, secrets: Secrets, nowMs: number): Promise<void> {
  const fingerprint = hash("sha256", Buffer.concat([Buffer.from("baygate card key\0"), secrets.cardKey]), "hex");
  await db.tx(async ({ orm }) => {
    await orm.insert(house).values({ id: "card-key", value: fingerprint }).onConflictDoNothing();
    const [kept] = await orm.select({ value: house.value }).from(house).where(sql`${house.id} = 'card-key'`);
    if (kept?.value !== fingerprint)
      throw new SecretsError(
        "card-key-mismatch",
        "the cards in this database were stored under another card key; start with the secrets that belong to it",
      );
    const { kid, publicKey } = secrets.issuer;
    // A day earlier, for gates whose clocks are behind.
    const [notBefore, notAfter] = [new Date(nowMs - 86_400_000), new Date(nowMs + KEY_LIFE_MS)];
    await orm.insert(issuerKey).values({ kid, publicKey, notBefore, notAfter }).onConflictDoNothing();
    const signer = { kid: secrets.receipts.kid, publicKey: secrets.receipts.publicKey, since: new Date(nowMs) };
    await orm.insert(receiptKey).values(signer).onConflictDoNothing();
  });
}
