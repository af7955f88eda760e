import { appendFileSync, readFileSync } from "node:fs";

/** One row of the table that the suite ends with. */
export interface Line {
  readonly fault: string;
  /** How often it was done. */
  readonly injected: number;
  /** In the gates' journals, with those of simulated gates. */
  readonly facts: number;
  readonly lost: number;
  readonly doubled: number;
  /** From the end of the faults until everything was settled. */
  readonly recoveryS: number;
}

export function addLine(file: string, line: Line): void {
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** Prints what the rows have left, the longest recovery of each fault, and the sums. */
export function printTable(file: string): void {
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((text) => text !== "")
    .map((text): Line => JSON.parse(text));
  if (lines.length === 0) return;
  const sum = (of: (line: Line) => number): number => lines.reduce((total, line) => total + of(line), 0);
  const all: Line = {
    fault: "all",
    injected: sum((line) => line.injected),
    facts: sum((line) => line.facts),
    lost: sum((line) => line.lost),
    doubled: sum((line) => line.doubled),
    recoveryS: Math.max(...lines.map((line) => line.recoveryS)),
  };
  const head = ["fault", "injected", "facts", "lost", "doubled", "longest recovery (s)"];
  const cells = [...lines.toSorted((a, b) => a.fault.localeCompare(b.fault)), all].map((line) => [
    ...[line.fault, line.injected, line.facts, line.lost, line.doubled].map(String),
    line.recoveryS.toFixed(1),
  ]);
  const widths = head.map((title, at) => Math.max(title.length, ...cells.map((row) => row[at]?.length ?? 0)));
  const written = [head, widths.map((width) => "-".repeat(width)), ...cells].map((row) =>
    row.map((text, at) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0))).join("  "),
  );
  process.stdout.write(`\n${written.join("\n")}\n`);
}
