import { hash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type SyncState, WIRE_VERSION } from "@baygate/shared/envelope";
import { BayClass, EstatePolicy, VehicleClass } from "@baygate/shared/estate";
import type { EstateId, GateId } from "@baygate/shared/ids";
import {
  digestXor,
  type RuleChange,
  type RuleKind,
  type RulesMessage,
  ruleDigestText,
  ruleText,
  ruleValues,
} from "@baygate/shared/rules";
import type { Database, Tx } from "../db/client.ts";
import { offerWords, shownClass } from "../pricing/price.ts";
import { TariffContent, tariffOf } from "../pricing/tariff.ts";
import { accountTexts } from "./account-texts.actions.ts";
import { allRules, gatePositions, lockRules, publishedRules, rulesSince, takeDirty, writeRules } from "./feed.store.ts";
import { answerTo, changedRules, fitsDelta, groupKeys, type RulesState, ruleKey, snapshotParts } from "./rules.ts";
import {
  type CredentialSource,
  credentialSources,
  deniedSources,
  estateSource,
  groupSources,
  keySources,
  leaseSources,
  plateSources,
  trustListSource,
  type ZoneSource,
  zoneSources,
} from "./source.store.ts";

const compress = promisify(gzip);

/** What the feed needs beside the database. */
export interface FeedGround {
  readonly db: Database;
  /** Wall clock, ms: which version of a tariff is in effect. */
  readonly nowMs: () => number;
  /** The rule `card-key`: HMAC key, base64url. */
  readonly cardKey: string;
}

/** One message for one gate, to be published on its topic `rules`. */
export interface ForGate {
  readonly gate: GateId;
  readonly message: RulesMessage;
}

/** The receiving gate's facts that a message takes into account. */
type Reflects = RulesMessage["reflects"];

/**
 * Makes the next version of an estate's rules out of what was marked dirty, and answers what is to be published. Nothing when
 * no rule's text changed. A crash between its commit and the publishing is healed by the gates' `sync`.
 */
export async function feedRules(ground: FeedGround, estate: EstateId): Promise<ForGate[]> {
  const { positions, content } = await ground.db.tx(async (tx) => {
    const { client } = tx;
    // Read before the dirty keys are taken: what a gate is told to be reflected is reflected for certain.
    const positions = await gatePositions(client, estate);
    const fed = await nextVersion(ground, tx, estate);
    return { positions, content: fed && fed.changes.length > 0 ? await contentOf(client, estate, fed) : undefined };
  });
  const parts = content === undefined ? [] : await write(content);
  return [...positions].flatMap(([gate, reflects]) => parts.map((part) => ({ gate, message: part(reflects) })));
}

/** How a gate's `sync` was answered, and what is to be published: also to the others, when rules changed on the way. */
export interface SyncAnswer {
  readonly kind: "delta" | "snapshot" | "leap" | "absurd";
  readonly messages: readonly ForGate[];
}

/**
 * What one gate is to be sent for what it says it holds: the changes since then, maybe none, or everything. When it holds a
 * version that this cloud never made, the estate's version leaps above it.
 */
export async function answerSync(
  ground: FeedGround,
  gate: { readonly id: GateId; readonly estate: EstateId },
  sync: Pick<SyncState, "rules" | "digest" | "want">,
): Promise<SyncAnswer> {
  const plan = await ground.db.tx(async (tx) => {
    const { client } = tx;
    const positions = await gatePositions(client, gate.estate);
    const fed = await nextVersion(ground, tx, gate.estate);
    if (fed === undefined || fed.to.version === 0) return undefined;
    const kind = answerTo({ version: sync.rules, digest: sync.digest, want: sync.want }, fed.to);
    const to = kind === "leap" ? { version: sync.rules + 1, digest: fed.to.digest } : fed.to;
    if (kind === "leap") await writeRules(client, gate.estate, to, []);
    const since = kind === "delta" ? await rulesSince(client, gate.estate, sync.rules) : [];
    const answer = await contentOf(
      client,
      gate.estate,
      kind === "delta" ? { from: { version: sync.rules }, to, changes: since } : { from: undefined, to, changes: [] },
    );
    const others = fed.changes.length > 0 && kind !== "leap" ? await contentOf(client, gate.estate, fed) : undefined;
    return { kind, positions, answer, others };
  });
  if (plan === undefined) return { kind: "delta", messages: [] };
  const own = (await write(plan.answer)).map((part) => ({
    gate: gate.id,
    message: part(plan.positions.get(gate.id) ?? null),
  }));
  const parts = plan.others === undefined ? [] : await write(plan.others);
  const others = [...plan.positions].flatMap(([id, reflects]) =>
    id === gate.id ? [] : parts.map((part) => ({ gate: id, message: part(reflects) })),
  );
  return {
    kind: plan.kind === "delta" && plan.answer.changes === undefined ? "snapshot" : plan.kind,
    messages: [...own, ...others],
  };
}

