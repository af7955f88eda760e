import { CarFront, ReceiptText } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { type Stay, useAsked } from "../api/asked.ts";
import { refusalWords } from "../api/refusal.ts";
import { isRunning, useEstateName, useEstateZone } from "../api/seen.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useNow } from "../parts/now.ts";
import { Bones, Empty, Notice, Page, Section } from "../parts/parts.tsx";
import { RunningStay } from "./running-stay.tsx";

/** The stay that runs, and those before. */
export function StaysPage(): ReactNode {
  const { t } = useLanguage();
  const { data, error } = useAsked("stays", { everyMs: 15_000 });
  const running = data?.items.filter(isRunning) ?? [];
  const past = data?.items.filter((stay) => !isRunning(stay)) ?? [];
  return (
    <Page title={t.stays.title}>
      {!data && error !== undefined && <Notice kind="alarm">{refusalWords(error, t)}</Notice>}
      {!data && error === undefined && <Bones />}
      {running.map((stay) => (
        <RunningStay key={stay.id} stay={stay} />
      ))}
      {past.length > 0 && (
        <Section title={t.stays.past}>
          <ul className="card flush rows">
            {past.map((stay) => (
              <li key={stay.id}>
                <StayRow stay={stay} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {data && data.items.length === 0 && (
        <Empty icon={CarFront} title={t.stays.none} lead={t.stays.noneLead}>
          <Link className="button main" href="/">
            {t.pass.title}
          </Link>
        </Empty>
      )}
    </Page>
  );
}

function StayRow({ stay }: { stay: Stay }): ReactNode {
  const { t, format } = useLanguage();
  const estate = useEstateName(stay.estate);
  const timeZone = useEstateZone(stay.estate);
  const nowMs = useNow(60_000);
  const from = stay.arrivedAt ?? stay.grantedAt;
  const lasted = (stay.departedAt === null ? nowMs : Date.parse(stay.departedAt)) - Date.parse(from);
  const words = stateWords(stay, t);
  return (
    <Link className="row" href={`/stays/${stay.id}`}>
      <span className="badge">
        <ReceiptText aria-hidden="true" />
      </span>
      <span className="grow">
        <span className="strong">{estate}</span>
        <span className="soft small block">
          {format.exactWhen(from, timeZone)}
          {stay.state === "departed" && ` · ${format.duration(lasted)}`}
        </span>
      </span>
      <span className="end number strong">
        {stay.cost
          ? stay.cost.totalMinor === 0
            ? t.stays.free
            : format.money(stay.cost.totalMinor, stay.cost.currency)
          : ""}
        {words && <span className="pill block">{words}</span>}
      </span>
    </Link>
  );
}

function stateWords(stay: Stay, t: ReturnType<typeof useLanguage>["t"]): string | undefined {
  if (stay.state === "granted") return t.stays.passing;
  if (stay.state === "abandoned") return t.stays.abandoned;
  return stay.state === "unresolved" ? t.stays.unresolved : undefined;
}
