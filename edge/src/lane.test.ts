import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { ruleText } from "@baygate/shared/rules";
import Sqlite from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { cardRef } from "./claim.ts";
import { ACCOUNT, CARD_KEY, card, laneBench, settled } from "./lane.testing.ts";
import { type Lane, resolvePassages } from "./lane.ts";
import { StorageFailed } from "./store/journal.ts";
import { Replica } from "./store/replica.ts";

// What a lane does with a car, its arm, its display and its disk. What opens it is in lane-credentials.test.ts, what an account may beyond
// money in lane-rights.test.ts, and what becomes of a lane that is cut off in rules-age.test.ts.

const bench = laneBench();
const { commands, shown, openLane, rules, wait, kinds } = bench;

/** Overwrites the page that the rules begin on, as a failing disk would. */
function spoilRules(path: string): void {
  const file = new Sqlite(path, { readonly: true });
  const page = file.prepare<[], { rootpage: number }>("select rootpage from sqlite_schema where name = 'rule'").get();
  const size = Number(file.pragma("page_size", { simple: true }));
  file.close();
  const bytes = openSync(path, "r+");
  writeSync(bytes, Buffer.alloc(size, 0xff), 0, size, ((page?.rootpage ?? 1) - 1) * size);
  closeSync(bytes);
  // Whoever has the file open looks at the disk again.
  const other = new Sqlite(path);
  other.exec("create table elsewhere (id)");
  other.close();
}

