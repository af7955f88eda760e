import { Ack, Envelope, FactBatch, GateStatus, Lease, SyncState } from "@baygate/shared/envelope";
import { Offer } from "@baygate/shared/estate";
import { factBodies } from "@baygate/shared/fact";
import * as ids from "@baygate/shared/ids";
import { Order } from "@baygate/shared/order";
import { RuleChange, RulesDelta, RulesSnapshot, ruleValues } from "@baygate/shared/rules";
import { FROM_GATE, GATE_TOPICS, type GateTopic, gateTopic } from "@baygate/shared/topics";
import { z } from "zod";
import type { App } from "./wire.ts";

/** One topic of a gate: what goes over it and how. */
export interface ChannelWords {
  readonly title: string;
  readonly summary: string;
  /** MQTT's quality of service as the cloud and this project's gate use it. */
  readonly qos: 0 | 1;
  readonly retained: boolean;
  /** Names of the payloads' schemas; a message is one of them. */
  readonly payloads: readonly string[];
}

/** Every topic of a gate, in the order of the page. */
export const channelWords: Readonly<Record<GateTopic, ChannelWords>> = {
  facts: {
    ...{ title: "Facts", qos: 0, retained: false, payloads: ["FactBatch"] },
    summary: "What happened at the gate, as contiguous facts; one batch in flight until it is acknowledged.",
  },
  sync: {
    ...{ title: "What the gate holds", qos: 0, retained: false, payloads: ["SyncState"] },
    summary: "Version and digest of its rules, and which it wants: on connecting, on drift, on a gap, once a minute.",
  },
  status: {
    ...{ title: "How the gate is", qos: 1, retained: true, payloads: ["GateStatus"] },
    summary: "Online or not, facts waiting, devices that do not work. The last will says that it is not online.",
  },
  ack: {
    ...{ title: "How far the cloud is", qos: 1, retained: false, payloads: ["Ack"] },
    summary:
      "After its commit, and when the cloud is back: up to where the facts of an epoch are durable. The only thing that moves a gate's cursor.",
  },
  rules: {
    ...{ title: "Rules", qos: 1, retained: false, payloads: ["RulesDelta", "RulesSnapshot"] },
    summary: "What the gate needs to decide alone: changes from one version to another, or all of it in parts.",
  },
  orders: {
    ...{
      title: "Orders",
      qos: 1,
      retained: false,
      payloads: ["OpenGate", "HoldOpen", "CloseGate", "ReturnLease", "Resync"],
    },
    summary: "What the cloud asks of the gate. Done once by id, never after expiry, answered by a fact.",
  },
};

type JsonSchema = z.core.JSONSchema.BaseSchema;
const REFS = "#/components/schemas/";

/** Every schema of the wire by its name in the document: payloads, the fact texts' envelope, a body for each kind, a value for each rule. */
function wireSchemas(): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  const [openGate, holdOpen, closeGate, returnLease, resync] = Order.options;
  const payloads = {
    FactBatch,
    SyncState,
    GateStatus,
    Ack,
    RulesDelta,
    RulesSnapshot,
    RuleChange,
    Envelope,
    Lease,
    Offer,
  };
  const named: Record<string, z.ZodType> = {
    ...payloads,
    ...{ OpenGate: openGate, HoldOpen: holdOpen, CloseGate: closeGate, ReturnLease: returnLease, Resync: resync },
    ...Object.fromEntries(Object.entries(factBodies).map(([kind, body]) => [`fact.${kind}`, body])),
    ...Object.fromEntries(Object.entries(ruleValues).map(([kind, value]) => [`rule.${kind}`, value])),
    ...Object.fromEntries(
      Object.entries(ids).filter((each): each is [string, z.ZodString] => each[1] instanceof z.ZodType),
    ),
  };
  for (const [id, schema] of Object.entries(named)) if (!registry.has(schema)) registry.add(schema, { id });
  // `input`: as it travels; amounts are bigint only in code.
  const { schemas } = z.toJSONSchema(registry, { target: "draft-7", io: "input", uri: (id) => `${REFS}${id}` });
  const { __shared: shared, ...own } = schemas;
  const definitions = z.record(z.string(), z.unknown()).parse(shared?.["definitions"] ?? {});
  const text = JSON.stringify({ ...own, ...definitions })
    .replaceAll(`${REFS}__shared#/definitions/`, REFS)
    .replaceAll(/"\$(?:schema|id)":"[^"]*",?/g, "");
  // Nothing but text changed: it is what toJSONSchema made.
  return JSON.parse(text) as Record<string, JsonSchema>;
}

const parameters = {
  estate: { $ref: "#/components/parameters/estate" },
  gate: { $ref: "#/components/parameters/gate" },
};

function channel(topic: GateTopic): object {
  const { title, summary, payloads } = channelWords[topic];
  return {
    address: gateTopic("{estate}", "{gate}", topic),
    ...{ title, summary, parameters },
    messages: Object.fromEntries(payloads.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
  };
}

/** What this cloud does with a topic: it receives what gates say. */
function operation(topic: GateTopic): object {
  const { summary, qos, retained, payloads } = channelWords[topic];
  return {
    action: FROM_GATE.includes(topic) ? "receive" : "send",
    channel: { $ref: `#/channels/${topic}` },
    summary,
    bindings: { mqtt: { qos, retain: retained, bindingVersion: "0.2.0" } },
    messages: payloads.map((name) => ({ $ref: `#/channels/${topic}/messages/${name}` })),
  };
}

/** The AsyncAPI 3.0 description of everything between gates and the cloud, made of the schemas that both sides run on. */
export function asyncApiDocument() {
  const messages = GATE_TOPICS.flatMap((topic) => channelWords[topic].payloads).map((name) => [
    name,
    { name, contentType: "application/json", payload: { $ref: `${REFS}${name}` } },
  ]);
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Baygate between gates and the cloud",
      version: "1",
      description:
        "Facts flow up, rules flow down, orders are answered. This document has the form; docs/protocol.md has what must be done with it. Unknown fields are kept, unknown versions set aside. A fact travels as a text (FactBatch.facts): its JSON is Envelope, the body is fact.<kind>. A rule's value travels as a text, too: its JSON is rule.<kind>.",
      license: { name: "Apache-2.0" },
    },
    defaultContentType: "application/json",
    channels: Object.fromEntries(GATE_TOPICS.map((topic) => [topic, channel(topic)])),
    operations: Object.fromEntries(GATE_TOPICS.map((topic) => [topic, operation(topic)])),
    components: {
      parameters: {
        estate: { description: "The estate's short name." },
        gate: { description: "The gate's short name; never `live`." },
      },
      messages: Object.fromEntries(messages),
      schemas: wireSchemas(),
    },
  };
}

/** `/v1/asyncapi.json`, for anybody. Made once, when it is first asked for. */
export function addAsyncApi(app: App): void {
  let text: string | undefined;
  app.get("/v1/asyncapi.json", (c) => {
    text ??= JSON.stringify(asyncApiDocument());
    return c.body(text, 200, { "content-type": "application/json" });
  });
}
