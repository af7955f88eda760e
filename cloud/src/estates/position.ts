/** A place on Earth, degrees of WGS 84. */
export interface Position {
  readonly lat: number;
  readonly lon: number;
}

/** Mean radius of the Earth (IUGG), metres. */
const EARTH_M = 6_371_009;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** How far two places are apart along the ground, metres: the haversine formula, good to half a per cent. */
export function distanceM(a: Position, b: Position): number {
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2;
  const chord = half(a.lat, b.lat) + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * half(a.lon, b.lon);
  return Math.round(2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(chord))));
}
