/** WGS 84, degrees. */
export interface Position {
  readonly lat: number;
  readonly lon: number;
}

const EARTH_M = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance (haversine), metres. */
export function metersBetween(one: Position, other: Position): number {
  const half = (a: number, b: number) => Math.sin(radians(b - a) / 2) ** 2;
  const h =
    half(one.lat, other.lat) + Math.cos(radians(one.lat)) * Math.cos(radians(other.lat)) * half(one.lon, other.lon);
  return 2 * EARTH_M * Math.asin(Math.sqrt(h));
}

/** Metres east and north of `origin`, on a plane: good enough for a city. */
export function metersFrom(origin: Position, at: Position): { readonly east: number; readonly north: number } {
  return {
    east: radians(at.lon - origin.lon) * EARTH_M * Math.cos(radians(origin.lat)),
    north: radians(at.lat - origin.lat) * EARTH_M,
  };
}
