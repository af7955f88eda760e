// The reports of a scanner by the HID Point of Sale Usage Tables 1.02, read by its own report descriptor (HID 1.11, 6.2.2):
// makers lay the same fields out differently.

const BAR_CODE_SCANNER_PAGE = 0x8c;
/** What its fields mean. The symbology's three characters, 0xfb to 0xfd, are not asked for: a pass says itself what it is. */
const USAGE = { length: 0x28, data: 0xfe, continued: 0xff } as const;

interface Field {
  /** From the report's first bit, its id's byte not counted. */
  readonly atBit: number;
  readonly bits: number;
  readonly count: number;
}

/** The input reports that hold scanned data, by report id; 0 where the device numbers none. */
export type PosLayout = ReadonlyMap<number, PosFields>;

interface PosFields {
  readonly data: Field;
  readonly length: Field | undefined;
  readonly continued: Field | undefined;
}

export interface PosReport {
  readonly data: Uint8Array;
  /** More of the same code comes in the next report. */
  readonly continued: boolean;
}

/** What a report descriptor's items are called here, their size's bits masked off (HID 1.11, 6.2.2.4 to 6.2.2.8). */
const ITEM = {
  page: 0x04,
  bits: 0x74,
  id: 0x84,
  count: 0x94,
  push: 0xa4,
  pop: 0xb4,
  usage: 0x08,
  input: 0x80,
} as const;
const KIND_MASK = 0x0c;
const MAIN = 0x00;

interface Globals {
  readonly page: number;
  readonly bits: number;
  readonly count: number;
  readonly id: number;
}

/** The layout a report descriptor describes; empty where it is no scanner's. */
export function posLayout(descriptor: Uint8Array): PosLayout {
  const reports = new Map<number, Report>();
  const pushed: Globals[] = [];
  let globals: Globals = { page: 0, bits: 0, count: 0, id: 0 };
  let usages: number[] = [];
  for (const { tag, value } of itemsOf(descriptor)) {
    if (tag === ITEM.page) globals = { ...globals, page: value };
    else if (tag === ITEM.bits) globals = { ...globals, bits: value };
    else if (tag === ITEM.count) globals = { ...globals, count: value };
    else if (tag === ITEM.id) globals = { ...globals, id: value };
    else if (tag === ITEM.push) pushed.push(globals);
    else if (tag === ITEM.pop) globals = pushed.pop() ?? globals;
    else if (tag === ITEM.usage) usages.push(value);
    else if (tag === ITEM.input) {
      const report = reports.get(globals.id) ?? { bits: 0, fields: new Map() };
      reports.set(globals.id, report);
      place(report, globals, usages);
    }
    // Usages are for one main item.
    if ((tag & KIND_MASK) === MAIN) usages = [];
  }
  const layout = new Map<number, PosFields>();
  for (const [id, { fields }] of reports) {
    const data = fields.get(USAGE.data);
    if (data?.bits !== 8 || data.atBit % 8 !== 0) continue;
    layout.set(id, { data, length: fields.get(USAGE.length), continued: fields.get(USAGE.continued) });
  }
  return layout;
}

interface Report {
  bits: number;
  readonly fields: Map<number, Field>;
}

/** Lays an input item into its report: one field where all are of one use, else one each. */
function place(report: Report, { page, bits, count }: Globals, usages: readonly number[]): void {
  if (page === BAR_CODE_SCANNER_PAGE)
    usages.forEach((usage, index) => {
      const last = index === usages.length - 1;
      const field = { atBit: report.bits + index * bits, bits, count: last ? count - index : 1 };
      if (!report.fields.has(usage)) report.fields.set(usage, field);
    });
  report.bits += bits * count;
}

function* itemsOf(descriptor: Uint8Array): Generator<{ tag: number; value: number }> {
  for (let at = 0; at < descriptor.length; ) {
    const prefix = descriptor[at] ?? 0;
    const size = [0, 1, 2, 4][prefix & 3] ?? 0;
    let value = 0;
    for (let byte = 0; byte < size; byte++) value += (descriptor[at + 1 + byte] ?? 0) * 2 ** (8 * byte);
    // A long item says its own size; none is defined, so it is passed over.
    at += prefix === 0xfe ? 3 + (descriptor[at + 1] ?? 0) : 1 + size;
    if (prefix !== 0xfe) yield { tag: prefix & 0xfc, value };
  }
}

/** What a report brings; undefined for one that holds no scanned data. */
export function readPosReport(layout: PosLayout, report: Uint8Array): PosReport | undefined {
  const numbered = !layout.has(0);
  const fields = layout.get(numbered ? (report[0] ?? -1) : 0);
  if (fields === undefined) return undefined;
  const bytes = numbered ? report.subarray(1) : report;
  const all = bytes.subarray(fields.data.atBit / 8, fields.data.atBit / 8 + fields.data.count);
  // Without a length the rest is filled up with zeros.
  const length = fields.length === undefined ? lengthOf(all) : bitsAt(bytes, fields.length);
  return {
    data: all.subarray(0, Math.min(length, all.length)),
    continued: fields.continued !== undefined && bitsAt(bytes, fields.continued) !== 0,
  };
}

const lengthOf = (bytes: Uint8Array): number => {
  const zero = bytes.indexOf(0);
  return zero < 0 ? bytes.length : zero;
};

function bitsAt(bytes: Uint8Array, { atBit, bits }: Field): number {
  let value = 0;
  for (let bit = 0; bit < bits; bit++) {
    const at = atBit + bit;
    value += (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) * 2 ** bit;
  }
  return value;
}
