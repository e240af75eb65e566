import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { readPref, writePref } from '../../app/prefs.ts';
import { useMedia, useNarrow, useSize } from '../../kit/hooks.ts';
import { GUTTER } from '../canvas/bars.ts';
import { rowOf } from '../model/rows.ts';
import { useTraceView, useView } from '../view/useView.ts';
import { RowBlock, BLOCK } from './RowBlock.tsx';
import { Ruler } from './Ruler.tsx';
import { Splitter } from './Splitter.tsx';
import { treeKey } from './treeKeys.ts';
import { useZoomGestures } from './useZoomGestures.ts';
import styles from './Tree.module.css';

/// The tree grid: names on the left, bars on the right, rows in blocks of which only the near ones are
/// mounted, and always the one that has the focus.

export function SpanTree() {
  const view = useTraceView();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useView((v) => v.rows);
  const reveal = useView((v) => v.reveal);
  const current = useView((v) => v.current);
  const size = useSize(scroller);
  const narrow = useNarrow();
  const coarse = useMedia('(pointer: coarse)');
  const lane = useMemo(
    () => (narrow ? { rowHeight: 48, centre: 35 } : coarse ? { rowHeight: 32, centre: 16 } : { rowHeight: 24, centre: 12 }),
    [narrow, coarse],
  );
  const [share, setShare] = useState(() => Number(readPref('name-width')) || 0.34);
  const left = narrow ? 0 : Math.round(Math.min(Math.max(size.width * share, 180), size.width * 0.7));
  const width = Math.max(size.width - left - 8, 0);
  const blocks = useBlocks(scroller, rows.length, lane.rowHeight, size.height);
  const kept = current < 0 ? -1 : Math.floor(rowOf(view.trace, rows, current) / BLOCK);
  const mounted = kept < 0 || blocks.includes(kept) ? blocks : [...blocks, kept];
  useZoomGestures(scroller, view, left, width - GUTTER);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box || !reveal) return;
    const row = rowOf(view.trace, view.rows, reveal.index);
    const top = row * lane.rowHeight;
    const hidden = top < box.scrollTop || top + lane.rowHeight > box.scrollTop + box.clientHeight;
    if (hidden) box.scrollTop = reveal.focus && Math.abs(top - box.scrollTop) < box.clientHeight * 1.5
      ? top < box.scrollTop ? top : top + lane.rowHeight - box.clientHeight
      : top - box.clientHeight / 3;
    if (reveal.focus) document.getElementById(`span-${view.current}`)?.focus({ preventScroll: true });
  }, [reveal, view, lane]);

  const onClick = useCallback((event: MouseEvent) => {
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>('[data-index]');
    if (!row) return;
    const index = Number(row.dataset['index']);
    if (target.closest('[data-toggle]')) view.setOpen(index, view.open[index] !== 1);
    else view.select(view.selected === index ? -1 : index);
    view.moveTo(index, true);
  }, [view]);
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(size.height / lane.rowHeight) - 1);
    if (treeKey(view, event, page)) event.preventDefault();
  };
  const keep = (next: number) => {
    setShare(next);
    writePref('name-width', next.toFixed(3));
  };

  return (
    <div className={styles.frame}>
      <div className={styles.columns}>
        {!narrow && <div className={styles.columnName} style={{ width: left }}>Service and operation</div>}
        {!narrow && <Splitter value={left / Math.max(size.width, 1)} onChange={keep} total={size.width} />}
        <Ruler width={Math.max(width - GUTTER, 1)} />
      </div>
      <div ref={scroller} className={styles.scroller} role="treegrid" aria-label="Spans" aria-rowcount={rows.length + 1} aria-colcount={2}
        onClick={onClick} onKeyDown={onKeyDown}
        onFocus={(event) => {
          const index = (event.target as HTMLElement).dataset['index'];
          if (index !== undefined && Number(index) !== view.current) view.moveTo(Number(index), false);
        }}>
        <div role="row" aria-rowindex={1} className="visually-hidden">
          <span role="columnheader">Service and operation</span>{' '}
          <span role="columnheader">Time</span>
        </div>
        <div role="rowgroup" className={narrow ? styles.bodyNarrow : styles.body}
          style={{ height: rows.length * lane.rowHeight, ['--name' as string]: `${left}px` }}>
          {mounted.map((block) => <RowBlock key={block} rows={rows} block={block} lane={lane} left={left} width={width} />)}
        </div>
      </div>
    </div>
  );
}

function useBlocks(ref: React.RefObject<HTMLDivElement | null>, rows: number, rowHeight: number, height: number): number[] {
  const [top, setTop] = useState(0);
  const blockHeight = BLOCK * rowHeight;
  useEffect(() => {
    const box = ref.current;
    if (!box) return;
    const read = () => setTop(Math.floor(box.scrollTop / (blockHeight / 2)) * (blockHeight / 2));
    box.addEventListener('scroll', read, { passive: true });
    return () => box.removeEventListener('scroll', read);
  }, [ref, blockHeight]);
  return useMemo(() => {
    const last = Math.max(0, Math.ceil(rows / BLOCK) - 1);
    const from = Math.min(Math.max(0, Math.floor((top - blockHeight / 4) / blockHeight)), last);
    const to = Math.min(last, Math.floor((top + blockHeight / 2 + Math.max(height, 1) + blockHeight / 4) / blockHeight));
    return rows === 0 ? [] : Array.from({ length: to - from + 1 }, (_, at) => from + at);
  }, [top, rows, blockHeight, height]);
}
