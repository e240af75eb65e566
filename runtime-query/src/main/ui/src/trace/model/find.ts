import { valueText, type Field, type WireSpan } from './wire.ts';

/// `uiFind`, with the meaning it has in Jaeger's UI so that shared links show the same spans:
/// words are OR-ed, "quoted text" is one word, `-key` leaves fields out whose key contains it, a span ID
/// must be given whole. Case does not matter, except in span IDs.

export interface Words {
  readonly include: readonly string[];
  readonly excludeKeys: readonly string[];
}

export function parseFind(text: string): Words {
  const include: string[] = [];
  const excludeKeys: string[] = [];
  for (const word of words(text)) {
    if (word.startsWith('-')) excludeKeys.push(word.slice(1).toLowerCase());
    else include.push(word.toLowerCase());
  }
  return { include, excludeKeys };
}

/** Runs of neither blank nor quote, and quoted stretches; an unpaired quote only separates. */
function words(text: string): string[] {
  const found: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === '"') {
      const close = text.indexOf('"', at + 1);
      if (close > at + 1) found.push(text.slice(at + 1, close));
      at = close < 0 ? at + 1 : close + 1;
    } else if (/\s/.test(text[at]!)) at++;
    else {
      const from = at;
      while (at < text.length && text[at] !== '"' && !/\s/.test(text[at]!)) at++;
      found.push(text.slice(from, at));
    }
  }
  return found;
}

/** Indexes of the matching spans, ascending. */
export function findSpans(spans: readonly WireSpan[], text: string): Int32Array {
  const query = parseFind(text);
  if (query.include.length === 0) return new Int32Array(0);
  const processes = new Map<unknown, boolean>();
  const hits: number[] = [];
  spans.forEach((span, index) => {
    let process = processes.get(span.process);
    if (process === undefined) {
      process = matchesText(span.process.service, query.include) || matchesFields(span.process.tags, query);
      processes.set(span.process, process);
    }
    const hit =
      process ||
      matchesText(span.operation, query.include) ||
      query.include.includes(span.spanId) ||
      matchesFields(span.tags, query) ||
      span.logs.some((log) => matchesFields(log.fields, query));
    if (hit) hits.push(index);
  });
  return Int32Array.from(hits);
}

function matchesText(text: string, include: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return include.some((word) => lower.includes(word));
}

function matchesFields(fields: readonly Field[], query: Words): boolean {
  return fields.some(({ key, value }) => {
    if (query.excludeKeys.length > 0 && matchesText(key, query.excludeKeys)) return false;
    if (value === null || value === undefined) return false;
    return matchesText(`${key}=${valueText(value)}`, query.include);
  });
}
