import { describe, expect, it } from 'vitest';
import { toColumns, type Columns } from './columns.ts';
import { foldOneLevel, keepOf, openAboveAll, openingRule, rowOf, setAll, visibleRows } from './rows.ts';
import { random, randomTrace, sketch, type Sketch } from './testTraces.ts';

/** Every span whose ancestors are all open, and that is kept. */
function naiveRows(trace: Columns, open: Uint8Array, keep: Uint8Array | null): number[] {
  return Array.from(trace.pre).filter((index) => {
    for (let above = trace.parent[index]!; above >= 0; above = trace.parent[above]!) if (!open[above]) return false;
    return !keep || keep[index] === 1;
  });
}

describe('visible rows', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))('are those below open spans, seed %d', (seed) => {
    const trace = toColumns(randomTrace(seed, 10 + 9 * seed));
    const next = random(seed + 1000);
    const open = Uint8Array.from({ length: trace.count }, () => (next() < 0.7 ? 1 : 0));
    const keep = seed % 2 ? Uint8Array.from({ length: trace.count }, () => (next() < 0.5 ? 1 : 0)) : null;
    const rows = visibleRows(trace, open, keep);
    expect(Array.from(rows)).toEqual(naiveRows(trace, open, keep));
    rows.forEach((index, row) => expect(rowOf(trace, rows, index)).toBe(row));
  });

  it('finds the row of the nearest open ancestor of a hidden span', () => {
    const trace = toColumns(sketch([{ id: 'r' }, { id: 'a', parent: 'r' }, { id: 'b', parent: 'a' }, { id: 'z', start: 99 }]));
    const open = setAll(trace, 1);
    open[1] = 0;
    const rows = visibleRows(trace, open, null);
    expect(rowOf(trace, rows, 2)).toBe(1);
  });

  it('has no row for a span of a tree that is filtered out', () => {
    const trace = toColumns(sketch([{ id: 'r' }, { id: 'z', start: 5 }]));
    const rows = visibleRows(trace, setAll(trace, 1), keepOf(trace, [1], false));
    expect(rowOf(trace, rows, 0)).toBe(-1);
  });

  it('keeps matches alone, or with everything above them', () => {
    const trace = toColumns(sketch([{ id: 'r' }, { id: 'a', parent: 'r' }, { id: 'b', parent: 'a' }, { id: 'c', parent: 'r', start: 5 }]));
    expect(Array.from(keepOf(trace, [2], false))).toEqual([0, 0, 1, 0]);
    expect(Array.from(keepOf(trace, [2], true))).toEqual([1, 1, 1, 0]);
  });
});

describe('folding', () => {
  const deep: Sketch[] = [{ id: '0' }, ...Array.from({ length: 400 }, (_, index): Sketch => ({
    id: String(index + 1), parent: String(index < 200 ? index : 0), error: index === 150,
  }))];

  it('opens a small trace as a whole', () => {
    const trace = toColumns(randomTrace(3, 300));
    expect(visibleRows(trace, openingRule(trace), null)).toHaveLength(300);
  });

  it('opens a large trace to the second level, and down to its errors and matches', () => {
    const trace = toColumns(sketch(deep));
    const byId = (id: string) => trace.spanIds.indexOf(id);
    const shown = new Set(visibleRows(trace, openingRule(trace), null));
    expect(shown.has(byId('151'))).toBe(true);
    expect(shown.has(byId('152'))).toBe(false);
    expect(new Set(visibleRows(trace, openingRule(trace, [byId('199')]), null)).has(byId('199'))).toBe(true);
  });

  it('opens above many matches in one pass', () => {
    const trace = toColumns(randomTrace(9, 500));
    const open = setAll(trace, 0);
    const matches = Array.from({ length: trace.count }, (_, index) => index);
    openAboveAll(trace, open, matches);
    expect(visibleRows(trace, open, null)).toHaveLength(500);
  });

  it('closes and opens one level at a time', () => {
    const trace = toColumns(sketch([{ id: 'r' }, { id: 'a', parent: 'r' }, { id: 'b', parent: 'a' }, { id: 'c', parent: 'b' }]));
    const counts: number[] = [];
    let open: Uint8Array = setAll(trace, 1);
    for (let step = 0; step < 4; step++) {
      counts.push(visibleRows(trace, open, null).length);
      open = foldOneLevel(trace, open, 'close');
    }
    for (let step = 0; step < 4; step++) {
      counts.push(visibleRows(trace, open, null).length);
      open = foldOneLevel(trace, open, 'open');
    }
    expect(counts).toEqual([4, 3, 2, 1, 1, 2, 3, 4]);
  });
});