/** What a message tells, before it is written: changes from a version on, or all the rules. */
interface Content {
  readonly from: number;
  readonly to: RulesState;
  readonly changes: readonly RuleChange[] | undefined;
  readonly all: readonly RuleChange[];
}

async function contentOf(
  client: Tx["client"],
  estate: EstateId,
  step: {
    readonly from: Pick<RulesState, "version"> | undefined;
    readonly to: RulesState;
    readonly changes: readonly RuleChange[];
  },
): Promise<Content> {
  if (step.from !== undefined && fitsDelta(step.changes))
    return { from: step.from.version, to: step.to, changes: step.changes, all: [] };
  return { from: 0, to: step.to, changes: undefined, all: await allRules(client, estate) };
}

/** Writes the messages of a content; what they reflect is each gate's own. Compressing is done outside of any transaction. */
async function write(content: Content): Promise<((reflects: Reflects) => RulesMessage)[]> {
  const { from, to, changes, all } = content;
  if (changes !== undefined)
    return [
      (reflects) => ({
        ...{ v: WIRE_VERSION, kind: "delta", from, to: to.version },
        ...{ changes: [...changes], digest: to.digest, reflects },
      }),
    ];
  const parts = snapshotParts(all);
  return Promise.all(
    parts.map(async (rules, part) => {
      const data = (await compress(JSON.stringify(rules))).toString("base64");
      return (reflects: Reflects): RulesMessage => ({
        ...{ v: WIRE_VERSION, kind: "snapshot", version: to.version, digest: to.digest },
        ...{ part, parts: parts.length, data, reflects },
      });
    }),
  );
}

interface Fed {
  readonly from: RulesState;
  readonly to: RulesState;
  readonly changes: readonly RuleChange[];
}

/** Under the estate's lock: takes the dirty keys, looks at their sources, writes what differs. Undefined: no such estate. */
async function nextVersion(ground: FeedGround, tx: Tx, estate: EstateId): Promise<Fed | undefined> {
  const { client } = tx;
  const from = await lockRules(client, estate);
  if (from === undefined) return undefined;
  const keys = await takeDirty(client, estate);
  if (keys.length === 0) return { from, to: from, changes: [] };
  const before = await publishedRules(client, estate, keys);
  const changes = changedRules(keys, before, await sourceTexts(ground, tx, estate, groupKeys(keys)));
  if (changes.length === 0) return { from, to: from, changes };
  let digest = from.digest;
  for (const [key, text] of changes) {
    const old = before.get(key) ?? null;
    if (old !== null) digest = digestXor(digest, ruleHash(key, old));
    if (text !== null) digest = digestXor(digest, ruleHash(key, text));
  }
  const to = { version: from.version + 1, digest };
  await writeRules(client, estate, to, changes);
  return { from, to, changes };
}

