const HOUR_MIN = 60;

/** "45 min", "2 h". */
export const durationWords = (minutes: number): string =>
  minutes % HOUR_MIN === 0 ? `${minutes / HOUR_MIN} h` : `${minutes} min`;

/** A factor of thousandths with two decimals, or three where it needs them: "1.25". */
export const factorWords = (permille: number): string => (permille / 1000).toFixed(3).replace(/0$/, "");
