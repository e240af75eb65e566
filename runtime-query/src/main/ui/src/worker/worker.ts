import { getEnvelope, type Envelope } from '../api/client.ts';
import { RequestProblem, unreadableProblem } from '../api/problem.ts';
import { inheritedFields } from '../links/lookups.ts';
import { summarise } from '../search/summarise.ts';
import { toColumns, type Columns } from '../trace/model/columns.ts';
import { findSpans } from '../trace/model/find.ts';
import { readTraces, type WireSpan, type WireTrace } from '../trace/model/wire.ts';
import type { Answers, FromWorker, Request, ToWorker } from './protocol.ts';

/// Fetching, parsing and searching of traces, away from the page's thread. Holds the spans of the one
/// trace that is open; the page holds only columns.

let open: { traceId: string; spans: readonly WireSpan[]; parent: Int32Array } = { traceId: '', spans: [], parent: new Int32Array(0) };
const running = new Map<number, AbortController>();

addEventListener('message', (event: MessageEvent<ToWorker>) => void answer(event.data));

async function answer(request: ToWorker): Promise<void> {
  const abort = new AbortController();
  running.set(request.id, abort);
  try {
    const result = await handle(request, abort.signal);
    reply({ id: request.id, ok: true, answer: result }, transferables(result));
  } catch (error) {
    if (abort.signal.aborted) return;
    reply({ id: request.id, ok: false, problem: problemOf(error, request) });
  } finally {
    running.delete(request.id);
  }
}

async function handle(request: Request, signal: AbortSignal): Promise<Answers[keyof Answers]> {
  switch (request.op) {
    case 'cancel':
      running.get(request.target)?.abort();
      return {};
    case 'search': {
      const began = performance.now();
      const envelope = await getEnvelope(request.url, request.timeoutMillis, signal);
      const rows = traces(request.url, envelope).map(summarise);
      return { rows, warnings: envelope.warnings, millis: performance.now() - began };
    }
    case 'trace': {
      const envelope = await getEnvelope(request.url, request.timeoutMillis, signal);
      const trace = traces(request.url, envelope)[0] ?? { traceId: request.traceId, spans: [], unreadable: 0 };
      const columns = toColumns(trace);
      // The columns go to the page.
      open = { traceId: request.traceId, spans: trace.spans, parent: columns.parent.slice() };
      return { columns, warnings: envelope.warnings, bytes: envelope.bytes };
    }
    case 'find':
      return { matches: request.traceId === open.traceId ? findSpans(open.spans, request.text) : new Int32Array(0) };
    case 'span': {
      const span = request.traceId === open.traceId ? open.spans[request.index] : undefined;
      if (!span) throw new Error(`span ${request.index} of trace ${request.traceId} is not open`);
      return { span, inherited: inheritedFields(open.spans, open.parent, request.index, request.inherit) };
    }
  }
}

function traces(url: string, envelope: Envelope): WireTrace[] {
  try {
    return readTraces(envelope.data);
  } catch (error) {
    throw new RequestProblem(unreadableProblem(url, error instanceof Error ? error.message : String(error)));
  }
}

function problemOf(error: unknown, request: Request) {
  if (error instanceof RequestProblem) return error.problem;
  const url = 'url' in request ? request.url : request.op;
  return unreadableProblem(url, error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error));
}

function transferables(result: Answers[keyof Answers]): Transferable[] {
  if ('matches' in result) return [result.matches.buffer];
  if (!('columns' in result)) return [];
  const buffers = Object.values(result.columns as Columns)
    .filter((column): column is Float64Array<ArrayBuffer> => ArrayBuffer.isView(column))
    .map((column) => column.buffer);
  return [...new Set(buffers)];
}

function reply(message: FromWorker, transfer: Transferable[] = []): void {
  (self as unknown as { postMessage(data: FromWorker, transfer: Transferable[]): void }).postMessage(message, transfer);
}
