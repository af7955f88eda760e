import type { CredentialRef, PlateClaim } from "@baygate/shared/credential";
import type { Decision } from "@baygate/shared/decision";
import { leaseLeft } from "@baygate/shared/envelope";
import type { Direction } from "@baygate/shared/estate";
import type { AccountRef, EstateId, GateId, ZoneId } from "@baygate/shared/ids";
import type { Clock, ClockQuality } from "@baygate/shared/time";
import { cardRef, claimOf } from "./claim.ts";
import { claimedAccount, type KnownCredential, type Tap } from "./core/decide.ts";
import { isStale } from "./core/entitlement.ts";
import type { Road } from "./core/lane-state.ts";
import { withLent } from "./core/lease.ts";
import { type LocalStay, stillNews } from "./core/local-stay.ts";
import { type CarSeen, type PlateHolder, plateBeside } from "./core/one-car.ts";
import { isVouched, seenRef, shownUntilMs } from "./core/vouch.ts";
import type { Read } from "./hardware/seams.ts";
import type { Log } from "./log.ts";
import type { Along, Journal } from "./store/journal.ts";
import { newId } from "./store/new-id.ts";
import type { Replica } from "./store/replica.ts";
import type { Trust } from "./trust.ts";

/** Where a tap's inputs come from. */
export interface TapGround {
  readonly estate: EstateId;
  readonly gate: GateId;
  readonly lane: Road;
  readonly clock: Clock;
  readonly clockQuality: () => ClockQuality;
  readonly linkFresh: () => boolean;
  /** How long ago the cloud confirmed the rules, ms. */
  readonly rulesAgeMs: () => number;
  readonly journal: Journal;
  readonly replica: Replica;
  /** The replica was thrown away because it was broken: ask for the rules again. */
  readonly replicaLost: () => void;
  readonly log: Log;
  /** Whose passes count; absent: whose key stands in the rules. */
  readonly trust?: Trust;
}

/** What a read claims, by the keys that this gate holds. */
export function shownBy({ gate, replica, clock, trust, ...ground }: TapGround, read: Read): Tap["claim"] {
  const keys = {
    gate,
    issuerKey: (kid: string) => (trust?.binds ? trust.key(kid) : replica.get("key", kid)),
    cardKey() {
      return houseKey(replica);
    },
  };
  const nowMs = clock.wallMs();
  return ruleOf({ replica, ...ground }, () => claimOf(read, keys, nowMs)) ?? { fault: "no-rules-yet" };
}

/** Everything that a decision about a claim may lean on, as the gate knows it now. */
export function gatherTap(
  ground: TapGround,
  shown: Tap["claim"],
  direction: Direction,
  policy: Tap["policy"],
  car: CarSeen,
): Tap {
  const { clock, estate, gate, lane, journal, replica } = ground;
  const nowMs = clock.wallMs();
  const plate = "fault" in shown || shown.tier !== "P" ? undefined : plateKnown(ground, shown, policy);
  const claim = plate?.claim ?? shown;
  const denied = deniedOf(ground, claim, direction);
  const rule = (): KnownCredential | undefined =>
    plate === undefined && !("fault" in claim) ? credentialOf(ground, claim.ref) : plate?.credential;
  const credential = denied?.credential ?? rule();
  const ref = credential?.account ?? claimedAccount(claim);
  const account = ref === undefined ? undefined : ruleOf(ground, () => replica.get("account", ref));
  const seenAs = seenRef(claim);
  const zoneRule = ruleOf(ground, () => replica.get("zone", lane.zone));
  const leaseRule = ruleOf(ground, () => replica.get("lease", `${gate}/${lane.zone}`));
  return {
    ...{
      estate,
      lane: lane.id,
      zone: lane.zone,
      direction,
      claim,
      newSession: newId(nowMs),
    },
    ...{ nowMs, clock: ground.clockQuality(), linkFresh: ground.linkFresh() },
    seenBefore: denied?.used === true || (seenAs !== undefined && journal.local.passSeen(seenAs, direction, nowMs)),
    leaseLeft: leaseLeft(withLent(journal.local.lease(lane.zone), leaseRule, journal.epoch)),
    policy,
    plateKnown: plate?.known,
    plateBeside:
      credential && !("fault" in claim) && claim.tier !== "P"
        ? plateBeside(car, credential, clock.monoMs())
        : undefined,
    zoneRule,
    credential,
    account,
    localStay: ref === undefined ? undefined : localStayOf(ground, ref),
    baysTaken: (account?.bays ?? []).map(({ zone, shared }) =>
      carsInside(ground, shared ?? [], (where) => where === zone),
    ),
    subscriptionsTaken: subscriptionsTaken(ground, direction, ref, account, zoneRule),
    rulesAgeMs: ground.rulesAgeMs(),
    staleArrivals: ref === undefined ? 0 : journal.local.staleArrivals(ref),
  };
}

interface KnownPlate {
  readonly claim: PlateClaim;
  readonly known: Tap["plateKnown"];
  readonly credential: KnownCredential | undefined;
}

/** A plate as it is known here: where only one looks like it and the estate's policy is fuzzy, that one. */
function plateKnown(ground: TapGround, claim: PlateClaim, policy: Tap["policy"]): KnownPlate {
  const [only, ...others] = policy?.plateMatch === "fuzzy" ? platesAlike(ground, claim) : [];
  if (only !== undefined && others.length === 0 && only.ref !== claim.ref)
    return { claim: { ...claim, ref: only.ref }, known: "alike", credential: only.credential };
  const credential = credentialOf(ground, claim.ref);
  // A camera that takes one for the other does not know which of the two it saw, even if it says one of them exactly.
  if (others.length > 0) return { claim, known: "ambiguously", credential };
  return { claim, known: credential === undefined ? undefined : "exactly", credential };
}

