// ISO/IEC 7816-4 as far as a gate speaks it, without a reader: a conversation with a card is a generator that yields command
// APDUs and is resumed with the card's answers. Who runs it (pcsc.ts, a test) does the waiting.

/** A conversation: yields a command APDU, is given the card's whole answer, and returns what came of it. Throws `CardFault`. */
export type Talk<T> = Generator<Uint8Array, T, Uint8Array>;

/** `card-garbled`: what the card answers is no answer to what it was asked. */
export class CardFault extends Error {
  readonly code = "card-garbled";
}

export interface Command {
  readonly cla: number;
  readonly ins: number;
  readonly p1?: number;
  readonly p2?: number;
  /** Any length: more than 255 bytes are sent as a chain of commands. */
  readonly data?: Uint8Array;
  /** How many bytes are expected; 256: whatever there is. Absent: none. */
  readonly le?: number;
}

export interface Answer {
  /** Without the status words. */
  readonly data: Buffer;
  /** SW1 and SW2, as one number. */
  readonly status: number;
}

export const OK = 0x9000;

/** A short APDU holds no more. */
const MOST_DATA = 255;
/** Nothing that a gate asks for is as long; a card that goes on beyond is not listened to. Bytes. */
const MOST_ANSWER = 4096;
/** ISO/IEC 7816-4, 5.4.1: another command of the same chain follows. */
const CHAINED = 0x10;
const GET_RESPONSE = 0xc0;
const [MORE_DATA, WRONG_LE] = [0x61, 0x6c];

/**
 * One command and its whole answer: data over 255 bytes goes out as a chain, answers over 256 bytes (61xx) are fetched with GET
 * RESPONSE, a wrong Le (6Cxx) is put right. Extended length is never used: half of the phones and readers have none.
 *
 * @throws CardFault
 */
export function* exchange(command: Command): Talk<Answer> {
  const { data = new Uint8Array() } = command;
  let sent = 0;
  for (; data.length - sent > MOST_DATA; sent += MOST_DATA) {
    const part = { ...command, cla: command.cla | CHAINED, data: data.subarray(sent, sent + MOST_DATA) };
    const { status } = answerOf(yield apdu({ ...part, le: 0 }));
    if (status !== OK) return { data: Buffer.alloc(0), status };
  }
  return yield* fetchAll({ ...command, data: data.subarray(sent) });
}

function* fetchAll(command: Command): Talk<Answer> {
  let answer = answerOf(yield apdu(command));
  if (answer.status >> 8 === WRONG_LE) answer = answerOf(yield apdu({ ...command, le: leOf(answer) }));
  const parts = [answer.data];
  while (answer.status >> 8 === MORE_DATA) {
    answer = answerOf(yield apdu({ cla: command.cla, ins: GET_RESPONSE, le: leOf(answer) }));
    if (answer.status >> 8 === WRONG_LE)
      answer = answerOf(yield apdu({ cla: command.cla, ins: GET_RESPONSE, le: leOf(answer) }));
    if (answer.data.length === 0 && answer.status >> 8 === MORE_DATA) throw new CardFault("more, and nothing");
    parts.push(answer.data);
    if (parts.reduce((bytes, part) => bytes + part.length, 0) > MOST_ANSWER)
      throw new CardFault("an answer without an end");
  }
  return { data: Buffer.concat(parts), status: answer.status };
}

/** How many bytes the card says are there: 00 stands for 256. */
const leOf = ({ status }: Answer): number => status & 0xff || 256;

/** The bytes of one short APDU: header, Lc and data where there are any, Le where an answer is expected. */
function apdu({ cla, ins, p1 = 0, p2 = 0, data = new Uint8Array(), le = 0 }: Command): Buffer {
  const lc = data.length > 0 ? [data.length] : [];
  return Buffer.concat([Buffer.from([cla, ins, p1, p2, ...lc]), data, Buffer.from(le > 0 ? [le & 0xff] : [])]);
}

function answerOf(bytes: Uint8Array): Answer {
  if (bytes.length < 2 || bytes.length > 258) throw new CardFault(`an answer of ${bytes.length} bytes`);
  const whole = Buffer.from(bytes);
  return { data: whole.subarray(0, -2), status: whole.readUInt16BE(whole.length - 2) };
}
