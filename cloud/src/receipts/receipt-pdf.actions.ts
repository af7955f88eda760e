import { createRequire } from "node:module";
import { buffer } from "node:stream/consumers";
import { inflateSync } from "node:zlib";
import { formatMinor } from "@baygate/shared/money";
import PDFDocument from "pdfkit";
import { withOffset } from "../pricing/local-days.ts";
import type { ReceiptContent } from "./receipt.ts";

const require = createRequire(import.meta.url);
/** The fonts that PDFs bring along know Western Europe only; these know Latin, Greek, Cyrillic, Arabic and Hebrew. */
const FONT = require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf");
const BOLD = require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf");

/** Points. */
const MARGIN = 56;
const WIDTH = 595.28 - 2 * MARGIN;
const AMOUNT = 90;
const GREY = "#5b6470";
const ATTACHED = "receipt.json";

type Page = InstanceType<typeof PDFDocument>;

/**
 * A receipt or credit note on paper, A4. The signed file is attached to it, so the paper can be checked as the file can.
 *
 * @param file as `receiptFile` makes it.
 */
export async function receiptPdf(content: ReceiptContent, file: string): Promise<Uint8Array> {
  const title = content.kind === "receipt" ? "Receipt" : "Credit note";
  const page = new PDFDocument({
    ...{ size: "A4", margin: MARGIN, font: FONT, lang: "en" },
    info: { Title: `${title} ${content.number}`, Producer: "Baygate", CreationDate: new Date(content.issuedAt) },
  });
  const bytes = buffer(page);
  head(page, content, title);
  lines(page, content);
  sums(page, content);
  proof(page, content, file);
  page.file(Buffer.from(file), { name: ATTACHED, type: "application/json", description: "the signed receipt" });
  page.end();
  return await bytes;
}

/** An instant by the estate's clocks: "23 Nov 2026, 04:12:07", with the offset where they may show it twice. */
function shown(atMs: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "medium", timeStyle: "medium" });
  return withOffset(format.format(atMs), atMs, timeZone);
}

function head(page: Page, content: ReceiptContent, title: string): void {
  const { estate, flags, reason, takesBack, terms } = content;
  const at = (ms: number) => shown(ms, estate.timeZone);
  page.font(BOLD).fontSize(20).text(estate.name);
  page.font(FONT).fontSize(12).fillColor(GREY).text(`${title} ${content.number}`).fillColor("black").moveDown(1.2);
  const rows: [string, string | null][] = [
    ["Issued", at(Date.parse(content.issuedAt))],
    ["Takes back", takesBack?.number ?? null],
    ["Arrived", at(content.arrivedAtMs)],
    ["Departed", at(content.departedAtMs)],
    ["Times of", estate.timeZone],
    ["Zone", `${content.zone}, ${terms.class} vehicle`],
    ["Tariff", content.tariff && `${content.tariff.id}, version ${content.tariff.version}`],
    ["Stay", content.revision === 0 ? content.session : `${content.session}, revision ${content.revision}`],
    ["Account", content.account],
    ["Remarks", [...flags, ...(reason === null ? [] : [reason])].join(", ") || null],
  ];
  page.fontSize(9);
  for (const [label, value] of rows) {
    if (value === null) continue;
    const { y } = page;
    page.fillColor(GREY).text(label, MARGIN, y, { width: 80 });
    page.fillColor("black").text(value, MARGIN + 84, y, { width: WIDTH - 84 });
  }
  page.moveDown(1.2);
}

/** One row with an amount at its right end; a new page where it would not fit. */
function row(page: Page, words: string, amount: string, font = FONT, note?: string): void {
  const width = WIDTH - AMOUNT;
  page.font(font).fontSize(10);
  if (page.y + page.heightOfString(words, { width }) + 30 > page.page.height - MARGIN) page.addPage();
  const { y } = page;
  page.text(amount, MARGIN + width, y, { width: AMOUNT, align: "right" });
  page.text(words, MARGIN, y, { width });
  if (note) page.font(FONT).fontSize(8).fillColor(GREY).text(note, { width }).fillColor("black");
  page.moveDown(0.4);
}

function rule(page: Page): void {
  page
    .moveTo(MARGIN, page.y)
    .lineTo(MARGIN + WIDTH, page.y)
    .lineWidth(0.5)
    .strokeColor(GREY)
    .stroke();
  page.moveDown(0.5);
}

function lines(page: Page, { lines: all, currency, estate }: ReceiptContent): void {
  rule(page);
  for (const { words, amountMinor, fromMs, toMs } of all) {
    const span = `${shown(fromMs, estate.timeZone)} to ${shown(toMs, estate.timeZone)}`;
    row(page, words, formatMinor(amountMinor, currency), FONT, span);
  }
  rule(page);
}

function sums(page: Page, { totalMinor, currency, taxes, paid, kind }: ReceiptContent): void {
  row(page, "Total", formatMinor(totalMinor, currency), BOLD);
  for (const { words, netMinor, taxMinor } of taxes) {
    row(page, `of which ${words}`, formatMinor(taxMinor, currency));
    row(page, "net", formatMinor(netMinor, currency));
  }
  const places = kind === "receipt" ? { wallet: "Paid from the wallet", debt: "Owed" } : GIVEN_BACK;
  for (const { place, amountMinor } of paid) row(page, places[place], formatMinor(amountMinor, currency));
  rule(page);
}

const GIVEN_BACK = { wallet: "Given back to the wallet", debt: "Owed no more" };

function proof(page: Page, { facts, estate }: ReceiptContent, file: string): void {
  const { signature, kid } = JSON.parse(file) as { signature: string; kid: string };
  const rows = [
    ...facts.map(({ kind, at, gate, seq, hash }) => {
      return `${kind} at ${shown(Date.parse(at), estate.timeZone)}, gate ${gate}, fact ${seq}\nSHA-256 ${hash}`;
    }),
    `Signed by key ${kid}\n${signature}`,
    `The signed receipt is attached to this file. It can be checked without asking anybody: cloud verify-receipt <this file>`,
  ];
  page.font(FONT).fontSize(7).fillColor(GREY);
  for (const each of rows) page.text(each, MARGIN, page.y, { width: WIDTH }).moveDown(0.6);
}

/**
 * The receipt's file that is attached to a PDF of ours.
 *
 * @returns undefined when there is none that can be read.
 */
export function attachedReceipt(pdf: Uint8Array): string | undefined {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const at = bytes.indexOf("/Type /EmbeddedFile");
  const start = bytes.indexOf("stream\n", at);
  const end = bytes.indexOf("\nendstream", start);
  if (at < 0 || start < 0 || end < 0) return undefined;
  const stream = bytes.subarray(start + "stream\n".length, end);
  try {
    return inflateSync(stream, { maxOutputLength: 1_000_000 }).toString("utf8");
  } catch {
    return undefined;
  }
}
