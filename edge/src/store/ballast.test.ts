import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "@baygate/shared/time";
import { afterEach, describe, expect, it } from "vitest";
import { Journal } from "./journal.ts";

// A disk of 4 MB of its own, which takes root to mount; elsewhere this is left out.
const directory = mkdtempSync(join(tmpdir(), "small-disk-"));
let mounted = false;
try {
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", directory], { stdio: "ignore" });
  mounted = true;
} catch {
  rmSync(directory, { recursive: true, force: true });
}

const clock: Clock = { wallMs: () => 1_800_000_000_000, monoMs: () => 5, after: () => () => undefined };

describe.runIf(mounted)("a journal on a full disk", () => {
  afterEach(() => {
    execFileSync("umount", [directory]);
    rmSync(directory, { recursive: true, force: true });
  });

  it("drops its ballast to write the facts of the cars that are here, then says so, and recovers", () => {
    const journal = Journal.open({
      ...{ directory, estate: "harbour", gate: "harbour-in", software: "test", bootId: "boot", clock },
      ...{ clockQuality: () => "synchronised", rulesVersion: () => 0 },
    });
    const filler = join(directory, "filler");
    const { bavail, bsize } = statfsSync(directory);
    writeFileSync(filler, Buffer.alloc(bavail * bsize, 1));
    const fact = { kind: "device.failed", body: { device: "d", code: "c", words: "w".repeat(4_000) } } as const;
    let written = 0;
    const append = () => {
      for (; written < 1_000; written++) journal.append([fact]);
    };
    expect(append).toThrow(expect.objectContaining({ code: "storage-failed" }));
    // The reserve held dozens of facts.
    expect(written).toBeGreaterThan(60);
    expect(journal.last).toBe(written + 1);
    expect(journal.outOfBallast).toBe(true);
    expect(statSync(join(directory, "ballast"), { throwIfNoEntry: false })).toBeUndefined();

    rmSync(filler);
    journal.append([fact]);
    journal.prune(null);
    expect(journal.outOfBallast).toBe(false);
    expect(journal.isSound()).toBe(true);
    journal.close();
  });
});
