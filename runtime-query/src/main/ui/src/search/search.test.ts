import { describe, expect, it } from 'vitest';
import { sketch } from '../trace/model/testTraces.ts';
import { filterRows, sortRows } from './results.ts';
import { layoutScatter, nearest } from './scatter.ts';
import { summarise, type ResultRow } from './summarise.ts';

const row = (traceId: string, more: Partial<ResultRow> = {}): ResultRow => ({
  traceId, service: 'checkout', operation: 'GET /', startMicros: 1e15, duration: 1000, spans: 5, errors: 0, orphans: 0, shares: [], ...more,
});
const BOX = { left: 60, right: 560, top: 10, bottom: 150 };

describe('a result row', () => {
  it('sums up its trace', () => {
    const trace = sketch([
      { id: 'a', length: 100, service: 'front' }, { id: 'b', parent: 'a', service: 'db', error: true }, { id: 'c', parent: 'a', service: 'db' },
      { id: 'd', parent: 'gone', service: 'lost' },
    ]);
    expect(summarise(trace)).toMatchObject({
      service: 'front', operation: 'op a', duration: 100, spans: 4, errors: 1, orphans: 1,
      shares: [{ service: 'db', spans: 2 }, { service: 'front', spans: 1 }, { service: 'lost', spans: 1 }],
    });
  });

  it('copes with a trace of no spans', () => expect(summarise(sketch([]))).toMatchObject({ spans: 0, service: '', duration: 0 }));
});

describe('order and filter', () => {
  const rows = [row('a', { startMicros: 1, duration: 9, spans: 2 }), row('b', { startMicros: 2, duration: 7, spans: 9, errors: 1 }), row('c', { startMicros: 3, duration: 8, spans: 4 })];
  it.each([
    ['newest', 'cba'], ['oldest', 'abc'], ['longest', 'acb'], ['shortest', 'bca'], ['most-spans', 'bca'], ['most-errors', 'bac'],
  ] as const)('%s', (sort, order) => expect(sortRows(rows, sort).map((item) => item.traceId).join('')).toBe(order));

  it('wants every word somewhere in the row', () => {
    const list = [row('aa1'), row('bb2', { shares: [{ service: 'Redis', spans: 1 }] })];
    expect(filterRows(list, 'redis checkout').map((item) => item.traceId)).toEqual(['bb2']);
    expect(filterRows(list, 'aa')).toHaveLength(1);
    expect(filterRows(list, '  ')).toHaveLength(2);
  });
});

describe('the scatter plot', () => {
  it('puts every point inside its box', () => {
    const rows = Array.from({ length: 500 }, (_, index) => row(String(index), { startMicros: 1e15 + index * 7e6, duration: 1 + index ** 3, spans: index + 1 }));
    for (const point of layoutScatter(rows, BOX).points) {
      expect(point.x).toBeGreaterThanOrEqual(BOX.left);
      expect(point.x).toBeLessThanOrEqual(BOX.right);
      expect(point.y).toBeGreaterThanOrEqual(BOX.top);
      expect(point.y).toBeLessThanOrEqual(BOX.bottom);
    }
  });

  it('is logarithmic only beyond a spread of 100', () => {
    expect(layoutScatter([row('a', { duration: 10 }), row('b', { duration: 999 })], BOX).log).toBe(false);
    expect(layoutScatter([row('a', { duration: 10 }), row('b', { duration: 1001 })], BOX).log).toBe(true);
  });

  it('goes from time to place and back', () => {
    const plot = layoutScatter([row('a', { startMicros: 1e15 }), row('b', { startMicros: 1e15 + 60e6 })], BOX);
    expect(plot.timeAt(plot.xOf(1e15 + 30e6))).toBeCloseTo(1e15 + 30e6, -2);
  });

  it('has a point for one trace, and none for none', () => {
    expect(Number.isFinite(layoutScatter([row('a', { duration: 0 })], BOX).points[0]!.y)).toBe(true);
    expect(layoutScatter([], BOX).points).toEqual([]);
  });

  it('finds the nearest point, the smaller one of two', () => {
    const { points } = layoutScatter([row('a', { spans: 100 }), row('b', { spans: 1 })], BOX);
    const at = points[1]!;
    expect(nearest(points, at.x, at.y, 8)).toBe(1);
    expect(nearest(points, at.x + 200, at.y, 8)).toBe(-1);
  });
});
