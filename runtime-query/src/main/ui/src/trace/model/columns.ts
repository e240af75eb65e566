import type { WireSpan, WireTrace } from './wire.ts';
import { valueText } from './wire.ts';
import { buildTree, type Tree } from './build.ts';
import { Flag } from './flags.ts';

/// A trace as columns: one number per span and property, so that drawing, folding and zooming never
/// touch an object per span. Indexes are positions in the answer; the tree is in `build.ts`.

export const Kind = { unset: 0, client: 1, server: 2, producer: 3, consumer: 4, internal: 5 } as const;

export interface Columns extends Tree {
  readonly traceId: string;
  readonly count: number;
  /** µs since the epoch of offset 0, and the length of the whole trace in µs. */
  readonly startMicros: number;
  readonly duration: number;
  readonly start: Float64Array;
  readonly length: Float64Array;
  readonly service: Uint32Array;
  readonly operation: Uint32Array;
  readonly kind: Uint8Array;
  readonly flags: Uint16Array;
  readonly spanIds: readonly string[];
  readonly services: readonly string[];
  readonly operations: readonly string[];
  readonly unreadable: number;
}

export function toColumns(trace: WireTrace): Columns {
  const { spans } = trace;
  const count = spans.length;
  const flags = new Uint16Array(count);
  const time = times(spans, flags);
  const services = new Interner();
  const operations = new Interner();
  const service = new Uint32Array(count);
  const operation = new Uint32Array(count);
  const kind = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const span = spans[i]!;
    service[i] = services.of(span.process.service);
    operation[i] = operations.of(span.operation);
    kind[i] = readTags(span, flags, i);
    if (span.warnings.length > 0) flags[i]! |= Flag.warning;
    if (span.logs.length > 0) flags[i]! |= Flag.logs;
  }
  const tree = buildTree(spans, time.start, time.length, flags);
  return {
    traceId: trace.traceId,
    count,
    startMicros: time.origin,
    duration: time.duration,
    start: time.start,
    length: time.length,
    service,
    operation,
    kind,
    flags,
    spanIds: spans.map((span) => span.spanId),
    services: services.names,
    operations: operations.names,
    unreadable: trace.unreadable,
    ...tree,
  };
}

class Interner {
  readonly names: string[] = [];
  private readonly ids = new Map<string, number>();

  of(name: string): number {
    let id = this.ids.get(name);
    if (id === undefined) {
      id = this.names.push(name) - 1;
      this.ids.set(name, id);
    }
    return id;
  }
}

/** Offsets from the first believable start. A span with an impossible time sits at 0 and is marked. */
function times(spans: readonly WireSpan[], flags: Uint16Array) {
  const count = spans.length;
  const start = new Float64Array(count);
  const length = new Float64Array(count);
  let origin = Infinity;
  for (let i = 0; i < count; i++) {
    const span = spans[i]!;
    const goodStart = span.start > 0 && span.start <= Number.MAX_SAFE_INTEGER;
    const goodLength = span.duration >= 0 && span.start + span.duration <= Number.MAX_SAFE_INTEGER;
    if (!goodStart || !goodLength) flags[i]! |= Flag.badTime;
    start[i] = goodStart ? span.start : Number.NaN;
    length[i] = goodLength && goodStart ? span.duration : 0;
    if (goodStart && span.start < origin) origin = span.start;
  }
  if (origin === Infinity) origin = 0;
  let duration = 0;
  for (let i = 0; i < count; i++) {
    start[i] = Number.isNaN(start[i]!) ? 0 : start[i]! - origin;
    if (start[i]! + length[i]! > duration) duration = start[i]! + length[i]!;
  }
  return { origin, duration, start, length };
}

const KINDS = new Map<string, number>(Object.entries(Kind));

/** The span kind, and the error flag by Jaeger's `error` tag or OpenTelemetry's status. */
function readTags(span: WireSpan, flags: Uint16Array, index: number): number {
  let kind = 0;
  for (const { key, value } of span.tags) {
    if (key === 'span.kind') kind = KINDS.get(String(value).toLowerCase()) ?? 0;
    else if (key === 'error') {
      if (value !== false && valueText(value).toLowerCase() !== 'false') flags[index]! |= Flag.error;
    } else if (key === 'otel.status_code' && String(value).toUpperCase() === 'ERROR') flags[index]! |= Flag.error;
  }
  return kind;
}
