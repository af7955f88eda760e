/** How a test in the emulated machine ended, as one line on its console. */
export interface LabResult {
  readonly name: string;
  readonly state: "passed" | "failed" | "skipped" | "pending";
  readonly errors: readonly string[];
  /** By the emulated machine's clock. Ms. */
  readonly tookMs: number;
}
