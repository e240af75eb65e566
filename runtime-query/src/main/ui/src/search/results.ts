import type { Sort } from '../url/search.ts';
import type { ResultRow } from './summarise.ts';

/// Order and filter of the fetched rows.

const COMPARE: Readonly<Record<Sort, (a: ResultRow, b: ResultRow) => number>> = {
  newest: (a, b) => b.startMicros - a.startMicros,
  oldest: (a, b) => a.startMicros - b.startMicros,
  longest: (a, b) => b.duration - a.duration,
  shortest: (a, b) => a.duration - b.duration,
  'most-spans': (a, b) => b.spans - a.spans,
  'most-errors': (a, b) => b.errors - a.errors,
};

export function sortRows(rows: readonly ResultRow[], sort: Sort): ResultRow[] {
  return [...rows].sort((a, b) => COMPARE[sort](a, b) || (a.traceId < b.traceId ? -1 : 1));
}

/** Rows that contain every word, in a service, the operation or the trace ID. */
export function filterRows(rows: readonly ResultRow[], filter: string): readonly ResultRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = [row.traceId, row.operation, row.service, ...row.shares.map((share) => share.service)].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
