import { readTraces, type WireTrace } from './wire.ts';

/// Small traces for the tests: "id<parent@start+length" per span.

export interface Sketch {
  readonly id: string;
  readonly parent?: string;
  readonly start?: number;
  readonly length?: number;
  readonly service?: string;
  readonly error?: boolean;
  readonly more?: Record<string, unknown>;
}

export const BASE = 1_700_000_000_000_000;

export function sketch(spans: readonly Sketch[]): WireTrace {
  const services = [...new Set(spans.map((span) => span.service ?? 'svc'))];
  return readTraces([{
    traceID: 't',
    processes: Object.fromEntries(services.map((serviceName) => [serviceName, { serviceName, tags: [] }])),
    spans: spans.map((span) => ({
      traceID: 't', spanID: span.id, operationName: `op ${span.id}`, processID: span.service ?? 'svc',
      references: span.parent === undefined ? [] : [{ refType: 'CHILD_OF', traceID: 't', spanID: span.parent }],
      startTime: BASE + (span.start ?? 0), duration: span.length ?? 10, logs: [],
      tags: span.error ? [{ key: 'error', type: 'bool', value: true }] : [],
      ...span.more,
    })),
  }])[0]!;
}

export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A forest of n spans in random order, with some errors. */
export function randomTrace(seed: number, n: number): WireTrace {
  const next = random(seed);
  const spans: Sketch[] = [];
  for (let i = 0; i < n; i++) {
    const parent = i === 0 || next() < 0.05 ? undefined : String(Math.floor(next() * i));
    const start = Math.floor(next() * 1000);
    spans.push({ id: String(i), start, length: Math.floor(next() * 300), error: next() < 0.1, ...(parent === undefined ? {} : { parent }) });
  }
  return sketch(spans.map((span) => [next(), span] as const).sort((a, b) => a[0] - b[0]).map(([, span]) => span));
}
