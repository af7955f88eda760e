import { type RuleChange, type RuleKind, type RuleValue, ruleText } from "@baygate/shared/rules";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { skipWithout } from "../lab/packages.ts";
import { childrenOf } from "../lab/processes.ts";
import { type GateBox, startGateBox } from "./gate-box.ts";
import { type Issuer, newIssuer } from "./issuer.ts";
import { type LiveCamera, openLiveCamera } from "./live-camera.ts";
import { draw, PLAIN } from "./picture.ts";

const SIZE = { width: 960, height: 540 };
const EMPTY = draw(undefined, { ...PLAIN, noise: 12 }, 1, SIZE);
const NOISY = draw(undefined, { ...PLAIN, noise: 80, glare: 0.6 }, 2, SIZE);
/** As people hold a telephone out of a car's window. */
const HELD = { ...PLAIN, side: 330, turn: -17, tiltX: 0.18, tiltY: -0.1, blur: 0.7, noise: 12, contrast: 0.7 };

const account = (n: number): string => `0198c0de-0000-7000-8000-00000000000${n}`;
const rule = <K extends RuleKind>(kind: K, name: string | undefined, value: RuleValue<K>): RuleChange => [
  name === undefined ? kind : `${kind}/${name}`,
  ruleText(kind, value),
];

describe.skipIf(skipWithout("ffmpeg"))("a gate with a camera and no link", () => {
  const issuer = newIssuer("a1b2c3d4");
  /** Knows the house's key id, but not its key. */
  const forger = newIssuer("a1b2c3d4");
  const stranger = newIssuer("ffffffff");
  let lens: LiveCamera;
  let gate: GateBox;
  const shown: string[] = [];

  beforeAll(async () => {
    lens = await openLiveCamera(EMPTY, 10);
    const dayMs = 86_400_000;
    gate = await startGateBox({
      source: lens.url,
      ...SIZE,
      rules: [
        rule("estate", undefined, {
          ...{ name: "Harbour", timeZone: "Europe/Berlin", currency: "EUR", unknownAtDeparture: "open" },
          ...{ grantMs: 60_000, stuckMs: 120_000, repeatMs: 1_000 },
        }),
        rule("zone", "main", {
          ...{ capacity: 100, class: "standard", offer: { tariff: "day", version: 1, factorPermille: 1000 } },
          ...{ offerWords: "2.40 EUR an hour", minimumCoverMinor: 200n },
        }),
        rule("key", issuer.kid, {
          ...{ ed25519: issuer.ed25519, notBeforeMs: Date.now() - dayMs, notAfterMs: Date.now() + dayMs },
        }),
        ...[1, 2, 3].map((n) => rule("account", account(n), { coverMinor: 5_000n, blocked: false, stay: null })),
        rule("account", account(4), { coverMinor: 5_000n, blocked: true, stay: null }),
        rule("account", account(5), { coverMinor: 10n, blocked: false, stay: null }),
      ],
    });
  });
  afterAll(async () => {
    await gate?.stop();
    await lens?.close();
  });

  const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 60_000, interval: 100 });
  /** So many pictures, ten a second: long enough for a code to be out of view. */
  const OUT_OF_VIEW = 35;
  /** Nothing is held to the lens for so many pictures. */
  const nothing = async (picture = EMPTY, count = OUT_OF_VIEW): Promise<void> => {
    lens.show(picture);
    await until(() => expect(lens.sent()).toBeGreaterThan(count));
  };
  /** Holds a code to the lens until the gate has said something about it, and takes it away; where the same comes again, until it is out of view. */
  const hold = async (text: string, away = 8): Promise<string | undefined> => {
    const before = gate.decisions().length;
    shown.push(text);
    lens.show(draw(text, HELD, 7, SIZE));
    await until(() => expect(gate.decisions().length).toBe(before + 1));
    await nothing(EMPTY, away);
    expect(gate.decisions().length).toBe(before + 1);
    return gate.decisions().at(-1)?.reason;
  };
  const pass = (by: Issuer, n: number, request?: Parameters<Issuer["pass"]>[1]): string => by.pass(account(n), request);
  const passThrough = async (): Promise<void> => {
    expect(gate.arm()).toBe("raised");
    gate.driveThrough();
    await until(() => expect(gate.arm()).toBe("lowered"));
  };

  test("takes no tap from an empty and a noisy scene", async () => {
    await nothing(EMPTY, 30);
    await nothing(NOISY, 30);
    expect(gate.decisions()).toEqual([]);
    expect(gate.faults()).toEqual([]);
  });

  test("opens for a pass that the cloud signed, and asks nobody", async () => {
    expect(await hold(pass(issuer, 1))).toBe("arrival-granted");
    expect(gate.decisions().at(-1)).toMatchObject({ outcome: "grant", tier: "C", account: account(1) });
    await passThrough();
  });

  test("opens for a pass of this estate alone", async () => {
    expect(await hold(pass(issuer, 2, { estate: "harbour" }))).toBe("arrival-granted");
    await passThrough();
  });

  test("gives every other code its reason, and stays shut", async () => {
    const openings = gate.elapsedMs().length;
    const used = pass(issuer, 3);
    expect(await hold(used, OUT_OF_VIEW)).toBe("arrival-granted");
    await passThrough();
    expect(await hold(used)).toBe("pass-replayed");
    expect(await hold(pass(issuer, 4))).toBe("account-blocked");
    expect(await hold(pass(issuer, 5))).toBe("balance-too-low");
    expect(await hold(pass(issuer, 9))).toBe("unknown-credential");
    expect(await hold(pass(issuer, 1, { estate: "airport" }))).toBe("pass-wrong-estate");
    expect(await hold(pass(issuer, 1, { nowMs: Date.now() - 600_000 }))).toBe("pass-expired");
    expect(await hold(pass(issuer, 1, { nowMs: Date.now() + 600_000 }))).toBe("pass-not-yet-valid");
    expect(await hold(pass(forger, 1))).toBe("pass-forged");
    expect(await hold(pass(stranger, 1))).toBe("pass-unknown-key");
    expect(await hold("https://example.org/menu")).toBe("pass-malformed");
    expect(await hold(pass(issuer, 1).slice(0, -3))).toBe("pass-malformed");
    expect(gate.elapsedMs().length).toBe(openings + 1);
    expect(gate.arm()).toBe("lowered");
  });

  test("goes on when its ffmpeg is killed, and says that it was", async () => {
    const [ffmpeg] = childrenOf(gate.pid, "ffmpeg");
    if (ffmpeg === undefined) return expect.fail("the gate runs no ffmpeg");
    process.kill(ffmpeg, "SIGKILL");
    await until(() => expect(gate.faults()).toContain("camera-lost"));
    expect(await hold("BG1:AFTER")).toBe("pass-malformed");
  });

  test("keeps what it was shown out of its log", () => {
    const log = gate.log();
    for (const text of shown) expect(log).not.toContain(text.slice(-30));
    process.stdout.write(
      `from the picture to the barrier's command: ${gate
        .elapsedMs()
        .map((ms) => `${ms.toFixed(1)} ms`)
        .join(", ")}\n`,
    );
  });
});
