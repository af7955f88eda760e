import type { Stage } from "./stage.ts";
import type { Section } from "./verdict.ts";

/** One rule of the protocol, and how to see whether a gate keeps it. */
export interface Check {
  /** Kebab-case, what is right. */
  readonly name: string;
  readonly section: Section;
  /** Takes more than a minute. */
  readonly slow?: boolean;
  /** Returns when the rule was kept. @throws Broken, Skipped */
  readonly run: (stage: Stage) => Promise<void>;
}
