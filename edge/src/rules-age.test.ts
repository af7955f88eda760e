import { join } from "node:path";
import { Envelope } from "@baygate/shared/envelope";
import { ruleText } from "@baygate/shared/rules";
import { describe, expect, it } from "vitest";
import { decide } from "./core/decide.ts";
import { explain } from "./explain.ts";
import { ACCOUNT, card, laneBench, POLICY } from "./lane.testing.ts";
import { RulesAge } from "./rules-age.ts";
import { recordedDecision } from "./store/recorded-decision.ts";

// How old a gate's rules are, and what a lane lets in on old ones.

const bench = laneBench();
const { clock, openLane, rules, wait, said, drive } = bench;

describe("how old the rules are", () => {
  const age = (quality: "synchronised" | "unsynchronised" | "stepped" = "synchronised") =>
    new RulesAge({ journal: bench.journal, clock, clockQuality: () => quality });

  it("is counted from the cloud's last word, also over a restart", () => {
    const before = age();
    wait(1_000);
    expect(before.ms).toBe(1_000);
    before.confirmed();
    wait(2_000);
    expect(before.ms).toBe(2_000);
    expect(age().ms).toBe(2_000);
  });

  it("is never less than the process has run, whatever the clocks say", () => {
    age().confirmed();
    bench.nowMs -= 3_600_000;
    const after = age();
    wait(1_000);
    expect(after.ms).toBe(1_000);
    expect(age("stepped").ms).toBe(0);
  });

  it("begins anew for accounts that arrived on stale ones", () => {
    rules();
    const confirmed = age();
    confirmed.confirmed();
    bench.journal.append([], { staleArrival: ACCOUNT });
    expect(bench.journal.local.staleArrivals(ACCOUNT)).toBe(1);
    confirmed.confirmed();
    expect(bench.journal.local.staleArrivals(ACCOUNT)).toBe(0);
  });
});

describe("a lane that was cut off for long (MONEY.md, edge case 8)", () => {
  const STALE = { staleAfterMs: 60_000, staleArrivals: 1 };
  const estateRule = (more: object): string => ruleText("estate", { ...POLICY, ...more });

  it("lets an account arrive so often more, then not until the rules are confirmed, and can explain each time", async () => {
    rules(
      ["estate", estateRule(STALE)],
      ["lease/harbour-in/main", ruleText("lease", { epoch: bench.journal.epoch, lent: 9 })],
    );
    const [arrivals, departures] = [openLane(), openLane("depart")];
    const visit = async () => {
      await drive(arrivals, card());
      await drive(departures, card());
    };
    await visit();
    expect(bench.journal.local.hasStaleArrivals).toBe(false);
    bench.rulesAgeMs = 60_001;
    await visit();
    expect(bench.journal.local.staleArrivals(ACCOUNT)).toBe(1);
    await drive(arrivals, card());
    expect(said(1)).toEqual(["rules-stale"]);
    const refused = Envelope.parse(JSON.parse(bench.journal.batch(1)?.at(-1) ?? ""));
    const by = { software: "test", decide };
    expect(explain(recordedDecision(join(bench.directory, "journal.db"), refused.id), by)).toMatchObject({
      agrees: true,
      inputs: { rulesAgeMs: 60_001, staleArrivals: 1 },
    });
    bench.journal.local.noteConfirmed(bench.nowMs);
    bench.rulesAgeMs = 0;
    await visit();
    expect(said(2)).toEqual(["arrival-granted", "departure-granted"]);
  });

  it("still lets everybody out", async () => {
    rules(["estate", estateRule({ ...STALE, staleArrivals: 0 })]);
    bench.rulesAgeMs = 60_001;
    await drive(openLane("depart"), card());
    expect(said(1)).toEqual(["departure-granted-no-stay"]);
  });
});
