import { ticks } from '../kit/duration.ts';
import type { ResultRow } from './summarise.ts';

/// Where the points of the scatter plot go. Time to the right, duration upwards; logarithmic when the
/// durations differ by more than a hundred times.

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly row: ResultRow;
}

export interface Scatter {
  readonly points: readonly Point[];
  readonly log: boolean;
  readonly yTicks: readonly { readonly y: number; readonly micros: number }[];
  readonly timeAt: (x: number) => number;
  readonly xOf: (micros: number) => number;
  readonly from: number;
  readonly to: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function layoutScatter(rows: readonly ResultRow[], box: Box): Scatter {
  const durations = rows.map((row) => Math.max(row.duration, 1));
  const longest = durations.reduce((a, b) => Math.max(a, b), 1);
  const shortest = durations.reduce((a, b) => Math.min(a, b), longest);
  const log = longest / shortest > 100;
  const starts = rows.map((row) => row.startMicros);
  const first = starts.reduce((a, b) => Math.min(a, b), Infinity);
  const last = starts.reduce((a, b) => Math.max(a, b), -Infinity);
  const margin = Math.max((last - first) * 0.02, 500_000);
  const from = rows.length ? first - margin : 0;
  const to = rows.length ? last + margin : 1;
  const xOf = (micros: number) => box.left + ((micros - from) / (to - from)) * (box.right - box.left);
  const timeAt = (x: number) => from + ((x - box.left) / (box.right - box.left)) * (to - from);
  const low = log ? Math.log(shortest) - 0.3 : 0;
  const high = log ? Math.log(longest) + 0.3 : longest * 1.08;
  const yOf = (micros: number) =>
    box.bottom - (((log ? Math.log(Math.max(micros, 1)) : micros) - low) / (high - low)) * (box.bottom - box.top);
  const most = rows.reduce((max, row) => Math.max(max, row.spans), 1);
  const points = rows.map((row) => ({
    x: xOf(row.startMicros),
    y: yOf(row.duration),
    radius: 3.5 + 6.5 * Math.sqrt(row.spans / most),
    row,
  }));
  const values = log ? decades(shortest, longest) : ticks(0, longest, 3);
  return { points, log, from, to, xOf, timeAt, yTicks: values.map((micros) => ({ micros, y: yOf(micros) })) };
}

/** Powers of ten around the values, thinned to at most five. */
function decades(low: number, high: number): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const step = Math.max(1, Math.ceil((last - first + 1) / 5));
  const found: number[] = [];
  for (let power = first; power <= last; power += step) found.push(10 ** power);
  return found;
}

export function nearest(points: readonly Point[], x: number, y: number, within: number): number {
  let best = -1;
  let least = within * within;
  points.forEach((point, index) => {
    const distance = Math.max(0, Math.hypot(point.x - x, point.y - y) - point.radius) ** 2;
    if (distance < least || (distance === least && best >= 0 && point.radius < points[best]!.radius)) {
      least = distance;
      best = index;
    }
  });
  return best;
}
