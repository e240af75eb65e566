import type { Columns } from '../trace/model/columns.ts';
import type { TraceFacts } from '../trace/model/summary.ts';
import type { Field, WireSpan } from '../trace/model/wire.ts';
import type { Lookup } from './template.ts';

/// What the names in link patterns stand for: Jaeger's names of traces and spans, then tags, from the nearest to
/// the furthest.

export function traceLookup(traceId: string, trace: Columns, facts: TraceFacts): Lookup {
  const values = new Map<string, unknown>([
    ['traceID', traceId],
    ['traceName', `${facts.rootService}: ${facts.rootOperation}`],
    ['startTime', trace.startMicros],
    ['duration', trace.duration],
    ['endTime', trace.startMicros + trace.duration],
  ]);
  return (name) => values.get(name.replace(/^trace\./, ''));
}

/**
 * Of a span, or of tags of its: those first, then the span, its tags, its process, and its ancestors.
 *
 * @param inherited what ancestors answer, see `inheritedFields`
 */
export function spanLookup(trace: Lookup, span: WireSpan, inherited: readonly Field[], nearest: readonly Field[] = []): Lookup {
  const own = new Map<string, unknown>([
    ['spanID', span.spanId],
    ['operationName', span.operation],
    ['serviceName', span.process.service],
    ['startTime', span.start],
    ['duration', span.duration],
    ['endTime', span.start + span.duration],
  ]);
  return (name) => {
    if (name.startsWith('trace.')) return trace(name);
    return valueIn(nearest, name) ?? own.get(name) ?? valueIn(span.tags, name) ?? valueIn(span.process.tags, name) ?? valueIn(inherited, name);
  };
}

/** The nearest ancestor's tag, of itself or of its process, for each name that one has. */
export function inheritedFields(spans: readonly WireSpan[], parent: Int32Array, index: number, names: readonly string[]): Field[] {
  const found: Field[] = [];
  let missing = names;
  for (let at = parent[index] ?? -1; at >= 0 && missing.length > 0; at = parent[at]!) {
    const { tags, process } = spans[at]!;
    missing = missing.filter((name) => {
      const field = [...tags, ...process.tags].find((tag) => tag.key === name);
      if (field) found.push(field);
      return !field;
    });
  }
  return found;
}

const valueIn = (fields: readonly Field[], name: string): unknown => fields.find((field) => field.key === name)?.value;
