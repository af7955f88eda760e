import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Carriage, Channel, Message } from "./channel.ts";

export const MESSAGE: Message = {
  ...{
    kind: "stay-ended",
    title: "Your stay has ended: €4.20",
    body: "Harbour Garage — قراج الميناء, 2 hr.",
    tag: "stay-1",
  },
  ...{ url: "/app/stays/1", lang: "en" },
};
export const CARRIAGE: Carriage = { lifeMs: 90_500, urgency: "high" };

/** A channel before another side that does as it is told. */
export interface ChannelBench<Address> {
  readonly channel: Channel<Address>;
  /** An address that takes messages. */
  address(): Address;
  /** The other side can say that an address is no more. */
  readonly saysGone: boolean;
  /** From now on the other side does this. */
  will(does: "take" | "know-nobody" | "refuse" | "ask-for-patience" | "break" | "hang"): void;
  /** The other side is away until the function is called. */
  away(): Promise<() => Promise<void>>;
  /** What it has taken. */
  taken(): number;
  close(): Promise<void>;
}

/** What every channel does. A try at it must end within a few hundred ms when the other side hangs. */
export function channelContract<Address>(name: string, open: () => Promise<ChannelBench<Address>>): void {
  describe(`${name}, as a channel`, async () => {
    const bench = await open();
    afterAll(bench.close);
    beforeEach(() => bench.will("take"));
    const send = () => bench.channel.send(bench.address(), MESSAGE, CARRIAGE);

    test("delivers", async () => {
      const before = bench.taken();
      expect(await send()).toEqual({ kind: "delivered" });
      expect(bench.taken()).toBe(before + 1);
    });

    test("tells an address that is no more from a message that is not taken", async () => {
      bench.will("know-nobody");
      expect(await send()).toMatchObject({ kind: bench.saysGone ? "gone" : "refused" });
      bench.will("refuse");
      expect(await send()).toMatchObject({ kind: "refused" });
    });

    test.each(["ask-for-patience", "break", "hang"] as const)(
      "is to be tried later when the other side would %s",
      async (does) => {
        bench.will(does);
        expect(await send()).toMatchObject({ kind: "later" });
      },
    );

    test("is to be tried later when nobody is there, and delivers when somebody is again", async () => {
      const back = await bench.away();
      expect(await send()).toMatchObject({ kind: "later" });
      await back();
      expect(await send()).toEqual({ kind: "delivered" });
    });
  });
}
