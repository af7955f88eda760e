import { createRequire } from "node:module";
import { buffer } from "node:stream/consumers";
import PDFDocument from "pdfkit";
import QRCode from "qrcode";
import type { PrintedTicket } from "./tickets.actions.ts";

const require = createRequire(import.meta.url);
/** The fonts that PDFs bring along know Western Europe only. */
const FONT = require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf");
const BOLD = require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf");

/** Points. */
const MARGIN = 40;
const CODE = 240;
const GREY = "#5b6470";
/** White around a code, in its modules (ISO/IEC 18004). */
const QUIET = 4;

/** A visitor's ticket on paper, A5: where, when, for whom, and the code. */
export async function ticketPdf({ ticket, text }: PrintedTicket): Promise<Uint8Array> {
  const page = new PDFDocument({
    ...{ size: "A5", margin: MARGIN, font: FONT, lang: "en" },
    info: { Title: `Visitor's ticket, ${ticket.estateName}`, Producer: "Baygate" },
  });
  const bytes = buffer(page);
  const format = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone: ticket.timeZone, dateStyle: "medium", timeStyle: "short" },
  });
  page.font(BOLD).fontSize(18).text(ticket.estateName);
  page.font(FONT).fontSize(11).fillColor(GREY).text("Visitor's ticket").fillColor("black").moveDown(0.8);
  const rows: [string, string | null][] = [
    ["For", ticket.label],
    ["Number plate", ticket.plate],
    ["From", format.format(ticket.fromAt)],
    ["Until", format.format(ticket.untilAt)],
    ["Bays", ticket.zone],
  ];
  for (const [name, said] of rows) if (said !== null) page.text(`${name}: ${said}`);
  drawCode(page, text, page.y + 14);
  page
    .fontSize(10)
    .fillColor(GREY)
    .text(
      "Hold this code to the gate's reader. It is good for one visit: in once, and out.",
      MARGIN,
      page.page.height - 80,
    );
  page.end();
  return await bytes;
}

function drawCode(page: InstanceType<typeof PDFDocument>, text: string, top: number): void {
  const { modules } = QRCode.create([{ data: text, mode: "alphanumeric" }], { errorCorrectionLevel: "M" });
  const module = CODE / (modules.size + 2 * QUIET);
  const left = (page.page.width - CODE) / 2;
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column))
        page.rect(left + (column + QUIET) * module, top + (row + QUIET) * module, module, module);
  page.fill("black");
}
