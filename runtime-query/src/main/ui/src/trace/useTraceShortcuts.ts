import { useEffect, type RefObject } from 'react';
import { copyText } from '../kit/controls.tsx';
import { bindShortcuts, type Shortcut } from '../app/shortcuts.ts';
import { rowOf } from './model/rows.ts';
import type { TraceView } from './view/TraceView.ts';

/// The keys of the trace page: Jaeger's, and ours for errors and links.

const TIME = 'Time (arrows: outside the tree)';

export function useTraceShortcuts(view: TraceView, field: RefObject<HTMLInputElement | null>, clearFind: () => void): void {
  useEffect(() => {
    const focusFind = () => {
      field.current?.focus();
      field.current?.select();
    };
    return bindShortcuts(traceShortcuts(view, focusFind, clearFind));
  }, [view, field, clearFind]);
}

function traceShortcuts(view: TraceView, focusFind: () => void, clearFind: () => void): Shortcut[] {
  const page = (direction: 1 | -1) => {
    const box = document.querySelector('[role=treegrid]');
    box?.scrollBy({ top: direction * box.clientHeight * 0.85 });
  };
  const next = (direction: 1 | -1) => {
    if (view.matches.length > 0) view.step(view.matches, direction);
    else if (view.current >= 0) {
      const row = rowOf(view.trace, view.rows, view.current) + direction;
      view.moveTo(view.rows[Math.max(0, Math.min(view.rows.length - 1, row))]!, true);
    }
  };
  const escape = () => {
    if (view.selected >= 0) view.select(-1);
    else if (view.find) clearFind();
    else view.fit();
  };
  const key = (group: string, keys: string[], label: string, run?: () => void): Shortcut => ({ group, keys, label, ...(run && { run }) });
  return [
    key('Find', ['/', 'Ctrl+b'], 'Find in this trace', focusFind),
    key('Find', ['f'], 'Next match, or next row', () => next(1)),
    key('Find', ['b'], 'Previous match, or previous row', () => next(-1)),
    key('Find', ['e'], 'Next error', () => view.step(view.errors, 1)),
    key('Find', ['E'], 'Previous error', () => view.step(view.errors, -1)),
    key('Find', ['Escape'], 'Close details, clear find, show all', escape),
    key(TIME, ['a', 'ArrowLeft'], 'Pan left', () => view.pan(-0.1)),
    key(TIME, ['d', 'ArrowRight'], 'Pan right', () => view.pan(0.1)),
    key(TIME, ['A', 'Shift+ArrowLeft'], 'Pan left, large step', () => view.pan(-0.5)),
    key(TIME, ['D', 'Shift+ArrowRight'], 'Pan right, large step', () => view.pan(0.5)),
    key(TIME, ['+', '=', 'ArrowUp'], 'Zoom in', () => view.zoomBy(0.8)),
    key(TIME, ['-', 'ArrowDown'], 'Zoom out', () => view.zoomBy(1.25)),
    key(TIME, ['Shift+ArrowUp'], 'Zoom in, large step', () => view.zoomBy(0.4)),
    key(TIME, ['Shift+ArrowDown'], 'Zoom out, large step', () => view.zoomBy(2.5)),
    key(TIME, ['0'], 'Show all of the time', () => view.fit()),
    key('In the tree', ['ArrowUp', 'ArrowDown'], 'Row above, row below'),
    key('In the tree', ['ArrowLeft', 'ArrowRight'], 'Close or to the parent, open or into it'),
    key('In the tree', ['Enter'], 'Details of the row'),
    key('In the tree', ['Home', 'End'], 'First row, last row'),
    key('Rows', ['s'], 'Scroll down', () => page(1)),
    key('Rows', ['w'], 'Scroll up', () => page(-1)),
    key('Rows', [']'], 'Close all', () => view.foldAll('close')),
    key('Rows', ['['], 'Open all', () => view.foldAll('open')),
    key('Rows', ['p'], 'Close one level', () => view.foldLevel('close')),
    key('Rows', ['o'], 'Open one level', () => view.foldLevel('open')),
    key('Rows', ['y'], 'Copy link to this view', () => void copyText(location.href).catch(() => undefined)),
  ];
}
