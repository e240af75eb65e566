import { describe, expect, it } from 'vitest';
import { toColumns, type Columns } from './columns.ts';
import { Flag } from './flags.ts';
import { randomTrace, sketch, type Sketch } from './testTraces.ts';

const build = (spans: readonly Sketch[]) => toColumns(sketch(spans));
const walk = (trace: Columns) => Array.from(trace.pre, (index) => trace.spanIds[index]);
const flagged = (trace: Columns, flag: number) =>
  trace.spanIds.filter((_, index) => (trace.flags[index]! & flag) !== 0);

/** The same by plain recursion over objects: what the columns must agree with. */
function naive(trace: Columns): { order: number[]; depth: Map<number, number>; size: Map<number, number> } {
  const childrenOf = (owner: number) =>
    Array.from({ length: trace.count }, (_, index) => index)
      .filter((index) => trace.parent[index] === owner)
      .sort((a, b) => trace.start[a]! - trace.start[b]! || a - b);
  const order: number[] = [];
  const depth = new Map<number, number>();
  const size = new Map<number, number>();
  const visit = (index: number, level: number): number => {
    order.push(index);
    depth.set(index, level);
    const total = 1 + childrenOf(index).reduce((sum, child) => sum + visit(child, level + 1), 0);
    size.set(index, total);
    return total;
  };
  for (const root of childrenOf(-1)) visit(root, 0);
  return { order, depth, size };
}

describe('the tree of a trace', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))('agrees with a recursive walk, seed %d', (seed) => {
    const trace = toColumns(randomTrace(seed, 20 + seed * 7));
    const expected = naive(trace);
    expect(Array.from(trace.pre)).toEqual(expected.order);
    for (let index = 0; index < trace.count; index++) {
      expect(trace.depth[index]).toBe(expected.depth.get(index));
      expect(trace.size[index]).toBe(expected.size.get(index));
      expect(trace.pre[trace.position[index]!]).toBe(index);
    }
  });

  it('sorts siblings by start', () => {
    const trace = build([{ id: 'r' }, { id: 'late', parent: 'r', start: 9 }, { id: 'early', parent: 'r', start: 1 }]);
    expect(walk(trace)).toEqual(['r', 'early', 'late']);
  });

  it('takes CHILD_OF before FOLLOWS_FROM, whatever comes first', () => {
    const references = [
      { refType: 'FOLLOWS_FROM', traceID: 't', spanID: 'a' },
      { refType: 'CHILD_OF', traceID: 't', spanID: 'b' },
    ];
    const trace = build([{ id: 'a' }, { id: 'b' }, { id: 'c', more: { references } }]);
    expect(trace.spanIds[trace.parent[2]!]).toBe('b');
  });

  it('follows FOLLOWS_FROM when there is nothing else', () => {
    const references = [{ refType: 'FOLLOWS_FROM', traceID: 't', spanID: 'a' }];
    const trace = build([{ id: 'a' }, { id: 'b', more: { references } }]);
    expect(trace.parent[1]).toBe(0);
  });

  it('takes the old parentSpanID when there are no references', () => {
    expect(build([{ id: 'a' }, { id: 'b', more: { references: [], parentSpanID: 'a' } }]).parent[1]).toBe(0);
  });

  it('marks a span whose parent is missing, and keeps it as a root', () => {
    const trace = build([{ id: 'a' }, { id: 'b', parent: 'gone' }]);
    expect(flagged(trace, Flag.orphan)).toEqual(['b']);
    expect(trace.depth[1]).toBe(0);
  });

  it('does not call a root with the zero parent an orphan', () => {
    expect(flagged(build([{ id: 'a', parent: '0000000000000000' }]), Flag.orphan)).toEqual([]);
  });

  it('keeps references to other traces as links, not as parents', () => {
    const references = [{ refType: 'CHILD_OF', traceID: 'other', spanID: 'a' }];
    const trace = build([{ id: 'a' }, { id: 'b', more: { references } }]);
    expect(trace.parent[1]).toBe(-1);
    expect(flagged(trace, Flag.links)).toEqual(['b']);
    expect(flagged(trace, Flag.orphan)).toEqual([]);
  });

  it.each([
    ['a span that is its own parent', [{ id: 'a', parent: 'a' }, { id: 'b', parent: 'a' }], ['a']],
    ['two spans', [{ id: 'a', parent: 'b', start: 5 }, { id: 'b', parent: 'a', start: 1 }], ['b']],
    ['three, with a tail', [{ id: 'a', parent: 'c', start: 3 }, { id: 'b', parent: 'a', start: 2 }, { id: 'c', parent: 'b', start: 4 }, { id: 'd', parent: 'c' }], ['b']],
    ['two separate circles', [{ id: 'a', parent: 'b' }, { id: 'b', parent: 'a', start: 1 }, { id: 'c', parent: 'd' }, { id: 'd', parent: 'c', start: 1 }], ['a', 'c']],
  ] as [string, Sketch[], string[]][])('cuts a circle of %s at its earliest span', (_, spans, cut) => {
    const trace = build(spans);
    expect(flagged(trace, Flag.brokenEdge)).toEqual(cut);
    expect(walk(trace).sort()).toEqual(spans.map((span) => span.id).sort());
  });

  it('keeps spans with the same ID, and gives children to the first', () => {
    const trace = build([{ id: 'r' }, { id: 'x', parent: 'r', start: 1 }, { id: 'x', parent: 'r', start: 2 }, { id: 'c', parent: 'x' }]);
    expect(trace.count).toBe(4);
    expect(trace.flags[2]! & Flag.duplicate).toBeTruthy();
    expect(trace.parent[3]).toBe(1);
  });

  it('opens a chain of 50,000 spans', () => {
    const chain = Array.from({ length: 50_000 }, (_, index): Sketch =>
      index === 0 ? { id: '0', length: 9 } : { id: String(index), parent: String(index - 1), error: index === 49_999 });
    const trace = build(chain);
    expect(trace.maxDepth).toBe(49_999);
    expect(trace.size[0]).toBe(50_000);
    expect(trace.errorsBelow[0]).toBe(1);
  });

  it('cuts a circle of 50,000 spans', () => {
    const circle = Array.from({ length: 50_000 }, (_, index): Sketch => ({ id: String(index), parent: String((index + 1) % 50_000), start: index }));
    const trace = build(circle);
    expect(flagged(trace, Flag.brokenEdge)).toEqual(['0']);
    expect(trace.maxDepth).toBe(49_999);
  });

  it('counts the errors strictly below', () => {
    const trace = build([{ id: 'r', error: true }, { id: 'a', parent: 'r', error: true }, { id: 'b', parent: 'a', error: true }]);
    expect(Array.from(trace.errorsBelow)).toEqual([2, 1, 0]);
  });

  it('takes the union of the children off the self time, clipped to the span', () => {
    const trace = build([
      { id: 'r', start: 0, length: 100 }, { id: 'a', parent: 'r', start: 10, length: 30 }, { id: 'b', parent: 'r', start: 20, length: 40 },
      { id: 'c', parent: 'r', start: 90, length: 50 },
    ]);
    expect(trace.self[0]).toBe(100 - 50 - 10);
  });

  it('is empty for no spans', () => {
    expect(build([])).toMatchObject({ count: 0, duration: 0, startMicros: 0 });
  });
});
