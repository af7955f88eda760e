import { DoorOpen, MapPin, Navigation } from "lucide-react";
import type { ReactNode } from "react";
import { useAsked } from "../api/asked.ts";
import { useLiveEstates } from "../api/live.ts";
import { useLanguage } from "../i18n/language.tsx";
import { Bones, Empty, Page, Section } from "../parts/parts.tsx";
import { FavouriteStar, Opening, ZoneLine } from "./estates-page.tsx";

/** One car park, live. */
export function EstatePage({ id }: { id: string }): ReactNode {
  const { t } = useLanguage();
  const { data, error } = useAsked("estates", { everyMs: 30_000 });
  useLiveEstates();
  const estate = data?.find((each) => each.id === id);
  if (!estate)
    return (
      <Page title={t.nav.estates} back="/estates">
        {data || error ? <Empty icon={MapPin} title={t.estates.unknown} lead="" /> : <Bones />}
      </Page>
    );
  return (
    <Page title={estate.name} back="/estates" end={<FavouriteStar estate={estate} />}>
      <p className="facts">
        <Opening estate={estate} />
      </p>
      {estate.address !== null && <p className="soft">{estate.address}</p>}
      <Section title={t.estates.zones}>
        <ul className="card zones">
          {estate.zones.map((zone) => (
            <li key={zone.id}>
              <ZoneLine zone={zone} timeZone={estate.timeZone} />
            </li>
          ))}
        </ul>
        <p className="soft small">{t.estates.priceHolds}</p>
      </Section>
      <Section title={t.estates.gates}>
        <ul className="card flush rows">
          {estate.gates.map((gate) => (
            <li key={gate.id} className="row">
              <span className="badge">
                <DoorOpen className={gate.direction === "depart" ? "flips" : ""} aria-hidden="true" />
              </span>
              <span className="grow">{gate.name}</span>
              <span className="pill">{gate.direction === "arrive" ? t.estates.arrivals : t.estates.departures}</span>
            </li>
          ))}
        </ul>
      </Section>
      {estate.position && (
        <a
          className="button main"
          href={`geo:${estate.position.lat},${estate.position.lon}?q=${estate.position.lat},${estate.position.lon}`}
        >
          <Navigation aria-hidden="true" />
          {t.estates.directions}
        </a>
      )}
    </Page>
  );
}
