import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Stay } from "../api/asked.ts";
import { useEstateName, useEstateZone } from "../api/seen.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useNow } from "../parts/now.ts";

/** The stay that runs: since when, and what it costs by now. The cloud says the cost; it is asked again and again. */
export function RunningStay({ stay }: { stay: Stay }): ReactNode {
  const { t, format } = useLanguage();
  const nowMs = useNow(1_000);
  const estate = useEstateName(stay.estate);
  const timeZone = useEstateZone(stay.estate);
  const from = stay.arrivedAt ?? stay.grantedAt;
  return (
    <Link className="running" href={`/stays/${stay.id}`}>
      <span className="grow">
        <span className="small">
          <span className="pulse" aria-hidden="true" />
          {t.pass.inside(estate)}
        </span>
        <span className="big number">{format.duration(nowMs - Date.parse(from))}</span>
        <span className="small">{t.stays.since(format.exactWhen(from, timeZone))}</span>
      </span>
      <span className="end">
        <span className="small">{t.stays.soFar}</span>
        <span className="big number">{stay.cost ? format.money(stay.cost.totalMinor, stay.cost.currency) : "…"}</span>
      </span>
      <ChevronRight className="flips" aria-hidden="true" />
    </Link>
  );
}
