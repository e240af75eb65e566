/// Traces as the v1 API sends them, checked at the edge: unknown fields are ignored, fields of a wrong
/// type are replaced and counted. Keys stay in arrays, so `__proto__` is a key like any other.

export interface Field {
  readonly key: string;
  readonly type: string;
  readonly value: unknown;
}

export interface Log {
  readonly timestamp: number;
  readonly fields: readonly Field[];
}

export interface Reference {
  readonly refType: string;
  readonly traceId: string;
  readonly spanId: string;
}

export interface Process {
  readonly service: string;
  readonly tags: readonly Field[];
}

export interface WireSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly operation: string;
  readonly references: readonly Reference[];
  readonly start: number;
  readonly duration: number;
  readonly tags: readonly Field[];
  readonly logs: readonly Log[];
  readonly warnings: readonly string[];
  readonly process: Process;
}

export interface WireTrace {
  readonly traceId: string;
  readonly spans: readonly WireSpan[];
  /** Entries that are not spans at all. */
  readonly unreadable: number;
}

const NO_PROCESS: Process = { service: '(no process)', tags: [] };

export function readTraces(data: unknown): WireTrace[] {
  if (data === null || data === undefined) return [];
  if (!Array.isArray(data)) throw new TypeError(`data is ${kindOf(data)}, expected an array of traces`);
  return data.map((item, index) => readTrace(item, index));
}

function readTrace(item: unknown, index: number): WireTrace {
  const trace = record(item);
  const list: unknown = trace['spans'];
  if (!Array.isArray(list)) {
    throw new TypeError(`data[${index}].spans is ${kindOf(list)}, expected an array of spans`);
  }
  const processes = new Map(Object.entries(record(trace['processes'])).map(([id, value]) => [id, readProcess(value)]));
  const traceId = text(trace['traceID']);
  const spans: WireSpan[] = [];
  let unreadable = 0;
  for (const entry of list) {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) unreadable++;
    else spans.push(readSpan(entry as Record<string, unknown>, traceId, processes));
  }
  return { traceId: traceId || spans[0]?.traceId || '', spans, unreadable };
}

function readSpan(span: Record<string, unknown>, traceId: string, processes: Map<string, Process>): WireSpan {
  const own = span['process'] === undefined || span['process'] === null ? null : readProcess(span['process']);
  const references: Reference[] = list(span['references']).map(readReference);
  const parent = text(span['parentSpanID']);
  if (parent && references.length === 0) references.push({ refType: 'CHILD_OF', traceId, spanId: parent });
  return {
    traceId: text(span['traceID']) || traceId,
    spanId: text(span['spanID']),
    operation: text(span['operationName']),
    references,
    start: number(span['startTime']),
    duration: number(span['duration']),
    tags: readFields(span['tags']),
    logs: list(span['logs']).map((log) => {
      const entry = record(log);
      return { timestamp: number(entry['timestamp']), fields: readFields(entry['fields']) };
    }),
    warnings: list(span['warnings']).map(String),
    process: own ?? processes.get(text(span['processID'])) ?? NO_PROCESS,
  };
}

function readProcess(value: unknown): Process {
  const process = record(value);
  return { service: text(process['serviceName']), tags: readFields(process['tags']) };
}

function readReference(value: unknown): Reference {
  const ref = record(value);
  return { refType: text(ref['refType']), traceId: text(ref['traceID']), spanId: text(ref['spanID']) };
}

function readFields(value: unknown): Field[] {
  return list(value).map((entry) => {
    const field = record(entry);
    return { key: text(field['key']), type: text(field['type']), value: field['value'] };
  });
}

/** How a value reads as text; objects as JSON. */
export function valueText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    return String(value);
  }
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');
const number = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN);
const kindOf = (value: unknown): string => (value === null ? 'null' : typeof value);