const ruleHash = (key: string, text: string): string => hash("sha256", ruleDigestText(key, text), "hex");

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What the rules should say now, by the tables that know. A key without a text is gone. */
async function sourceTexts(
  ground: FeedGround,
  tx: Tx,
  estate: EstateId,
  keys: ReadonlyMap<RuleKind, readonly string[]>,
): Promise<Map<string, string>> {
  const { client } = tx;
  const texts = new Map<string, string>();
  const asked = (kind: RuleKind) => keys.get(kind) ?? [];
  if (asked("card-key").length > 0) texts.set(ruleKey.cardKey, ruleText("card-key", { hmac: ground.cardKey }));
  if (asked("estate").length > 0) {
    const policy = EstatePolicy.safeParse(await estateSource(client, estate, new Date(ground.nowMs())));
    if (policy.success) texts.set(ruleKey.estate, ruleText("estate", policy.data));
  }
  if (asked("zone").length > 0)
    for (const zone of await zoneSources(client, estate, asked("zone"), new Date(ground.nowMs()))) {
      const text = zoneText(zone);
      if (text !== undefined) texts.set(ruleKey.zone(zone.id), text);
    }
  const accounts = asked("account").filter((id) => UUID.test(id));
  if (accounts.length > 0)
    for (const [key, text] of await accountTexts(tx, estate, accounts, ground.nowMs())) texts.set(key, text);
  const groups = asked("group").filter((id) => UUID.test(id));
  if (groups.length > 0)
    for (const { group, members } of await groupSources(client, estate, groups))
      texts.set(ruleKey.group(group), ruleText("group", { members: [...members] }));
  if (asked("credential").length > 0)
    for (const each of await credentialSources(client, estate, asked("credential"), new Date(ground.nowMs())))
      texts.set(ruleKey.credential(each.ref), credentialText(each));
  if (asked("plate").length > 0)
    for (const { alike, refs } of await plateSources(client, estate, asked("plate")))
      texts.set(ruleKey.plate(alike), ruleText("plate", { refs: [...refs] }));
  if (asked("denied").length > 0)
    for (const { ref, until, used } of await deniedSources(client, asked("denied"), new Date(ground.nowMs())))
      texts.set(ruleKey.denied(ref), ruleText("denied", { untilMs: until.getTime(), ...(used ? { used } : {}) }));
  if (asked("key").length > 0)
    for (const each of await keySources(client, asked("key")))
      texts.set(
        ruleKey.key(each.kid),
        ruleText("key", {
          ed25519: each.publicKey,
          notBeforeMs: each.notBefore.getTime(),
          notAfterMs: each.notAfter.getTime(),
        }),
      );
  if (asked("trust-list").length > 0) {
    const list = ruleValues["trust-list"].safeParse(JSON.parse((await trustListSource(client)) ?? "null"));
    if (list.success) texts.set(ruleKey.trustList, ruleText("trust-list", list.data));
  }
  if (asked("lease").length > 0)
    for (const { id, epoch, lent } of await leaseSources(client, estate, asked("lease")))
      texts.set(`lease/${id}`, ruleText("lease", { epoch, lent }));
  return texts;
}

/** A zone whose tariff or class this program cannot read has no rule: nobody is let in whose stay could not be billed. */
function zoneText(zone: ZoneSource): string | undefined {
  const content = TariffContent.safeParse(zone.tariffContent);
  const bays = BayClass.safeParse(zone.class);
  if (!content.success || !bays.success) return undefined;
  const offer = { tariff: zone.tariff, version: zone.tariffVersion, factorPermille: zone.factorPermille };
  return ruleText("zone", {
    capacity: zone.capacity,
    class: bays.data,
    offer,
    offerWords: offerWords(tariffOf(zone.tariffCurrency, content.data), offer, shownClass(bays.data)),
    minimumCoverMinor: zone.minimumCoverMinor,
  });
}

/** A class that this program does not know is the account's: nobody is told apart by what cannot be read. */
function credentialText({ account, revoked, aes, class: kind, vehicle, until }: CredentialSource): string {
  const known = VehicleClass.safeParse(kind).data;
  return ruleText("credential", {
    ...{ account, revoked },
    ...(known && { class: known }),
    ...(vehicle === null ? {} : { vehicle }),
    ...(until === null ? {} : { untilMs: until.getTime() }),
    ...(aes === null ? {} : { aes }),
  });
}
