import { Clock, LocateFixed, MapPin, Star, TrendingDown, TrendingUp } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { Link } from "wouter";
import { type Estate, useAsked, type Zone } from "../api/asked.ts";
import { useFavourites } from "../api/favourites.ts";
import { type Here, useHere } from "../api/here.ts";
import { useLiveEstates } from "../api/live.ts";
import { refusalWords } from "../api/refusal.ts";
import { useLanguage } from "../i18n/language.tsx";
import { Choices } from "../parts/fields.tsx";
import { Bones, Button, Empty, Notice, Page } from "../parts/parts.tsx";
import { metersBetween } from "./geometry.ts";

const EstateMap = lazy(async () => ({ default: (await import("./estate-map.tsx")).EstateMap }));

/** Where is room: a list, or a map, live. */
export function EstatesPage(): ReactNode {
  const { t } = useLanguage();
  const { data, error } = useAsked("estates", { everyMs: 30_000 });
  useLiveEstates();
  const { here, look, state } = useHere();
  const [view, setView] = useState<"list" | "map">("list");
  const estates = data && sorted(data, here);
  return (
    <Page title={t.estates.title} wide>
      <div className="bar">
        <Choices
          label={t.estates.title}
          options={[
            ["list", t.estates.list],
            ["map", t.estates.map],
          ]}
          value={view}
          onChoose={setView}
        />
        <Button icon={LocateFixed} busy={state === "looking"} onPress={look}>
          {state === "looking" ? t.estates.locating : t.estates.near}
        </Button>
      </div>
      {state === "failed" && <Notice kind="warm">{t.estates.locateFailed}</Notice>}
      {!estates && error !== undefined && <Notice kind="alarm">{refusalWords(error, t)}</Notice>}
      {!estates && error === undefined && <Bones />}
      {estates?.length === 0 && <Empty icon={MapPin} title={t.estates.none} lead={t.estates.noneLead} />}
      {view === "map" && estates && (
        <Suspense fallback={<Bones count={1} />}>
          <EstateMap estates={estates} here={here} />
        </Suspense>
      )}
      <ul className="grid">
        {estates?.map((estate) => (
          <li key={estate.id}>
            <EstateCard estate={estate} here={here} />
          </li>
        ))}
      </ul>
      {estates && estates.length > 0 && <p className="soft small">{t.estates.priceHolds}</p>}
    </Page>
  );
}

function sorted(estates: readonly Estate[], here: Here | undefined): readonly Estate[] {
  const far = (estate: Estate) =>
    here && estate.position ? metersBetween(here, estate.position) : Number.POSITIVE_INFINITY;
  return [...estates].sort((one, other) => far(one) - far(other) || one.name.localeCompare(other.name));
}

export function FavouriteStar(props: { estate: Estate }): ReactNode {
  const { t } = useLanguage();
  const { isFavourite, toggle, isSignedIn } = useFavourites(props.estate.id);
  if (!isSignedIn) return null;
  const words = isFavourite ? t.estates.removeFavourite : t.estates.addFavourite;
  return (
    <button
      type="button"
      className="icon-button"
      aria-pressed={isFavourite}
      aria-label={words(props.estate.name)}
      onClick={toggle}
    >
      <Star aria-hidden="true" />
    </button>
  );
}

function EstateCard({ estate, here }: { estate: Estate; here: Here | undefined }): ReactNode {
  const { t, format } = useLanguage();
  const far = here && estate.position ? metersBetween(here, estate.position) : undefined;
  return (
    <article className="card estate">
      <header className="head">
        <h2>
          <Link href={`/estates/${estate.id}`} className="whole">
            {estate.name}
          </Link>
        </h2>
        <FavouriteStar estate={estate} />
      </header>
      <p className="facts">
        <Opening estate={estate} />
        {far !== undefined && (
          <span className="pill">
            <MapPin size={14} aria-hidden="true" />
            {t.estates.distance(format.distance(far))}
          </span>
        )}
      </p>
      <ul className="zones">
        {estate.zones.map((zone) => (
          <li key={zone.id}>
            <ZoneLine zone={zone} timeZone={estate.timeZone} />
          </li>
        ))}
      </ul>
    </article>
  );
}

export function Opening({ estate }: { estate: Estate }): ReactNode {
  const { t, format } = useLanguage();
  if (!estate.open) return null;
  const { now, until } = estate.open;
  const when = until === null ? undefined : format.when(until, estate.timeZone);
  const words = now
    ? when === undefined
      ? t.estates.always
      : t.estates.openUntil(when)
    : when === undefined
      ? t.estates.closedNow
      : t.estates.closedUntil(when);
  return (
    <span className={`pill ${now ? "good" : "alarm"}`}>
      <Clock size={14} aria-hidden="true" />
      {words}
    </span>
  );
}

/** A zone: how much room, and what the next car pays. */
export function ZoneLine({ zone, timeZone }: { zone: Zone; timeZone: string }): ReactNode {
  const { t, format } = useLanguage();
  const level = zone.free === 0 ? "none" : zone.free <= Math.max(2, zone.capacity * 0.1) ? "few" : "many";
  return (
    <div className="zone">
      <div className="grow">
        <span className="strong">{zone.name}</span>
        {zone.class !== "standard" && <span className="pill">{t.estates.classes[zone.class]}</span>}
        <span className={`free ${level}`}>
          <span className="number">{t.estates.free(zone.free)}</span>{" "}
          <span className="soft small">{t.estates.ofCapacity(zone.capacity)}</span>
        </span>
        <meter className={level} min={0} max={Math.max(1, zone.capacity)} value={zone.free} aria-label={zone.name} />
      </div>
      <div className="end">
        <span className="price number">{zone.price ? format.priceWords(zone.price.words) : t.estates.noPrice}</span>
        {zone.price?.next && (
          <span className="pill accent">
            {zone.price.next.factorPermille > zone.price.factorPermille ? (
              <TrendingUp size={14} aria-hidden="true" />
            ) : (
              <TrendingDown size={14} aria-hidden="true" />
            )}
            {t.estates.next(format.priceWords(zone.price.next.words), format.when(zone.price.next.from, timeZone))}
          </span>
        )}
      </div>
    </div>
  );
}
