// What a stay should cost, reckoned without the house: the tariff of the simulated estate in a few lines.

export const TARIFF = [
  { rule: "grace", minutes: 10 },
  { rule: "per-period", minutes: 20, priceMinor: 60 },
  { rule: "occupancy-factor" },
  { rule: "daily-cap", maximumMinor: 1600 },
] as const;

const [GRACE_MS, PERIOD_MS, PERIOD_MINOR, CAP_MINOR] = [10 * 60_000, 20 * 60_000, 60n, 1600n];

function uncapped(lastedMs: number, factorPermille: number): bigint {
  if (lastedMs <= GRACE_MS) return 0n;
  const base = BigInt(Math.ceil(lastedMs / PERIOD_MS)) * PERIOD_MINOR;
  return (base * BigInt(factorPermille) + 500n) / 1000n;
}

/** The cap holds for a day, and a stay over midnight has two: the least is as if it had one. */
export const leastPrice = (_fromMs: number, lastedMs: number, factorPermille: number): bigint => {
  const price = uncapped(lastedMs, factorPermille);
  return price < CAP_MINOR ? price : CAP_MINOR;
};

export const mostPrice = (fromMs: number, lastedMs: number, factorPermille: number): bigint => {
  if (!Number.isFinite(lastedMs)) return 10n ** 9n;
  const days = BigInt(Math.floor((fromMs + lastedMs) / 86_400_000) - Math.floor(fromMs / 86_400_000) + 2);
  const price = uncapped(lastedMs, factorPermille);
  return price < CAP_MINOR * days ? price : CAP_MINOR * days;
};
