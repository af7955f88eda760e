import { Maximize2, ScanLine, Sun } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Link } from "wouter";
import { useAsked } from "../api/asked.ts";
import { useMe } from "../api/me.ts";
import { useRunningStays } from "../api/seen.ts";
import { cloudNowMs } from "../api/time.ts";
import { useLanguage } from "../i18n/language.tsx";
import { PushPrompt } from "../pages/push-prompt.tsx";
import { RunningStay } from "../pages/running-stay.tsx";
import { Button, Notice, Page, Sheet } from "../parts/parts.tsx";
import type { Code, NoCode } from "./code.ts";
import { Qr } from "./qr.tsx";
import { useCode, useWakeLock } from "./use-code.ts";

/** What one holds to a gate: big, black on white, renewed by itself. */
export function PassPage(): ReactNode {
  const { t } = useLanguage();
  const { me } = useMe();
  const code = useCode(me?.account);
  const running = useRunningStays();
  const [isBig, setBig] = useState(false);
  useWakeLock();
  return (
    <Page title={t.pass.title}>
      <section className="pass" aria-label={t.pass.title}>
        <header>
          <span className="strong">{me?.name || "Baygate"}</span>
          <Available />
        </header>
        <Plate code={code} />
        <p className="hold">{t.pass.hold}</p>
      </section>
      {running.map((stay) => (
        <RunningStay key={stay.id} stay={stay} />
      ))}
      {running.length > 0 && <PushPrompt />}
      {code !== undefined && typeof code !== "string" && code.tier === "C" && (
        <Notice kind="plain">{t.pass.tierC}</Notice>
      )}
      <LowWallet />
      <p className="hint soft small">
        <Sun aria-hidden="true" />
        {t.pass.bright}
      </p>
      <div className="actions">
        <Button icon={Maximize2} onPress={() => setBig(true)}>
          {t.pass.big}
        </Button>
        <Link className="button" href="/scan">
          <ScanLine aria-hidden="true" />
          {t.pass.scan}
        </Link>
      </div>
      {isBig && (
        <Sheet title={t.pass.title} full onClose={() => setBig(false)}>
          <Plate code={code} />
        </Sheet>
      )}
    </Page>
  );
}

/** The white plate with the code, and how long until the next one. */
function Plate({ code }: { code: Code | NoCode | undefined }): ReactNode {
  const { t } = useLanguage();
  const reasons = {
    "offline-first": t.pass.offlineFirst,
    "certificate-over": t.pass.expired,
    "no-key-offline": t.pass.tierCOffline,
    refused: t.pass.refused,
  };
  if (code === undefined) return <div className="plate waiting">{t.pass.making}</div>;
  if (typeof code === "string")
    return (
      <div className="plate waiting" role="alert">
        {reasons[code]}
      </div>
    );
  return (
    <div className="plate">
      <Qr text={code.text} />
      <Countdown key={code.untilMs} code={code} />
    </div>
  );
}

const RING = 2 * Math.PI * 15;

/** A ring that empties until the next code. */
function Countdown({ code }: { code: Code }): ReactNode {
  const { t } = useLanguage();
  const [leftMs, setLeftMs] = useState(() => code.untilMs - cloudNowMs());
  useEffect(() => {
    const timer = setInterval(() => setLeftMs(code.untilMs - cloudNowMs()), 1_000);
    return () => clearInterval(timer);
  }, [code]);
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000));
  const part = Math.min(1, Math.max(0, leftMs / (code.untilMs - code.fromMs)));
  return (
    <div className="countdown">
      <svg viewBox="0 0 36 36" aria-hidden="true">
        <circle cx="18" cy="18" r="15" className="track" />
        <circle cx="18" cy="18" r="15" strokeDasharray={`${RING * part} ${RING}`} transform="rotate(-90 18 18)" />
      </svg>
      <span className="small number">{t.pass.renews(seconds)}</span>
    </div>
  );
}

function Available(): ReactNode {
  const { t, format } = useLanguage();
  const { data: wallet } = useAsked("wallet", { everyMs: 30_000 });
  if (!wallet) return null;
  return (
    <Link href="/wallet" className="available">
      <span className="unseen">{t.pass.available}</span>
      <span className="number strong">{format.money(wallet.availableMinor, wallet.currency)}</span>
    </Link>
  );
}

/** Said before the gate says it. */
function LowWallet(): ReactNode {
  const { t } = useLanguage();
  const { data: wallet } = useAsked("wallet");
  if (!wallet || wallet.availableMinor > 0) return null;
  return (
    <Notice kind="warm">
      <p className="strong">{t.pass.lowTitle}</p>
      <p>{t.pass.low}</p>
      <Link className="strong" href="/wallet">
        {t.pass.topUp}
      </Link>
    </Notice>
  );
}
