import { rowOf } from '../model/rows.ts';
import type { TraceView } from '../view/TraceView.ts';

/// Keys inside the tree, after the ARIA treegrid pattern. Returns whether the key was used.

export function treeKey(view: TraceView, event: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }, page: number): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || view.current < 0) return false;
  const { trace, rows } = view;
  const index = view.current;
  const row = rowOf(trace, rows, index);
  const last = rows.length - 1;
  const go = (to: number) => view.moveTo(rows[Math.max(0, Math.min(last, to))]!, true);
  switch (event.key) {
    case 'ArrowDown': go(row + 1); return true;
    case 'ArrowUp': go(row - 1); return true;
    case 'Home': go(0); return true;
    case 'End': go(last); return true;
    case 'PageDown': go(row + page); return true;
    case 'PageUp': go(row - page); return true;
    case 'ArrowRight':
      if (trace.size[index]! > 1 && view.open[index] !== 1) view.setOpen(index, true);
      else if (trace.size[index]! > 1) go(row + 1);
      return true;
    case 'ArrowLeft':
      if (trace.size[index]! > 1 && view.open[index] === 1) view.setOpen(index, false);
      else if (trace.parent[index]! >= 0) go(rowOf(trace, rows, trace.parent[index]!));
      return true;
    case 'Enter':
    case ' ':
      view.select(view.selected === index ? -1 : index);
      return true;
    default: return false;
  }
}
