import { lookbackMillis } from '../app/config.ts';

/// The lookbacks that Jaeger's form offers, and `custom`.

export const LOOKBACKS: readonly (readonly [value: string, label: string])[] = [
  ['5m', '5 minutes'], ['15m', '15 minutes'], ['30m', '30 minutes'], ['1h', '1 hour'], ['2h', '2 hours'],
  ['3h', '3 hours'], ['6h', '6 hours'], ['12h', '12 hours'], ['24h', '24 hours'], ['2d', '2 days'],
  ['3d', '3 days'], ['5d', '5 days'], ['7d', '7 days'], ['2w', '2 weeks'], ['3w', '3 weeks'], ['4w', '4 weeks'],
];

export const CUSTOM = 'custom';

export function lookbackLabel(lookback: string): string {
  const known = LOOKBACKS.find(([value]) => value === lookback);
  if (known) return known[1];
  return lookback === CUSTOM ? 'a chosen window' : lookback;
}

/** "last hour", "last 2 days": as a person says it. */
export function lastLabel(lookback: string): string {
  const label = lookbackLabel(lookback);
  return `last ${label === '1 hour' ? 'hour' : label}`;
}

/** The smallest lookback that covers a window of this many µs; `custom` beyond four weeks. */
export function lookbackCovering(micros: number): string {
  const hit = LOOKBACKS.find(([value]) => lookbackMillis(value)! * 1000 >= micros);
  return hit ? hit[0] : CUSTOM;
}

export function lookbacksUpTo(maxMillis: number): (readonly [value: string, label: string])[] {
  return LOOKBACKS.filter(([value]) => lookbackMillis(value)! <= maxMillis);
}
