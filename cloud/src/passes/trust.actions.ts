import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import {
  type OpenedTrustList,
  openTrustList,
  sealTrustList,
  type TrustedKey,
  trustListToSign,
} from "@baygate/shared/trust-list";
import { z } from "zod";
import { writeAudit } from "../accounts/audit.store.ts";
import { type House, type Refused, refused } from "../house.ts";
import { ruleKey } from "../rules/rules.ts";
import {
  insertIssuerKey,
  markEverywhere,
  selectIssuerKeys,
  selectTrustList,
  updateIssuerEnd,
  upsertTrustList,
} from "./trust.store.ts";

/** A key signs from a day earlier, for gates whose clocks are behind. */
const BEHIND_MS = 86_400_000;
/** Until it is ended. */
const KEY_LIFE_MS = 10 * 365 * 86_400_000;
/** What an ended key signed is shown no longer than this: a certificate's 72 hours, and a printed ticket's month. */
const SHOWN_MS = 32 * 86_400_000;
/** The cloud may be signing with the old key until it is started anew. */
const LAST_SIGNED_MS = 3_600_000;

const key32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** The root's key file: it signs lists, and is nowhere but on the machine that does so. */
export const RootFile = z.strictObject({ kind: z.literal("baygate-trust-root"), publicKey: key32, privateKey: key32 });
export type RootFile = z.infer<typeof RootFile>;

/** What the root is asked to sign. */
export const TrustDraft = z.strictObject({
  version: z.int().positive(),
  keys: z.array(z.strictObject({ kid: z.string(), ed25519: key32, fromS: z.int(), untilS: z.int() })).min(1),
});
export type TrustDraft = z.infer<typeof TrustDraft>;

/** A signed list, as it is published and as it stands in the rules. */
export const SignedTrustList = z.strictObject({ root: key32, list: z.string().max(4096) });
export type SignedTrustList = z.infer<typeof SignedTrustList>;

const json = (text: string): unknown => JSON.parse(text);

/** A new root. */
export function newRoot(): RootFile {
  const { d, x } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  return RootFile.parse({ kind: "baygate-trust-root", publicKey: x, privateKey: d });
}

/** Signs a draft with the root's key. Needs no house: it is done where there is none. @param nowMs ms since 1970 */
export function signTrustList(root: RootFile, draft: TrustDraft, nowMs: number): SignedTrustList {
  const jwk = { kty: "OKP", crv: "Ed25519", x: root.publicKey, d: root.privateKey };
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  const toSign = trustListToSign({ ...draft, issuedS: Math.floor(nowMs / 1000) });
  return { root: root.publicKey, list: sealTrustList(toSign, new Uint8Array(sign(null, toSign, key))) };
}

/** The published list, opened. */
export async function readTrustList({
  db,
}: Pick<House, "db">): Promise<(SignedTrustList & OpenedTrustList) | Refused<"trust-list-unknown">> {
  const kept = await selectTrustList(db);
  if (kept === undefined) return refused("trust-list-unknown");
  const signed = SignedTrustList.parse(json(kept));
  const opened = openTrustList(signed.list);
  return "fault" in opened ? refused("trust-list-unknown") : { ...signed, ...opened };
}

/** What the root should sign next: every issuer's key of which something may still be shown. */
export async function draftTrustList(house: House): Promise<TrustDraft> {
  const published = await readTrustList(house);
  const rows = await selectIssuerKeys(house.db, new Date(house.clock.wallMs() - SHOWN_MS));
  const keys = rows.map(
    ({ kid, publicKey, notBefore, notAfter }): TrustedKey => ({
      ...{ kid, ed25519: publicKey },
      ...{ fromS: Math.floor(notBefore.getTime() / 1000), untilS: Math.ceil(notAfter.getTime() / 1000) },
    }),
  );
  return { version: "refused" in published ? 1 : published.version + 1, keys };
}

/** Hands a signed list to the gates. The first one's root is the house's for good; gates have it pinned, too. */
export async function publishTrustList(
  house: House,
  asked: SignedTrustList,
): Promise<
  OpenedTrustList | Refused<"trust-list-malformed" | "trust-list-forged" | "trust-list-older" | "trust-root-other">
> {
  const opened = openTrustList(asked.list);
  if ("fault" in opened) return refused(opened.fault);
  const root = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: asked.root }, format: "jwk" });
  if (!verify(null, opened.toVerify, root, opened.signature)) return refused("trust-list-forged");
  return await house.db.tx(async (tx) => {
    const kept = await selectTrustList(tx);
    const before = kept === undefined ? undefined : SignedTrustList.parse(json(kept));
    if (before && before.root !== asked.root) return refused("trust-root-other");
    const newest = before && openTrustList(before.list);
    if (newest && !("fault" in newest) && opened.version <= newest.version) return refused("trust-list-older");
    await upsertTrustList(tx, JSON.stringify(asked));
    await markEverywhere(tx, [ruleKey.trustList]);
    const line = { at: new Date(house.clock.wallMs()), actor: "operator:command line", verb: "trust-list.published" };
    await writeAudit(tx, { ...line, subject: asked.root.slice(0, 8), detail: { version: opened.version } });
    return opened;
  });
}

/** Tells the gates of a key that is to sign next, so that they know it when it does. */
export async function announceIssuer(
  house: House,
  { kid, publicKey }: { readonly kid: string; readonly publicKey: string },
): Promise<void> {
  const nowMs = house.clock.wallMs();
  await house.db.tx(async (tx) => {
    const [notBefore, notAfter] = [new Date(nowMs - BEHIND_MS), new Date(nowMs + KEY_LIFE_MS)];
    await insertIssuerKey(tx, { kid, publicKey, notBefore, notAfter });
    await markEverywhere(tx, [ruleKey.key(kid)]);
  });
}

/** Whether gates that go by lists know this key already; true, too, where there are no lists. */
export async function isTrusted(house: Pick<House, "db">, kid: string): Promise<boolean> {
  const published = await readTrustList(house);
  return "refused" in published || published.keys.some((key) => key.kid === kid);
}

/** Ends a key: what it signs from now on, but for what is on its way, counts nowhere; what it signed counts until its own end. */
export async function endIssuer(house: House, kid: string): Promise<void> {
  await house.db.tx(async (tx) => {
    await updateIssuerEnd(tx, kid, new Date(house.clock.wallMs() + LAST_SIGNED_MS));
    await markEverywhere(tx, [ruleKey.key(kid)]);
  });
}
