import { createPublicKey, sign } from "node:crypto";
import { certificateToSign, compressedPoint, holderRef, sealCertificate } from "@baygate/shared/holder";
import { v7 as uuid } from "uuid";
import { type AccountRow, lockAccount } from "../accounts/accounts.store.ts";
import { writeAudit } from "../accounts/audit.store.ts";
import type { Tx } from "../db/client.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { markDirty } from "../rules/feed.store.ts";
import { ruleKey } from "../rules/rules.ts";
import { accountTerms } from "../wallets/terms.store.ts";
import { coverMinor, emptyWallet } from "../wallets/wallet.ts";
import { walletOf } from "../wallets/wallets.actions.ts";
import { certificateClaim, RENEW_AFTER_MS } from "./certificate.ts";
import {
  type DeviceRow,
  holderGround,
  insertDevice,
  lockDevice,
  selectAllEstates,
  selectDeviceByKey,
  selectDevices,
  updateCertified,
  updateDeviceRevoked,
} from "./devices.store.ts";
import type { PassSigner } from "./passes.actions.ts";

/** An account has a phone or two, a tablet, a browser. */
const MOST_DEVICES = 10;

/** What devices are given certificates with. */
export interface CertifyingHouse extends House {
  readonly signer: PassSigner;
}

/** A device with a certificate that was just issued. */
export interface Certified {
  readonly device: DeviceRow;
  /** The COSE_Sign1's bytes (docs/credentials.md). */
  readonly certificate: Uint8Array;
  readonly notAfter: Date;
  /** From then on a new one should be fetched. */
  readonly renewFrom: Date;
  readonly kid: string;
}

type Uncertified = Refused<"account-unknown" | "pass-refused">;

/** An account's devices. */
export const listDevices = (house: House, account: string): Promise<DeviceRow[]> => selectDevices(house.db, account);

/**
 * Takes a device's public key for its account's, and issues its first certificate. The same key again, of the same account, is that
 * device: its certificate is renewed.
 *
 * @param asked.point raw P-256 point, 65 bytes.
 */
export async function addDevice(
  house: CertifyingHouse,
  actor: Actor,
  account: string,
  asked: { readonly label: string; readonly point: Uint8Array },
): Promise<Certified | Uncertified | Refused<"device-key-invalid" | "device-taken" | "devices-too-many">> {
  const key = isOnCurve(asked.point) ? compressedPoint(asked.point) : undefined;
  if (key === undefined) return refused("device-key-invalid");
  return await house.db.tx(async (tx) => {
    const holder = await lockAccount(tx, account);
    if (!holder) return refused("account-unknown");
    const known = await selectDeviceByKey(tx, key);
    if (known) {
      if (known.account !== account || known.revokedAt) return refused("device-taken");
      return await certify(tx, house, holder, known);
    }
    if ((await selectDevices(tx, account)).length >= MOST_DEVICES) return refused("devices-too-many");
    const at = new Date(house.clock.wallMs());
    const row: DeviceRow = {
      ...{ id: uuid(), account, label: asked.label, key, ref: holderRef(key) },
      ...{ certifiedUntil: at, revokedAt: null, createdAt: at },
    };
    const given = await insertDevice(tx, row).then(async (isNew) =>
      isNew ? await certify(tx, house, holder, row) : refused("device-taken"),
    );
    if ("refused" in given) return given;
    await writeAudit(tx, { at, actor: actor.name, verb: "device.added", subject: account, detail: { device: row.id } });
    return given;
  });
}

/** Issues a device's next certificate, by what is known of its account now. */
export async function renewCertificate(
  house: CertifyingHouse,
  account: string,
  id: string,
): Promise<Certified | Uncertified | Refused<"device-unknown">> {
  return await house.db.tx(async (tx) => {
    const holder = await lockAccount(tx, account);
    if (!holder) return refused("account-unknown");
    const row = await lockDevice(tx, id, account);
    if (!row || row.revokedAt) return refused("device-unknown");
    return await certify(tx, house, holder, row);
  });
}

/** Gives a device up for good: gates hear of it as a rule, and take its certificates no more. Doing it twice changes nothing. */
export async function revokeDevice(
  house: House,
  actor: Actor,
  account: string,
  id: string,
): Promise<{ readonly estates: readonly string[] } | Refused<"device-unknown">> {
  return await house.db.tx((tx) => revokeDeviceIn(tx, house, actor, account, id));
}

/** `revokeDevice` in the caller's transaction. */
export async function revokeDeviceIn(
  tx: Tx,
  house: House,
  actor: Actor,
  account: string,
  id: string,
): Promise<{ readonly estates: readonly string[] } | Refused<"device-unknown">> {
  const row = await lockDevice(tx, id, account);
  if (!row) return refused("device-unknown");
  if (row.revokedAt) return { estates: [] };
  const at = new Date(house.clock.wallMs());
  await updateDeviceRevoked(tx, id, at);
  // Its certificate is no secret, and would count wherever the account was to be let in when it was issued.
  const estates = await selectAllEstates(tx);
  for (const estate of estates) await markDirty(tx, estate, [ruleKey.denied(row.ref)]);
  await writeAudit(tx, { at, actor: actor.name, verb: "device.revoked", subject: account, detail: { device: id } });
  return { estates };
}

async function certify(
  tx: Tx,
  { signer, clock }: CertifyingHouse,
  holder: AccountRow,
  row: DeviceRow,
): Promise<Certified | Refused<"pass-refused">> {
  if (holder.blockedAt) return refused("pass-refused", "The account is blocked.");
  const nowMs = clock.wallMs();
  const wallet = (await walletOf(tx.orm, holder.id)) ?? emptyWallet(holder.id, holder.currency);
  const creditMinor = (await accountTerms(tx, [holder.id])).get(holder.id)?.creditMinor ?? 0n;
  const claim = certificateClaim(
    {
      ...(await holderGround(tx, holder.id, new Date(nowMs))),
      ...{ account: holder.id, coverMinor: coverMinor(wallet, creditMinor), debtMinor: wallet.debtMinor },
      trusted: (holder.creditLimitMinor ?? 0n) > 0n,
    },
    nowMs,
  );
  const toSign = certificateToSign({ ...claim, key: row.key }, signer.kid);
  const certificate = sealCertificate(toSign, new Uint8Array(sign(null, toSign, signer.signingKey)));
  const notAfter = new Date(claim.notAfterS * 1000);
  await updateCertified(tx, row.id, notAfter);
  return {
    device: { ...row, certifiedUntil: notAfter },
    ...{ certificate, notAfter, renewFrom: new Date(nowMs + RENEW_AFTER_MS), kid: signer.kid },
  };
}

/** Whether 65 bytes are a point of P-256, so that a signature by its key can ever hold. */
function isOnCurve(point: Uint8Array): boolean {
  if (point.length !== 65 || point[0] !== 4) return false;
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => Buffer.from(part).toString("base64url"));
  try {
    createPublicKey({ key: { kty: "EC", crv: "P-256", x: x ?? "", y: y ?? "" }, format: "jwk" });
    return true;
  } catch {
    return false;
  }
}
