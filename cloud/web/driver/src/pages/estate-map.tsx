import type { ReactNode } from "react";
import { useLocation } from "wouter";
import type { Estate } from "../api/asked.ts";
import type { Here } from "../api/here.ts";
import { useLanguage } from "../i18n/language.tsx";
import { Notice } from "../parts/parts.tsx";
import { metersFrom } from "./geometry.ts";

const SIZE = 360;
const ROOM = 56;
/** What rings may stand for, metres. */
const RINGS = [100, 250, 500, 1_000, 2_000, 5_000, 10_000, 25_000, 100_000, 500_000];

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Car parks around a middle: where they lie, how far, how much room. North is up. Nobody else's tiles. */
export function EstateMap({ estates, here }: { estates: readonly Estate[]; here: Here | undefined }): ReactNode {
  const { t, format } = useLanguage();
  const placed = estates.flatMap((estate) => (estate.position ? [{ estate, position: estate.position }] : []));
  const [first] = placed;
  if (!first) return <Notice kind="plain">{t.estates.noPositions}</Notice>;
  const middle = here ?? {
    lat: placed.reduce((sum, { position }) => sum + position.lat, 0) / placed.length,
    lon: placed.reduce((sum, { position }) => sum + position.lon, 0) / placed.length,
  };
  const offsets = placed.map(({ estate, position }) => ({ estate, ...metersFrom(middle, position) }));
  const farthest = Math.max(150, ...offsets.map(({ east, north }) => Math.hypot(east, north)));
  const scale = (SIZE / 2 - ROOM) / farthest;
  const spotOf = ({ east, north }: { east: number; north: number }): Spot => ({
    x: SIZE / 2 + east * scale,
    y: SIZE / 2 - north * scale,
  });
  const rings = RINGS.filter((meters) => meters * scale > 28 && meters * scale < SIZE / 2).slice(-3);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div className="card map" role="group" aria-label={t.estates.mapLabel}>
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} aria-hidden="true" className="rings">
        {rings.map((meters) => (
          <g key={meters}>
            <circle cx={SIZE / 2} cy={SIZE / 2} r={meters * scale} />
            <text x={SIZE / 2} y={SIZE / 2 - meters * scale - 4}>
              {format.distance(meters)}
            </text>
          </g>
        ))}
        <path className="north" d={`M${SIZE - 24} 34 l6 -16 l6 16 l-6 -4 z`} transform="translate(-2 0)" />
        {here && <circle className="here" cx={SIZE / 2} cy={SIZE / 2} r="7" />}
      </svg>
      {offsets.map(({ estate, ...offset }) => (
        <Marker key={estate.id} estate={estate} spot={spotOf(offset)} />
      ))}
    </div>
  );
}

function Marker({ estate, spot }: { estate: Estate; spot: Spot }): ReactNode {
  const { t } = useLanguage();
  const [, go] = useLocation();
  const free = estate.zones.reduce((sum, zone) => sum + zone.free, 0);
  return (
    <button
      type="button"
      className={`marker ${free === 0 ? "none" : "many"}`}
      // A map is not mirrored: west stays left in every script.
      style={{ left: `${(100 * spot.x) / SIZE}%`, top: `${(100 * spot.y) / SIZE}%` }}
      onClick={() => go(`/estates/${estate.id}`)}
    >
      <span className="number">{t.estates.free(free)}</span>
      <span className="small">{estate.name}</span>
    </button>
  );
}
