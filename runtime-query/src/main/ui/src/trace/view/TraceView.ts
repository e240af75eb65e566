import { serviceLooks, type ServiceLook } from '../../theme/colours.ts';
import type { FindMode, TraceState } from '../../url/trace.ts';
import type { Columns } from '../model/columns.ts';
import { errorSpans } from '../model/errors.ts';
import { foldOneLevel, keepOf, openAbove, openAboveAll, openingRule, rowOf, setAll, visibleRows } from '../model/rows.ts';
import { fitWindow, isWhole, panWindow, windowWith, zoomWindow, type TimeWindow } from './window.ts';

/// The state of one open trace outside React: what is folded, zoomed, found, selected. Fields are replaced,
/// never changed in place, so that a component re-renders only when the field it reads is another one.

export interface Reveal {
  readonly index: number;
  readonly focus: boolean;
}

export class TraceView {
  readonly looks: readonly ServiceLook[];
  readonly errors: Int32Array;
  window: TimeWindow;
  open: Uint8Array;
  rows: Int32Array;
  find = '';
  mode: FindMode = 'highlight';
  matches = new Int32Array(0);
  matched: Uint8Array;
  /** Span whose details are shown, -1 for none. */
  selected = -1;
  /** Span that has the tree's tab stop. */
  current: number;
  reveal: Reveal | null = null;

  private readonly listeners = new Set<() => void>();
  private readonly ruled: Uint8Array;
  private unknown: TraceState['unknown'] = [];

  constructor(readonly trace: Columns) {
    const looks = serviceLooks(trace.services);
    this.looks = trace.services.map((name) => looks.get(name)!);
    this.errors = errorSpans(trace);
    this.window = fitWindow(0, trace.duration, trace.duration);
    this.ruled = openingRule(trace);
    this.open = this.ruled;
    this.matched = new Uint8Array(trace.count);
    this.rows = visibleRows(trace, this.open, null);
    this.current = this.rows[0] ?? -1;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes over what an address says, except the find text, which needs the worker. */
  apply(state: TraceState): void {
    this.unknown = state.unknown;
    this.mode = state.mode;
    const { duration } = this.trace;
    this.window = state.window ? fitWindow(state.window.from, state.window.to, duration) : fitWindow(0, duration, duration);
    const open = this.ruled.slice();
    for (const index of this.indexesOf(state.open)) open[index] = 1;
    for (const index of this.indexesOf(state.shut)) open[index] = 0;
    this.open = open;
    this.selected = this.indexesOf([state.span])[0] ?? -1;
    this.refresh();
    if (this.selected >= 0) this.show(this.selected);
  }

  state(): TraceState {
    const ids = this.trace.spanIds;
    const changed = (value: 0 | 1) =>
      Array.from(this.trace.pre).filter((index) => this.trace.size[index]! > 1 && this.open[index] === value && this.ruled[index] !== value);
    return {
      find: this.find,
      mode: this.mode,
      span: this.selected < 0 ? '' : ids[this.selected]!,
      window: isWhole(this.window, this.trace.duration) ? null : this.window,
      open: changed(1).map((index) => ids[index]!),
      shut: changed(0).map((index) => ids[index]!),
      unknown: this.unknown,
    };
  }

  setMatches(find: string, matches: Int32Array, revealFirst: boolean): void {
    this.find = find;
    this.matches = this.trace.pre.filter(isIn(matches, this.trace.count));
    const matched = new Uint8Array(this.trace.count);
    for (const index of matches) matched[index] = 1;
    this.matched = matched;
    if (this.mode !== 'highlight') this.openMatches();
    this.refresh();
    if (revealFirst && this.matches.length > 0) this.show(this.matches[0]!);
  }

  setMode(mode: FindMode): void {
    this.mode = mode;
    if (mode !== 'highlight') this.openMatches();
    this.refresh();
  }

  setOpen(index: number, open: boolean): void {
    if (this.trace.size[index]! < 2 || (this.open[index] === 1) === open) return;
    this.open = this.open.slice();
    this.open[index] = open ? 1 : 0;
    this.refresh();
  }

  foldAll(direction: 'close' | 'open'): void {
    this.open = setAll(this.trace, direction === 'open' ? 1 : 0);
    this.refresh();
  }

  foldLevel(direction: 'close' | 'open'): void {
    this.open = foldOneLevel(this.trace, this.open, direction);
    this.refresh();
  }

  select(index: number): void {
    this.selected = index;
    if (index >= 0) this.current = index;
    this.tell();
  }

  /** Moves the tab stop of the tree; `focus` also moves the focus and scrolls there. */
  moveTo(index: number, focus: boolean): void {
    this.current = index;
    this.reveal = { index, focus };
    this.tell();
  }

  /** Makes a span a row, wherever it is folded away or filtered out, and scrolls to it in both directions. */
  show(index: number): void {
    if (this.mode !== 'highlight' && !this.matched[index] && this.matches.length > 0) this.mode = 'highlight';
    const open = this.open.slice();
    openAbove(this.trace, open, index);
    this.open = open;
    this.current = index;
    this.reveal = { index, focus: false };
    this.window = windowWith(this.window, this.trace.start[index]!, this.trace.length[index]!, this.trace.duration);
    this.refresh();
  }

  /** The next of `among` (in walk order) after the current span, around the end. */
  step(among: Int32Array, direction: 1 | -1): void {
    if (among.length === 0) return;
    const { position } = this.trace;
    const here = this.current < 0 ? -1 : position[this.current]!;
    const list = Array.from(among);
    const next = direction === 1
      ? (list.find((index) => position[index]! > here) ?? list[0]!)
      : (list.findLast((index) => position[index]! < here) ?? list[list.length - 1]!);
    this.show(next);
    if (this.selected >= 0) this.select(next);
  }

  zoomTo(from: number, to: number): void {
    this.setWindow(fitWindow(from, to, this.trace.duration));
  }

  zoomBy(factor: number, anchor = 0.5): void {
    this.setWindow(zoomWindow(this.window, factor, anchor, this.trace.duration));
  }

  pan(fraction: number): void {
    this.setWindow(panWindow(this.window, fraction, this.trace.duration));
  }

  fit(): void {
    this.zoomTo(0, this.trace.duration);
  }

  private setWindow(window: TimeWindow): void {
    this.window = window;
    this.tell();
  }

  private openMatches(): void {
    const open = this.open.slice();
    openAboveAll(this.trace, open, this.matches);
    this.open = open;
  }

  private refresh(): void {
    const filtering = this.mode !== 'highlight' && this.matches.length > 0;
    const keep = filtering ? keepOf(this.trace, this.matches, this.mode === 'context') : null;
    this.rows = visibleRows(this.trace, this.open, keep);
    const row = this.current < 0 ? -1 : rowOf(this.trace, this.rows, this.current);
    this.current = this.rows[Math.max(row, 0)] ?? -1;
    this.tell();
  }

  private indexesOf(ids: readonly string[]): number[] {
    return ids.filter(Boolean).map((id) => this.trace.spanIds.indexOf(id.toLowerCase())).filter((index) => index >= 0);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

function isIn(indexes: Int32Array, count: number): (index: number) => boolean {
  const set = new Uint8Array(count);
  for (const index of indexes) set[index] = 1;
  return (index) => set[index] === 1;
}
