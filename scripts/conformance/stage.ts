import { spawn } from "node:child_process";
import { createHmac, randomBytes, randomUUID } from "node:crypto";
import type { Envelope, FactBatch } from "@baygate/shared/envelope";
import { type FactBody, factBodies } from "@baygate/shared/fact";
import type { LaneId, ZoneId } from "@baygate/shared/ids";
import { type RuleChange, ruleText } from "@baygate/shared/rules";
import mqtt from "mqtt";
import type { Heard, PlayedCloud } from "./cloud.ts";
import { Broken, must, Skipped } from "./verdict.ts";

export interface StageOptions {
  readonly url: string;
  readonly gate: string;
  readonly zone: ZoneId;
  readonly lane: LaneId;
  /** UID of the card that `tap` holds to the reader, hex. */
  readonly card: string;
  readonly tap: string | undefined;
  readonly gateClientId: string;
  readonly gateUser: string | undefined;
  readonly gatePassword: string | undefined;
  /** How long the gate may take for what it must do, ms. */
  readonly patienceMs: number;
}

/** Nothing may happen in so long, where something must not happen, ms. */
export const QUIET_MS = 1_000;

const CARD_KEY = randomBytes(32);

/** A gate under test and everything to drive it with. */
export class Stage {
  readonly cloud: PlayedCloud;
  readonly options: StageOptions;
  readonly #answers = new WeakMap<Envelope, FactBody<"order.answered"> | undefined>();

  constructor(cloud: PlayedCloud, options: StageOptions) {
    this.cloud = cloud;
    this.options = options;
  }

  /** Looks until there is something to see, or patience is at its end. */
  async until<T>(look: () => T | undefined | false, ms = this.options.patienceMs): Promise<T | undefined> {
    const end = performance.now() + ms;
    for (;;) {
      const seen = look();
      if (seen !== undefined && seen !== false) return seen;
      if (performance.now() > end) return undefined;
      await pause(15);
    }
  }

  /** The same, and broken when nothing comes. */
  async expect<T>(look: () => T | undefined | false, words: string): Promise<T> {
    const seen = await this.until(look);
    if (seen === undefined) throw new Broken(`${words}, within ${this.options.patienceMs / 1000} s`);
    return seen;
  }

  /** Sends an order and answers its id. `again`: the id of one that was sent before. */
  order(what: object, again?: string): string {
    const id = again ?? uuidv7();
    const order = { v: 1, id, issuer: "conformance", reason: "a check", expiresMs: Date.now() + 600_000 };
    this.cloud.say("orders", { ...order, ...what });
    return id;
  }

  /** An order to give back places of the zone under test. */
  orderReturn(places: number, again?: string): string {
    return this.order({ kind: "return-lease", zone: this.options.zone, places }, again);
  }

  /** The gate's answers to an order that were received, first one first. */
  answers(order: string): { readonly outcome: string; readonly words: string; readonly seq: number }[] {
    return this.cloud.facts.flatMap((fact) => {
      const answer = this.#answerIn(fact);
      return answer?.order === order ? [{ ...answer, seq: fact.seq }] : [];
    });
  }

  #answerIn(fact: Envelope): FactBody<"order.answered"> | undefined {
    if (fact.kind !== "order.answered") return undefined;
    if (!this.#answers.has(fact)) this.#answers.set(fact, factBodies["order.answered"].safeParse(fact.body).data);
    return this.#answers.get(fact);
  }

  async answer(order: string): Promise<{ readonly outcome: string; readonly words: string; readonly seq: number }> {
    const seen = await this.until(() => this.answers(order)[0]);
    if (seen === undefined)
      throw new Broken(
        `an order was not answered by a fact order.answered within ${this.options.patienceMs / 1000} s`,
        "orders",
      );
    return seen;
  }

  /** Makes the gate journal facts, by orders of a kind that nobody knows, without waiting for them. */
  provoke(count = 1): string[] {
    return Array.from({ length: count }, () => this.order({ kind: "conformance-probe" }));
  }

  /** Makes facts and waits until they were received. Answers the last of them. */
  async makeFacts(count = 1): Promise<Envelope> {
    const orders = this.provoke(count);
    let newest = 0;
    for (const order of orders) newest = Math.max(newest, (await this.answer(order)).seq);
    return this.#fact(newest);
  }

  /** Makes facts, waits until all is acknowledged, and answers how to look at the batches that come from then on. */
  async quiet(facts = 1): Promise<() => readonly Heard<FactBatch>[]> {
    await this.makeFacts(facts);
    await this.settle();
    return this.#listen();
  }

  /** The cloud is heard no more on `ack`: makes facts, and answers how to look at the batches that come of them, once the first has come. */
  async unanswered(facts = 1): Promise<() => readonly Heard<FactBatch>[]> {
    const batches = this.#listen();
    this.cloud.acknowledges = false;
    this.provoke(facts);
    await this.expect(() => batches()[0], "no batch came with a fact that waits");
    return batches;
  }

