import { describe, expect, it } from 'vitest';
import { barOf } from '../canvas/bars.ts';
import { toColumns } from '../model/columns.ts';
import { randomTrace, sketch } from '../model/testTraces.ts';
import { parseTraceState, traceUrl } from '../../url/trace.ts';
import { treeKey } from '../tree/treeKeys.ts';
import { TraceView } from './TraceView.ts';
import { fitWindow, panWindow, zoomWindow } from './window.ts';

const family = () => new TraceView(toColumns(sketch([
  { id: 'a1', length: 100 }, { id: 'b1', parent: 'a1', start: 10 }, { id: 'c1', parent: 'b1', start: 11, error: true }, { id: 'd1', parent: 'a1', start: 50, error: true },
])));
const names = (view: TraceView) => Array.from(view.rows, (index) => view.trace.spanIds[index]);
const press = (view: TraceView, ...keys: string[]) => {
  for (const key of keys) treeKey(view, { key, ctrlKey: false, metaKey: false, altKey: false }, 2);
  return view.trace.spanIds[view.current];
};

describe('the time window', () => {
  it('stays inside the trace', () => {
    expect(fitWindow(-50, 50, 1000)).toEqual({ from: 0, to: 100 });
    expect(fitWindow(950, 1050, 1000)).toEqual({ from: 900, to: 1000 });
    expect(fitWindow(0, 9999, 1000)).toEqual({ from: 0, to: 1000 });
    expect(panWindow({ from: 0, to: 100 }, -3, 1000)).toEqual({ from: 0, to: 100 });
    expect(panWindow({ from: 800, to: 900 }, 5, 1000)).toEqual({ from: 900, to: 1000 });
  });

  it('keeps the point under the pointer when zooming', () => {
    const zoomed = zoomWindow({ from: 0, to: 1000 }, 0.5, 0.3, 1000);
    expect(zoomed.from + 0.3 * (zoomed.to - zoomed.from)).toBeCloseTo(300);
  });

  it('ends at 1 µs, and copes with a trace of no length', () => {
    let window = { from: 0, to: 1000 };
    for (let step = 0; step < 100; step++) window = zoomWindow(window, 0.5, 0.5, 1000);
    expect(window.to - window.from).toBeCloseTo(1);
    expect(fitWindow(0, 0, 0)).toEqual({ from: 0, to: 1 });
  });
});

describe('bars', () => {
  const window = { from: 100, to: 200 };
  it.each([
    [100, 100, { x: 0, width: 500, outside: 0 }], [150, 10, { x: 250, width: 50, outside: 0 }], [50, 100, { x: 0, width: 250, outside: 0 }],
    [190, 100, { x: 450, width: 50, outside: 0 }], [0, 50, { outside: -1 }], [300, 5, { outside: 1 }], [150, 0, { x: 250, width: 2, outside: 0 }],
  ] as const)('from %d, %d long', (start, length, bar) => expect(barOf(start, length, window, 500, false)).toMatchObject(bar));
  it('are never narrower than 4 px for an error', () => expect(barOf(150, 0, window, 500, true).width).toBe(4));
});

describe('the view of a trace', () => {
  it('moves as the tree grid pattern says', () => {
    const view = family();
    expect(press(view, 'ArrowDown')).toBe('b1');
    expect(press(view, 'ArrowLeft')).toBe('b1');
    expect(names(view)).toEqual(['a1', 'b1', 'd1']);
    expect(press(view, 'ArrowRight')).toBe('b1');
    expect(names(view)).toEqual(['a1', 'b1', 'c1', 'd1']);
    expect(press(view, 'ArrowRight')).toBe('c1');
    expect(press(view, 'ArrowLeft')).toBe('b1');
    expect(press(view, 'End')).toBe('d1');
    expect(press(view, 'ArrowDown')).toBe('d1');
    expect(press(view, 'Home')).toBe('a1');
    press(view, 'Enter');
    expect(view.selected).toBe(0);
    press(view, 'Enter');
    expect(view.selected).toBe(-1);
  });

  it('steps through errors in walk order and around the end, opening what hides them', () => {
    const view = family();
    view.foldAll('close');
    const seen = Array.from({ length: 3 }, () => {
      view.step(view.errors, 1);
      return view.trace.spanIds[view.current];
    });
    expect(seen).toEqual(['c1', 'd1', 'c1']);
    view.step(view.errors, -1);
    expect(view.trace.spanIds[view.current]).toBe('d1');
  });

  it('pans to a span outside the shown time, and leaves the zoom of others alone', () => {
    const view = family();
    view.zoomTo(0, 20);
    view.show(2);
    expect(view.window).toEqual({ from: 0, to: 20 });
    view.show(3);
    expect(view.window).toEqual({ from: 45, to: 65 });
  });

  it('shows only matches, or matches with what is above them', () => {
    const view = family();
    view.setMatches('x', Int32Array.of(2), true);
    expect(names(view)).toHaveLength(4);
    view.setMode('only');
    expect(names(view)).toEqual(['c1']);
    view.setMode('context');
    expect(names(view)).toEqual(['a1', 'b1', 'c1']);
    view.setMatches('', new Int32Array(0), false);
    expect(names(view)).toHaveLength(4);
  });

  it('tells its state as an address, and takes it back', () => {
    const view = family();
    view.setOpen(1, false);
    view.select(3);
    view.zoomTo(20, 60);
    const url = traceUrl('t', view.state());
    expect(url).toBe('/trace/t?span=d1&t=20-60&shut=b1');
    const again = family();
    again.apply(parseTraceState(url.slice(url.indexOf('?'))));
    expect([names(again), again.selected, again.window]).toEqual([names(view), view.selected, view.window]);
  });

  it('writes a short address for a large trace as it opens', () => {
    expect(traceUrl('t', new TraceView(toColumns(randomTrace(5, 5000))).state())).toBe('/trace/t');
  });

  it('keeps the tab stop on a row when its row is folded away', () => {
    const view = family();
    view.moveTo(2, true);
    view.setOpen(0, false);
    expect(view.rows).toContain(view.current);
  });
});
