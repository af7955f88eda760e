import { Envelope } from "@baygate/shared/envelope";
import { FACT_VERSION, type Fact, type FactKind, factBodies } from "@baygate/shared/fact";
import type { Epoch, EstateId, GateId, Sha256 } from "@baygate/shared/ids";

/** How far the cloud has come with one epoch of a gate. */
export interface EpochState {
  readonly through: number;
  /** Hash of the fact `through`. */
  readonly hash: Sha256;
  /** Two histories were seen; nothing more is applied. */
  readonly forked: boolean;
}

/** A fact's text with its number in the epoch and its hash. */
export interface NumberedText {
  readonly seq: number;
  readonly text: string;
  readonly hash: Sha256;
}

/** Whose facts these are, as the link knows it; what stands in a text must agree. */
export interface Sender {
  readonly gate: GateId;
  readonly estate: EstateId;
  readonly epoch: Epoch;
}

/** Why a text was set aside whole. It counts as received, so it never blocks those behind it. */
export type QuarantineReason =
  | "not-json"
  /** Characters that PostgreSQL cannot keep: NUL, halves of surrogate pairs. */
  | "text-unstorable"
  | "envelope-invalid"
  | "wrong-gate"
  | "wrong-estate"
  | "wrong-epoch"
  | "wrong-seq"
  | "kind-unknown"
  | "version-unknown"
  | "body-invalid";

export type ReadFact =
  | { readonly outcome: "understood"; readonly envelope: Envelope; readonly fact: Fact }
  | { readonly outcome: "quarantined"; readonly reason: QuarantineReason; readonly envelope: Envelope | undefined };

export interface FreshFact {
  readonly numbered: NumberedText;
  readonly read: ReadFact;
}

/**
 * What to do with a batch. `gap`: facts are missing before it, answer with what there is. `forked`: nothing of this epoch is applied any
 * more. `taken`: apply `fresh` in order; with `evidence`, the history splits after them.
 */
export type Screened =
  | { readonly outcome: "gap" }
  | { readonly outcome: "forked"; readonly evidence: readonly NumberedText[] }
  | { readonly outcome: "taken"; readonly fresh: readonly FreshFact[]; readonly evidence: readonly NumberedText[] };

/**
 * Sorts a batch's texts into known, new and contradicting (SYNC.md, facts, 4). `known` holds the hashes of what was applied already, by number.
 */
export function screen(
  sender: Sender,
  epoch: EpochState,
  texts: readonly NumberedText[],
  known: ReadonlyMap<number, Sha256>,
): Screened {
  if (epoch.forked) return { outcome: "forked", evidence: [] };
  const [first] = texts;
  if (first && first.seq > epoch.through + 1) return { outcome: "gap" };
  const contradicting = texts.filter(
    ({ seq, hash }) => seq <= epoch.through && known.has(seq) && known.get(seq) !== hash,
  );
  if (contradicting.length > 0) return { outcome: "forked", evidence: contradicting };

  const fresh: FreshFact[] = [];
  let before = epoch.hash;
  for (const numbered of texts) {
    if (numbered.seq <= epoch.through) continue;
    const read = readFact(numbered, sender);
    // A text that is not even of this place says nothing about the chain; the next one does.
    if (isInPlace(read) && read.envelope && read.envelope.prevHash !== before)
      return fresh.length === 0
        ? { outcome: "forked", evidence: [numbered] }
        : { outcome: "taken", fresh, evidence: [numbered] };
    fresh.push({ numbered, read });
    before = numbered.hash;
  }
  return { outcome: "taken", fresh, evidence: [] };
}

const isInPlace = (read: ReadFact): boolean =>
  read.outcome === "understood" || !["wrong-gate", "wrong-estate", "wrong-epoch", "wrong-seq"].includes(read.reason);

/** Reads one text, or says why it is set aside. */
export function readFact({ seq, text }: NumberedText, sender: Sender): ReadFact {
  const aside = (reason: QuarantineReason, envelope?: Envelope): ReadFact => ({
    outcome: "quarantined",
    reason,
    envelope,
  });
  const json = parse(text);
  if (json === undefined) return aside("not-json");
  if (isUnstorable(text, json)) return aside("text-unstorable");
  const parsed = Envelope.safeParse(json);
  if (!parsed.success) return aside("envelope-invalid");
  const envelope = parsed.data;
  if (envelope.gate !== sender.gate) return aside("wrong-gate", envelope);
  if (envelope.estate !== sender.estate) return aside("wrong-estate", envelope);
  if (envelope.epoch !== sender.epoch) return aside("wrong-epoch", envelope);
  if (envelope.seq !== seq) return aside("wrong-seq", envelope);
  if (!isFactKind(envelope.kind)) return aside("kind-unknown", envelope);
  if (envelope.v !== FACT_VERSION) return aside("version-unknown", envelope);
  const body = factBodies[envelope.kind].safeParse(envelope.body);
  if (!body.success) return aside("body-invalid", envelope);
  // The body was parsed by this kind's own schema; TypeScript does not follow that through a table.
  return { outcome: "understood", envelope, fact: { kind: envelope.kind, body: body.data } as Fact };
}

const isFactKind = (kind: string): kind is FactKind => Object.hasOwn(factBodies, kind);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isUnstorable(text: string, json: unknown): boolean {
  if (!/\\u(0000|d[89a-f])/i.test(text)) return !text.isWellFormed();
  return /\\u(0000|d[89a-f])/i.test(JSON.stringify(json));
}

/** A text that PostgreSQL can keep: NUL is written as its escape. Only texts that are set aside can hold one. */
export const storable = (text: string): string => text.replaceAll("\0", "\\u0000");
