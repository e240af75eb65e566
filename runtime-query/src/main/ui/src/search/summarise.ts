import { toColumns } from '../trace/model/columns.ts';
import { Flag } from '../trace/model/flags.ts';
import { traceFacts } from '../trace/model/summary.ts';
import type { WireTrace } from '../trace/model/wire.ts';

/// One row of the results, made from a whole trace (in the worker: the page gets only rows).

export interface ServiceShare {
  readonly service: string;
  readonly spans: number;
}

export interface ResultRow {
  readonly traceId: string;
  readonly service: string;
  readonly operation: string;
  readonly startMicros: number;
  readonly duration: number;
  readonly spans: number;
  readonly errors: number;
  readonly orphans: number;
  /** Most spans first. */
  readonly shares: readonly ServiceShare[];
}

export function summarise(trace: WireTrace): ResultRow {
  const columns = toColumns(trace);
  const facts = traceFacts(columns);
  const spans = new Uint32Array(columns.services.length);
  let errors = 0;
  for (let i = 0; i < columns.count; i++) {
    spans[columns.service[i]!]!++;
    if (columns.flags[i]! & Flag.error) errors++;
  }
  return {
    traceId: columns.traceId,
    service: facts.rootService,
    operation: facts.rootOperation,
    startMicros: columns.startMicros,
    duration: columns.duration,
    spans: columns.count,
    errors,
    orphans: facts.orphans,
    shares: columns.services
      .map((service, index) => ({ service, spans: spans[index]! }))
      .sort((a, b) => b.spans - a.spans || (a.service < b.service ? -1 : 1)),
  };
}
