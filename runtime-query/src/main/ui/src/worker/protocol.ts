import type { Problem } from '../api/problem.ts';
import type { ResultRow } from '../search/summarise.ts';
import type { Columns } from '../trace/model/columns.ts';
import type { Field, WireSpan } from '../trace/model/wire.ts';

/// Messages between page and worker. Every request has an id; an answer carries the same id.

export type Request =
  | { readonly op: 'search'; readonly url: string; readonly timeoutMillis: number }
  | { readonly op: 'trace'; readonly url: string; readonly timeoutMillis: number; readonly traceId: string }
  | { readonly op: 'find'; readonly traceId: string; readonly text: string }
  | { readonly op: 'span'; readonly traceId: string; readonly index: number; readonly inherit: readonly string[] }
  | { readonly op: 'cancel'; readonly target: number };

export interface Answers {
  search: { readonly rows: ResultRow[]; readonly warnings: readonly string[]; readonly millis: number };
  trace: { readonly columns: Columns; readonly warnings: readonly string[]; readonly bytes: number };
  find: { readonly matches: Int32Array };
  /** `inherited`: fields of ancestors with the names that were asked for. */
  span: { readonly span: WireSpan; readonly inherited: readonly Field[] };
  cancel: Record<string, never>;
}

export type ToWorker = Request & { readonly id: number };
export type FromWorker =
  | { readonly id: number; readonly ok: true; readonly answer: Answers[keyof Answers] }
  | { readonly id: number; readonly ok: false; readonly problem: Problem };
