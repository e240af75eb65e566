import type { Columns } from './columns.ts';
import { Flag } from './flags.ts';

/// Errors in the order in which a person should read them.

export interface ErrorCause {
  /** "service: operation", the group of causes. */
  readonly service: string;
  readonly operation: string;
  readonly spans: readonly number[];
}

/** Error spans in walk order; what `e` and `E` step through. */
export function errorSpans(trace: Columns): Int32Array {
  return trace.pre.filter((index) => (trace.flags[index]! & Flag.error) !== 0);
}

/** Root causes: errors without an error below, the earliest end first, grouped by service and operation. */
export function errorCauses(trace: Columns): ErrorCause[] {
  const end = (index: number) => trace.start[index]! + trace.length[index]!;
  const causes = Array.from(errorSpans(trace)).filter((index) => trace.errorsBelow[index] === 0);
  causes.sort((a, b) => end(a) - end(b) || a - b);
  const groups = new Map<string, number[]>();
  for (const index of causes) {
    const key = `${trace.service[index]}/${trace.operation[index]}`;
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  }
  return [...groups.values()].map((spans) => ({
    service: trace.services[trace.service[spans[0]!]!]!,
    operation: trace.operations[trace.operation[spans[0]!]!]!,
    spans,
  }));
}
