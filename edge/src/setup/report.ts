import { z } from "zod";

// What the doctor found, as a person mails it and as a machine reads it. No secret and no credential ever stands in it.

export const FindingState = z.enum(["good", "warning", "bad", "skipped"]);
export type FindingState = z.infer<typeof FindingState>;

/** One thing that was looked at. */
export const Finding = z.strictObject({
  /** Stable: `clock`, `disk`, `link`, `certificate`, `rules`, `gate`, or a device by its name: `lane-1/reader-0`. */
  check: z.string(),
  state: FindingState,
  /** Kebab-case and stable. */
  code: z.string(),
  /** What is the matter. */
  words: z.string(),
  /** What to do about it; empty when there is nothing. */
  next: z.string(),
  at: z.iso.datetime(),
  /** Figures, units in their names. */
  figures: z.record(z.string(), z.number()),
});
export type Finding = z.infer<typeof Finding>;

/** `--json`, and what a later run goes on from. A change that breaks readers gets another `schema`. */
export const Report = z.strictObject({
  schema: z.literal("baygate-doctor/1"),
  at: z.iso.datetime(),
  software: z.string(),
  machine: z.strictObject({ node: z.string(), kernel: z.string(), architecture: z.string() }),
  /** null: without a configuration. */
  gate: z.strictObject({ estate: z.string(), gate: z.string() }).nullable(),
  /** No finding is bad. */
  well: z.boolean(),
  found: z.array(
    z.strictObject({
      kind: z.enum(["readers", "barrier", "loops", "display"]),
      words: z.string(),
      config: z.record(z.string(), z.unknown()),
    }),
  ),
  findings: z.array(Finding),
});
export type Report = z.infer<typeof Report>;

export type Attached = Report["found"][number];

export function finding(
  check: string,
  state: FindingState,
  code: string,
  words: string,
  more: { readonly next?: string; readonly figures?: Readonly<Record<string, number>> } = {},
): Finding {
  return {
    ...{ check, state, code, words, next: more.next ?? "", at: new Date().toISOString() },
    figures: { ...more.figures },
  };
}

const MARKS: Readonly<Record<FindingState, string>> = {
  good: "  ok      ",
  warning: "  LOOK    ",
  bad: "  BROKEN  ",
  skipped: "  -       ",
};

export function findingWords({ check, state, words, next }: Finding): string {
  const todo = next === "" ? "" : `\n            → ${next}`;
  return `${MARKS[state]}${check}: ${words}${todo}`;
}

/** The whole as text, to be mailed. */
export function reportWords({ at, software, machine, gate, well, found, findings }: Report): string {
  const bad = findings.filter(({ state }) => state === "bad").length;
  const untried = findings.filter(({ state }) => state === "skipped").length;
  return [
    `Baygate doctor, ${at}`,
    gate === null ? "no configuration" : `gate ${gate.gate} of ${gate.estate}`,
    `software ${software}, Node ${machine.node}, ${machine.kernel} on ${machine.architecture}`,
    "",
    "Attached",
    ...(found.length === 0 ? ["  nothing that a driver knows"] : found.map(({ kind, words }) => `  ${kind}: ${words}`)),
    "",
    "Looked at",
    ...findings.map(findingWords),
    "",
    well
      ? `All is well${untried > 0 ? `; ${untried} not tried` : ""}.`
      : `${bad} ${bad === 1 ? "thing is" : "things are"} broken.`,
    "",
  ].join("\n");
}
