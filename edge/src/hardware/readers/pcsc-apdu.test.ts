import { describe, expect, it } from "vitest";
import { type Command, exchange } from "./pcsc-apdu.ts";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");
const filled = (length: number, byte = 0xab): Buffer => Buffer.alloc(length, byte);

/** What is sent for a command, when the card says these answers; and the whole answer. */
function play(command: Command, answers: readonly Uint8Array[]) {
  const sent: string[] = [];
  const talk = exchange(command);
  let step = talk.next();
  for (const answer of answers) {
    if (step.done) break;
    sent.push(Buffer.from(step.value).toString("hex"));
    step = talk.next(answer);
  }
  return { sent, answer: step.done ? step.value : undefined };
}

const SELECT = { cla: 0x00, ins: 0xa4, p1: 0x04, data: hex("f001"), le: 256 };

describe("one command and its answer", () => {
  it("has Lc and Le where there is something, and only there (ISO/IEC 7816-4, 5.2)", () => {
    const ok = [hex("9000")];
    expect(play({ cla: 0, ins: 1 }, ok).sent).toEqual(["00010000"]);
    expect(play({ cla: 0, ins: 1, le: 16 }, ok).sent).toEqual(["0001000010"]);
    expect(play({ cla: 0, ins: 1, le: 256 }, ok).sent).toEqual(["0001000000"]);
    expect(play({ cla: 0, ins: 1, data: hex("0a0b") }, ok).sent).toEqual(["00010000020a0b"]);
    expect(play(SELECT, ok).sent).toEqual(["00a4040002f00100"]);
  });

  it("fetches what is over 256 bytes, and asks for as much as the card says", () => {
    const { sent, answer } = play(SELECT, [
      Buffer.concat([filled(256, 1), hex("6100")]),
      Buffer.concat([filled(256, 2), hex("610a")]),
      Buffer.concat([filled(10, 3), hex("9000")]),
    ]);
    expect(sent.slice(1)).toEqual(["00c0000000", "00c000000a"]);
    expect(answer).toEqual({ status: 0x9000, data: Buffer.concat([filled(256, 1), filled(256, 2), filled(10, 3)]) });
  });

  it("asks again with the length that the card wants", () => {
    const { sent, answer } = play(SELECT, [hex("6c07"), Buffer.concat([filled(7), hex("9000")])]);
    expect(sent).toEqual(["00a4040002f00100", "00a4040002f00107"]);
    expect(answer?.data).toEqual(filled(7));
  });

  it("sends what is over 255 bytes as a chain (5.4.1), and stops where the card stops it", () => {
    const command = { cla: 0x00, ins: 0x88, data: filled(300), le: 256 };
    const { sent, answer } = play(command, [hex("9000"), hex("0102 9000")]);
    expect(sent.map((apdu) => apdu.slice(0, 10))).toEqual(["10880000ff", "008800002d"]);
    expect(sent.map((apdu) => apdu.length / 2)).toEqual([5 + 255, 5 + 45 + 1]);
    expect(answer).toEqual({ status: 0x9000, data: hex("0102") });
    // 6884: chaining is not supported.
    expect(play(command, [hex("6884")])).toMatchObject({ answer: { status: 0x6884 } });
  });

  it.each([
    ["nothing", [Buffer.alloc(0)]],
    ["half a status", [hex("90")]],
    ["more than was asked for", [filled(300)]],
    ["more to come, and then nothing", [hex("6110"), hex("6110")]],
    ["an answer without an end", Array.from({ length: 40 }, () => Buffer.concat([filled(256), hex("6100")]))],
  ])("does not take %s", (_, answers) => {
    expect(() => play(SELECT, answers)).toThrow(expect.objectContaining({ code: "card-garbled" }));
  });
});