/** The known plates that look like it. */
function platesAlike(
  ground: TapGround,
  { ref, alike }: PlateClaim,
): { readonly ref: CredentialRef; readonly credential: KnownCredential }[] {
  const refs = ruleOf(ground, () => ground.replica.get("plate", alike))?.refs ?? [];
  return [...new Set([...refs, ref])].flatMap((each) => {
    const credential = credentialOf(ground, each);
    return credential?.revoked === false ? [{ ref: each, credential }] : [];
  });
}

/** Whose car it may be that shows this plate: beside a card, a plate that looks alike is enough. */
export const plateHolders = (ground: TapGround, claim: PlateClaim): PlateHolder[] =>
  platesAlike(ground, claim).map(({ credential }) => credential);

/** What is decided on, and so journalled: not the card's key. */
function credentialOf(ground: TapGround, ref: CredentialRef): KnownCredential | undefined {
  const rule = ruleOf(ground, () => ground.replica.get("credential", ref));
  if (rule === undefined) return undefined;
  const { aes, ...known } = rule;
  return aes === undefined ? known : { ...known, proves: true };
}

/** A phone that its owner gave up; a ticket that was taken back, or used: with that one, whoever is inside leaves as with any. */
function deniedOf(
  ground: TapGround,
  claim: Tap["claim"],
  direction: Direction,
): { readonly credential?: KnownCredential; readonly used?: true } | undefined {
  const account = claimedAccount(claim);
  const isTicket = "ticket" in claim && direction === "arrive";
  if (account === undefined || !("ref" in claim) || !("holder" in claim || isTicket)) return undefined;
  const denied = ruleOf(ground, () => ground.replica.get("denied", claim.ref));
  return denied?.used ? { used: true } : denied && { credential: { account, revoked: true } };
}

const houseKey = (replica: Replica): Uint8Array | undefined => {
  const rule = replica.get("card-key");
  return rule && Buffer.from(rule.hmac, "base64url");
};

/** The key of the card with this UID, if the rules say that it has one (ReaderAsks). */
export function aesKeyOf(
  ground: Pick<TapGround, "replica" | "replicaLost" | "log">,
  uid: Uint8Array,
): Uint8Array | undefined {
  return ruleOf(ground, () => {
    const house = houseKey(ground.replica);
    const aes = house && ground.replica.get("credential", cardRef(house, uid))?.aes;
    return aes === undefined ? undefined : Buffer.from(aes, "base64url");
  });
}

function localStayOf(ground: TapGround, account: AccountRef): LocalStay | undefined {
  const { journal, replica } = ground;
  return stillNews(journal.local.stay(account), journal.epoch, replica.reflects);
}

/** Cars of these accounts that are inside in such zones of the estate, as far as this gate knows. */
function carsInside(ground: TapGround, accounts: readonly AccountRef[], isThere: (zone: ZoneId) => boolean): number {
  const { estate, replica } = ground;
  return accounts.filter((account) => {
    const seen = localStayOf(ground, account);
    if (seen !== undefined) return seen.state !== "gone" && isThere(seen.zone);
    const stay = ruleOf(ground, () => replica.get("account", account))?.stay;
    return stay?.estate === estate && isThere(stay.zone);
  }).length;
}

/** A group may have a thousand members, and each is looked up: only for who could not arrive without its subscription. */
function subscriptionsTaken(
  ground: TapGround,
  direction: Direction,
  ref: AccountRef | undefined,
  account: Tap["account"],
  zoneRule: Tap["zoneRule"],
): number[] {
  const isNeeded = direction === "arrive" && account !== undefined && zoneRule !== undefined;
  if (!isNeeded || account.coverMinor >= zoneRule.minimumCoverMinor) return [];
  return (account.subscriptions ?? []).map(({ group, zones }) => {
    if (group === undefined) return 0;
    const members = ruleOf(ground, () => ground.replica.get("group", group))?.members ?? [];
    const others = members.filter((member) => member !== ref);
    return carsInside(ground, others, (zone) => zones === undefined || zones.includes(zone));
  });
}

/** What must be remembered with a grant: the code, until it has expired by every clock, and who arrived on what may not hold any more. */
export function alongOf(tap: Tap, { outcome, account }: Decision): Along {
  const { claim, direction, nowMs } = tap;
  if (outcome === "deny") return {};
  const stale =
    direction === "arrive" && account !== null && (isStale(tap) || isVouched(tap)) ? { staleArrival: account } : {};
  const ref = seenRef(claim);
  if (ref === undefined) return stale;
  return { ...stale, seenPass: { ref, direction, untilMs: shownUntilMs(claim, nowMs) } };
}

/** A look into the replica. A broken one is thrown away, and this gate goes on with what it knows itself. */
export function ruleOf<T>(
  ground: Pick<TapGround, "replica" | "replicaLost" | "log">,
  look: () => T | undefined,
): T | undefined {
  const { replica, replicaLost, log } = ground;
  try {
    return look();
  } catch (error) {
    if (!replica.isBroken(error)) throw error;
    log.error({ err: error }, "the rules' file is broken and was thrown away");
    replica.empty();
    replicaLost();
    return undefined;
  }
}