  /** Batches of the present epoch that are heard from now on. */
  #listen(): () => readonly Heard<FactBatch>[] {
    const { cloud } = this;
    const before = cloud.batches.length;
    return () => cloud.batches.slice(before).filter(({ said }) => said.epoch === cloud.epoch);
  }

  #fact(newest: number): Envelope {
    const fact = this.cloud.facts.find(({ seq }) => seq === newest);
    if (fact === undefined) throw new Broken("a fact that was received cannot be read", "facts");
    return fact;
  }

  /** The version of the rules that the gate holds now: it stands in every fact. */
  async versionHeld(): Promise<number> {
    return (await this.makeFacts()).rules;
  }

  /** Waits until the gate holds the rules of this cloud. */
  async rulesHeld(words = "a delta at its version was not applied"): Promise<void> {
    const end = performance.now() + this.options.patienceMs;
    for (;;) {
      const held = await this.versionHeld();
      if (held === this.cloud.version) return;
      if (performance.now() > end)
        throw new Broken(`${words}: it still holds version ${held}, not ${this.cloud.version}`);
      await pause(100);
    }
  }

  /** Everything true again, and nothing under way: where each check begins. */
  async settle(): Promise<void> {
    this.cloud.feeds = true;
    this.cloud.resume();
    if (this.cloud.epoch === undefined) return;
    await this.until(() => performance.now() - (this.cloud.batches.at(-1)?.atMs ?? 0) > 300);
  }

  /** Rules that let the card in, under an account that nobody used before. */
  cardRules(account = randomUUID()): RuleChange[] {
    const ref = createHmac("sha256", CARD_KEY).update(Buffer.from(this.options.card, "hex")).digest("hex").slice(0, 32);
    return [
      ["card-key", ruleText("card-key", { hmac: CARD_KEY.toString("base64url") })],
      [`account/${account}`, ruleText("account", { coverMinor: 1_000_000n, blocked: false, stay: null })],
      [`credential/${ref}`, ruleText("credential", { account, revoked: false })],
    ];
  }

  /** Lends so many more places to the gate's present epoch; answers what `lent` must be then. Said as a delta. */
  async lend(places: number): Promise<number> {
    const { cloud, options } = this;
    await this.makeFacts();
    const lent = (cloud.lease(options.zone)?.lent ?? 0) + places;
    this.lendRule(lent, cloud.epoch ?? "");
    await this.rulesHeld();
    await this.makeFacts();
    return lent;
  }

  lendRule(lent: number, epoch: string): void {
    const { cloud, options } = this;
    cloud.say("rules", cloud.change([`lease/${options.gate}/${options.zone}`, ruleText("lease", { epoch, lent })]));
  }

  /** Makes one tap. @throws Skipped without `--tap`. */
  async tap(): Promise<void> {
    const { tap } = this.options;
    if (tap === undefined) throw new Skipped("it needs a tap: say how to make one with --tap");
    const code = await new Promise<number | null>((resolve) =>
      spawn(tap, { shell: true, stdio: ["ignore", "ignore", "inherit"] }).once("close", resolve),
    );
    if (code !== 0) throw new Skipped(`the tap's command ended with ${code}`);
  }

  /** Cuts the gate's connection by taking its name at the broker for a moment. Answers when it was cut. */
  async cut(): Promise<number> {
    const { url, gateClientId, gateUser, gatePassword } = this.options;
    try {
      const taker = await mqtt.connectAsync(url, {
        ...{ clientId: gateClientId, protocolVersion: 4, clean: true, reconnectPeriod: 0, connectTimeout: 5_000 },
        ...(gateUser === undefined ? {} : { username: gateUser }),
        ...(gatePassword === undefined ? {} : { password: gatePassword }),
      });
      const atMs = performance.now();
      taker.on("error", () => undefined);
      await taker.endAsync();
      return atMs;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Skipped(
        `the broker does not let the kit take the gate's name ${gateClientId} (${why}): see --gate-client-id, --gate-user`,
      );
    }
  }

  /** Cuts the connection and waits until the gate is back and says what it holds. Answers how long that took, ms. */
  async cutAndBack(): Promise<number> {
    const syncs = this.cloud.syncs.length;
    const atMs = await this.cut();
    const back = await this.until(() => this.cloud.syncs[syncs]);
    must(
      back !== undefined,
      `no sync came within ${this.options.patienceMs / 1000} s after its connection was cut under the name ${this.options.gateClientId}`,
      "sync",
    );
    return back.atMs - atMs;
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** UUIDv7 (RFC 9562). */
export function uuidv7(): string {
  const time = Date.now().toString(16).padStart(12, "0");
  const chance = randomUUID();
  return `${time.slice(0, 8)}-${time.slice(8)}-7${chance.slice(15)}`;
}
