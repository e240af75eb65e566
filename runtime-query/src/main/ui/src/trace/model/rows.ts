import type { Columns } from './columns.ts';
import { Flag } from './flags.ts';

/// Which spans are rows, in walk order. A closed span is one row; the walk jumps over its subtree.

const ALL_OPEN = 300;
const OPEN_DEPTH = 2;
const MAX_ERRORS = 50;

/** 1 = open. Small traces are open; large ones to depth 2 and down to the first errors and matches. */
export function openingRule(trace: Columns, matches: ArrayLike<number> = []): Uint8Array {
  const open = new Uint8Array(trace.count);
  if (trace.count <= ALL_OPEN) return open.fill(1);
  for (let i = 0; i < trace.count; i++) if (trace.depth[i]! < OPEN_DEPTH) open[i] = 1;
  let errors = 0;
  for (const index of trace.pre) {
    if (!(trace.flags[index]! & Flag.error)) continue;
    if (++errors > MAX_ERRORS) break;
    openAbove(trace, open, index);
  }
  openAboveAll(trace, open, matches);
  return open;
}

/** Opens every ancestor, so that the span is a row. */
export function openAbove(trace: Columns, open: Uint8Array, index: number): void {
  for (let above = trace.parent[index]!; above >= 0; above = trace.parent[above]!) open[above] = 1;
}

/** The same for many spans: an ancestor met a second time ends the climb. */
export function openAboveAll(trace: Columns, open: Uint8Array, indexes: ArrayLike<number>): void {
  const climbed = new Uint8Array(trace.count);
  for (let i = 0; i < indexes.length; i++) {
    for (let above = trace.parent[indexes[i]!]!; above >= 0 && !climbed[above]; above = trace.parent[above]!) {
      open[above] = climbed[above] = 1;
    }
  }
}

export function setAll(trace: Columns, value: 0 | 1): Uint8Array {
  return new Uint8Array(trace.count).fill(value);
}

/** One level less: closes the deepest open level. One level more: opens the shallowest closed one. */
export function foldOneLevel(trace: Columns, open: Uint8Array, direction: 'close' | 'open'): Uint8Array {
  let level = direction === 'close' ? -1 : Infinity;
  const hasChildren = (index: number) => trace.size[index]! > 1;
  for (const index of visibleRows(trace, open, null)) {
    if (!hasChildren(index)) continue;
    const depth = trace.depth[index]!;
    if (direction === 'close' && open[index] && depth > level) level = depth;
    if (direction === 'open' && !open[index] && depth < level) level = depth;
  }
  const next = open.slice();
  for (let i = 0; i < trace.count; i++) {
    if (trace.depth[i] === level && hasChildren(i)) next[i] = direction === 'open' ? 1 : 0;
  }
  return next;
}

/** `keep` (one byte per span) leaves rows out; null keeps all. */
export function visibleRows(trace: Columns, open: Uint8Array, keep: Uint8Array | null): Int32Array {
  const rows = new Int32Array(trace.count);
  let count = 0;
  for (let at = 0; at < trace.count; ) {
    const index = trace.pre[at]!;
    if (!keep || keep[index]) rows[count++] = index;
    at += open[index] ? 1 : trace.size[index]!;
  }
  return rows.slice(0, count);
}

/** Row of a span, or of its nearest shown ancestor; -1 if none. Rows ascend in walk position. */
export function rowOf(trace: Columns, rows: Int32Array, index: number): number {
  let low = 0;
  let high = rows.length - 1;
  const target = trace.position[index]!;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = trace.position[rows[middle]!]!;
    if (at === target) return middle;
    if (at < target) low = middle + 1;
    else high = middle - 1;
  }
  for (let row = high; row >= 0; row--) {
    const candidate = rows[row]!;
    const from = trace.position[candidate]!;
    if (from <= target && target < from + trace.size[candidate]!) return row;
    if (trace.depth[candidate] === 0) break;
  }
  return -1;
}

/** Spans to keep for a filter: the matches, and with `context` everything above them. */
export function keepOf(trace: Columns, matches: ArrayLike<number>, context: boolean): Uint8Array {
  const keep = new Uint8Array(trace.count);
  for (let i = 0; i < matches.length; i++) {
    let index = matches[i]!;
    keep[index] = 1;
    if (!context) continue;
    for (index = trace.parent[index]!; index >= 0 && !keep[index]; index = trace.parent[index]!) keep[index] = 1;
  }
  return keep;
}
