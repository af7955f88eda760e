import { readFileSync } from "node:fs";
import { join } from "node:path";
import PDFDocument from "pdfkit";
import { expect, onTestFinished, test, vi } from "vitest";
import { receiptPdf } from "./receipt-pdf.actions.ts";
import { verifyReceipt } from "./verify.actions.ts";

/** A kept receipt, its file, and every text that its paper shows, in order. */
async function paperOf(name: string) {
  const file = readFileSync(join(import.meta.dirname, "kept", name), "utf8");
  const verified = verifyReceipt(Buffer.from(file));
  if (verified.outcome === "unreadable") throw new Error(verified.words);
  const texts = vi.spyOn(PDFDocument.prototype, "text");
  onTestFinished(() => texts.mockRestore());
  const pdf = await receiptPdf(verified.content, file);
  return { pdf, shown: texts.mock.calls.map(([text]) => text).join("\n") };
}

test("on paper, times of a day of 25 hours have their offset, and those of the day before have none", async () => {
  const { shown } = await paperOf("day-of-25-hours.json");
  expect(shown).toContain("Arrived\n24 Oct 2026, 18:40:00\n");
  expect(shown).toContain("Departed\n25 Oct 2026, 10:00:00 +01:00\n");
  expect(shown).toContain("24 Oct 2026, 20:00:00 to 25 Oct 2026, 00:00:00 +02:00\n");
  expect(shown).toContain("25 Oct 2026, 00:00:00 +02:00 to 25 Oct 2026, 07:00:00 +01:00\n");
  expect(shown).toContain("vehicle.departed at 25 Oct 2026, 10:00:00 +01:00, gate");
});

test("so have those of a day of 23 hours", async () => {
  const { shown } = await paperOf("day-of-23-hours.json");
  expect(shown).toMatch(/Departed\n29 Mar 2026, \d\d:\d\d:\d\d \+02:00\n/);
});

test("and those of other days have none", async () => {
  const { shown } = await paperOf("capped-night.json");
  expect(shown).toMatch(/Arrived\n\d.+, \d\d:\d\d:\d\d\n/);
  expect(shown).not.toMatch(/[+-]\d\d:\d\d/);
});

test("what is signed knows nothing of it: the file within the paper verifies as it did", async () => {
  const { pdf } = await paperOf("day-of-25-hours.json");
  expect(verifyReceipt(pdf)).toMatchObject({ outcome: "right", inPdf: true });
});
