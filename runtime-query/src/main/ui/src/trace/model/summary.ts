import type { Columns } from './columns.ts';
import { Flag } from './flags.ts';
import { errorSpans } from './errors.ts';
import { duration, exactMicros } from '../../kit/duration.ts';
import { count } from '../../kit/text.ts';

/// What the header says, and the plain sentences for those who do not see the picture.

export interface TraceFacts {
  readonly rootIndex: number;
  readonly rootService: string;
  readonly rootOperation: string;
  readonly roots: number;
  readonly errors: number;
  readonly orphans: number;
  readonly broken: number;
  readonly badTimes: number;
  readonly duplicates: number;
}

export function traceFacts(trace: Columns): TraceFacts {
  const counts = { orphans: 0, broken: 0, badTimes: 0, duplicates: 0 };
  for (const flags of trace.flags) {
    if (flags & Flag.orphan) counts.orphans++;
    if (flags & Flag.brokenEdge) counts.broken++;
    if (flags & Flag.badTime) counts.badTimes++;
    if (flags & Flag.duplicate) counts.duplicates++;
  }
  const roots = trace.child.subarray(trace.childFrom[trace.count]!, trace.childFrom[trace.count + 1]!);
  const rootIndex = roots.find((index) => !(trace.flags[index]! & Flag.orphan)) ?? roots[0] ?? -1;
  return {
    rootIndex,
    rootService: rootIndex < 0 ? '' : trace.services[trace.service[rootIndex]!]!,
    rootOperation: rootIndex < 0 ? '' : trace.operations[trace.operation[rootIndex]!]!,
    roots: roots.length,
    errors: errorSpans(trace).length,
    ...counts,
  };
}

export function summarySentences(trace: Columns, facts: TraceFacts): string[] {
  if (trace.count === 0) return ['This trace has no spans.'];
  let slowest = 0;
  for (let i = 1; i < trace.count; i++) if (trace.self[i]! > trace.self[slowest]!) slowest = i;
  const name = (index: number) =>
    `${trace.services[trace.service[index]!]}, ${trace.operations[trace.operation[index]!]}`;
  return [
    `The trace took ${duration(trace.duration)} (${exactMicros(trace.duration)}).`,
    `It has ${count(trace.count, 'span')} of ${count(trace.services.length, 'service')}, ${count(trace.maxDepth + 1, 'level')} deep.`,
    facts.errors === 0 ? 'No span is marked as an error.' : `${count(facts.errors, 'span')} marked as an error.`,
    `Most time of its own: ${name(slowest)} with ${duration(trace.self[slowest]!)}.`,
    facts.orphans === 0
      ? 'Every span has its parent here.'
      : `${count(facts.orphans, 'span')} ${facts.orphans === 1 ? 'names a parent' : 'name parents'} missing from this trace.`,
    ...(facts.broken ? [`Circles of parents that were cut open: ${facts.broken}.`] : []),
  ];
}