describe("a lane", () => {
  it("journals before the arm moves, and the passage when the car is through", async () => {
    rules();
    const lane = openLane();
    lane.loopChanged("approach", true);
    lane.read(card());
    await settled();
    lane.loopChanged("clear", true);
    lane.loopChanged("approach", false);
    lane.loopChanged("clear", false);
    await settled();
    expect(kinds()).toEqual(["gate.started", "decision.made arrival-granted", "barrier.opened", "vehicle.arrived"]);
    expect(commands).toEqual(["raise after decision.made arrival-granted", "lower after vehicle.arrived"]);
    expect(shown.map(({ mood, title }) => `${mood} ${title}`)).toEqual(["idle Welcome", "go Welcome", "idle Welcome"]);
    expect(shown.at(-1)?.detail).toBe("2.40 EUR an hour");
  });

  it("does not move the arm when the disk takes no fact", async () => {
    rules();
    const lane = openLane();
    bench.journal.append = () => {
      throw new StorageFailed("full");
    };
    lane.read(card());
    await settled();
    expect(commands).toEqual([]);
    expect(shown.at(-1)).toMatchObject({ mood: "stop", title: "Out of order" });
  });

  it("keeps the last room on a full disk for those who are inside: nobody is let in, everybody out", async () => {
    rules();
    bench.journal.hasRoom = () => false;
    openLane().read(card());
    await settled();
    expect(commands).toEqual([]);
    expect(shown.at(-1)).toMatchObject({ mood: "stop", title: "Out of order" });
    openLane("depart").read(card());
    await settled();
    expect(commands).toEqual(["raise after decision.made departure-granted-no-stay"]);
  });

  it("a car that drives through while the disk takes nothing is told of afterwards, and the lane says that it is out of order", async () => {
    rules();
    const lane = openLane();
    lane.loopChanged("approach", true);
    lane.read(card());
    await settled();
    const { append } = bench.journal;
    bench.journal.append = () => {
      throw new StorageFailed("full");
    };
    lane.loopChanged("clear", true);
    lane.loopChanged("approach", false);
    lane.loopChanged("clear", false);
    expect(shown.at(-1)).toMatchObject({ mood: "stop", title: "Out of order" });
    expect(bench.journal.local.stay(ACCOUNT)?.state).toBe("arriving");
    bench.journal.append = append;
    lane.read(card(Buffer.from("04ffffffffffff", "hex")));
    expect(kinds().slice(-2)).toEqual(["vehicle.arrived", "decision.made unknown-credential"]);
    expect(bench.journal.local.stay(ACCOUNT)?.state).toBe("inside");
    wait(8_000);
    expect(shown.at(-1)?.title).toBe("Welcome");
  });

  it("says that it is not open yet, not that it is full, where no place was ever lent to it", () => {
    rules(["lease/harbour-in/main", null]);
    const lane = openLane();
    expect(lane.lacksLease()).toBe(true);
    lane.read(card());
    expect(kinds().at(-1)).toBe("decision.made estate-full");
    expect(shown.at(-1)).toMatchObject({ mood: "stop", title: "Not open yet" });
    expect(openLane("depart").lacksLease()).toBe(false);
  });

  it("lacks no lease before it has rules, nor when its places are all taken", () => {
    const lane = openLane();
    expect(lane.lacksLease()).toBe(false);
    rules(["lease/harbour-in/main", ruleText("lease", { epoch: bench.journal.epoch, lent: 0 })]);
    expect(lane.lacksLease()).toBe(false);
    lane.read(card());
    expect(shown.at(-1)).toMatchObject({ mood: "stop", title: "Full" });
  });

  it("takes a card that stays as one tap; a refusal leaves the display after a while", () => {
    rules();
    const lane = openLane();
    const stranger = Buffer.from("04ffffffffffff", "hex");
    for (let i = 0; i < 5; i++) {
      lane.read(card(stranger));
      wait(1_000);
    }
    expect(kinds().slice(1)).toEqual(["decision.made unknown-credential"]);
    expect(shown.at(-1)?.title).toBe("Card not known");
    wait(8_000);
    expect(shown.at(-1)?.mood).toBe("idle");
  });

  it("lets nobody ride on another's grant, and gives up a car that does not come", async () => {
    rules();
    const lane = openLane();
    lane.loopChanged("approach", true);
    lane.read(card());
    await settled();
    wait(4_000);
    lane.read(card(Buffer.from("04ffffffffffff", "hex")));
    expect(shown.at(-1)?.mood).toBe("wait");
    wait(26_000);
    await settled();
    expect(kinds().slice(1)).toEqual(["decision.made arrival-granted", "barrier.opened", "passage.abandoned timeout"]);
    expect(bench.journal.local.lease("main")).toMatchObject({ used: 1, voided: 1 });
  });

  describe("when the next car's card is held up while one passes", () => {
    const NEXT = Buffer.from("04aabbccddeeff", "hex");
    const decisions = (): string[] => kinds().filter((kind) => kind.startsWith("decision"));

    /** The first car is on the clear loop, the next one stands before the arm. */
    async function follow(): Promise<Lane> {
      rules(
        [`account/${session}`, ruleText("account", { coverMinor: 5_000n, blocked: false, stay: null })],
        [`credential/${cardRef(CARD_KEY, NEXT)}`, ruleText("credential", { account: session, revoked: false })],
      );
      const lane = openLane();
      lane.loopChanged("approach", true);
      lane.read(card());
      await settled();
      lane.loopChanged("clear", true);
      lane.loopChanged("approach", false);
      lane.loopChanged("approach", true);
      return lane;
    }
    const session = "7b0c1c2e-8f7e-4f43-9a3e-0c6f3a2f1d22";

    it("decides it as soon as the lane is free", async () => {
      const lane = await follow();
      lane.read(card(NEXT));
      expect(shown.at(-1)?.title).toBe("One moment");
      wait(4_000);
      lane.loopChanged("clear", false);
      await settled();
      expect(decisions()).toEqual(["decision.made arrival-granted", "decision.made arrival-granted"]);
      expect(commands.at(-1)).toBe("raise after decision.made arrival-granted");
      expect(shown.at(-1)).toMatchObject({ mood: "go" });
    });

    it("asks for it again when that was long ago, and then takes it at once", async () => {
      const lane = await follow();
      lane.read(card(NEXT));
      wait(5_001);
      lane.loopChanged("clear", false);
      expect(decisions()).toHaveLength(1);
      expect(shown.at(-1)).toMatchObject({ title: "Your turn" });
      lane.read(card(NEXT));
      expect(decisions()).toHaveLength(2);
    });

    it("takes a code that stays before a camera when the lane is free, however long that took", async () => {
      const lane = await follow();
      for (let i = 0; i < 10; i++) {
        lane.read(card(NEXT));
        wait(1_000);
      }
      lane.loopChanged("clear", false);
      expect(decisions()).toHaveLength(2);
    });

    it("does not open for a car that drove off, nor for the one that took its place", async () => {
      const lane = await follow();
      lane.read(card(NEXT));
      lane.loopChanged("approach", false);
      lane.loopChanged("approach", true);
      lane.loopChanged("clear", false);
      expect(decisions()).toHaveLength(1);
    });

    it("does not take a second card of the car that passes for the next one's", async () => {
      rules();
      const lane = openLane();
      lane.loopChanged("approach", true);
      lane.read(card());
      lane.loopChanged("clear", true);
      lane.read(card(NEXT));
      lane.loopChanged("approach", false);
      lane.loopChanged("approach", true);
      lane.loopChanged("clear", false);
      expect(decisions()).toHaveLength(1);
    });
  });

  it("tries the arm again for the same card, under the same decision", async () => {
    rules();
    const lane = openLane();
    bench.armWorks = false;
    lane.read(card());
    await settled();
    expect(shown.at(-1)?.title).toBe("The arm does not move");
    bench.armWorks = true;
    wait(4_000);
    lane.read(card());
    await settled();
    expect(kinds().slice(1)).toEqual(["decision.made arrival-granted", "barrier.failed", "barrier.opened"]);
  });

  it("lets out whoever is there while it has no rules, and the broken ones are thrown away", async () => {
    rules();
    bench.replica.close();
    bench.replica = Replica.open(bench.directory);
    spoilRules(join(bench.directory, "replica-1.db"));
    expect(bench.replica.version).toBe(1);
    const lane = openLane("depart");
    lane.read(card());
    await settled();
    expect(commands).toEqual(["rules lost", "raise after decision.made departure-granted-unknown"]);
    expect(bench.replica.version).toBe(0);
  });

  it("tells at the next start of a grant whose end it did not see", () => {
    rules();
    const lane = openLane();
    lane.read(card());
    lane.stop();
    bench.journal.close();
    bench.journal = bench.openJournal();
    resolvePassages(bench.journal);
    resolvePassages(bench.journal);
    expect(kinds().slice(-2)).toEqual(["gate.started", "passage.unresolved"]);
    expect(bench.journal.local.lease("main")).toMatchObject({ used: 1, voided: 0 });
  });
});
