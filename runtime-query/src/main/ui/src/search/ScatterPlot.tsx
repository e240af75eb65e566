import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { duration } from '../kit/duration.ts';
import { useSize } from '../kit/hooks.ts';
import { count, nameText } from '../kit/text.ts';
import { clockTime, dayAndTime } from '../kit/time.ts';
import { canvasPalette, useTheme } from '../theme/theme.ts';
import { drawScatter } from './drawScatter.ts';
import { layoutScatter, nearest } from './scatter.ts';
import type { ResultRow } from './summarise.ts';
import styles from './Results.module.css';

/// Duration over time, one point per trace. Drag narrows the window, a click opens the trace. With the
/// keyboard it is one stop: arrows go from point to point in order of time, Enter opens.

export interface ScatterPlotProps {
  readonly rows: readonly ResultRow[];
  readonly onOpen: (row: ResultRow) => void;
  readonly onNarrow: (fromMicros: number, toMicros: number) => void;
}

const HEIGHT = 176;

export function ScatterPlot({ rows, onOpen, onNarrow }: ScatterPlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width } = useSize(box);
  const theme = useTheme();
  const [at, setAt] = useState<string | null>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const scatter = useMemo(
    () => layoutScatter(rows, { left: 60, right: Math.max(width - 16, 61), top: 12, bottom: HEIGHT - 26 }),
    [rows, width],
  );
  const inTime = useMemo(() => [...scatter.points].sort((a, b) => a.x - b.x || a.y - b.y), [scatter]);
  const active = inTime.findIndex((point) => point.row.traceId === at);

  useEffect(() => {
    if (canvas.current && width > 0) {
      drawScatter(canvas.current, width, HEIGHT, scatter, canvasPalette(), active < 0 ? null : inTime[active]!, drag);
    }
  }, [scatter, width, theme, active, inTime, drag]);

  const place = (event: PointerEvent) => {
    const rect = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - rect.left, y: event.clientY - rect.top };
  };
  const onPointerMove = (event: PointerEvent) => {
    const { x, y } = place(event);
    if (drag) {
      setDrag({ ...drag, to: x });
      return;
    }
    const hit = nearest(scatter.points, x, y, 8);
    setAt(hit < 0 ? null : scatter.points[hit]!.row.traceId);
  };
  const onPointerUp = (event: PointerEvent) => {
    const { x, y } = place(event);
    setDrag(null);
    if (drag && Math.abs(x - drag.from) > 6) {
      const [from, to] = [Math.min(x, drag.from), Math.max(x, drag.from)];
      onNarrow(scatter.timeAt(Math.max(from, 60)), scatter.timeAt(Math.min(to, width - 16)));
      return;
    }
    const hit = nearest(scatter.points, x, y, 8);
    if (hit >= 0) onOpen(scatter.points[hit]!.row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = inTime.length - 1;
    const next: Readonly<Record<string, number>> = {
      ArrowRight: Math.min(last, active + 1), ArrowUp: Math.min(last, active + 1),
      ArrowLeft: Math.max(0, active - 1), ArrowDown: Math.max(0, active - 1), Home: 0, End: last,
    };
    if (event.key in next) setAt(inTime[next[event.key]!]?.row.traceId ?? null);
    else if (event.key === 'Enter' && active >= 0) onOpen(inTime[active]!.row);
    else if (event.key === 'Escape') setAt(null);
    else return;
    event.preventDefault();
  };

  const point = active < 0 ? null : inTime[active]!;
  return (
    <div ref={box} className={styles.scatter} tabIndex={0} role="application" aria-roledescription="scatter plot"
      aria-label={`${count(rows.length, 'trace')} by time and duration. Arrow keys go from point to point, Enter opens. The table below has the same traces.`}
      onPointerMove={onPointerMove} onPointerLeave={() => !drag && setAt(null)} onBlur={() => setAt(null)} onKeyDown={onKeyDown} onPointerUp={onPointerUp}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const { x } = place(event);
        setDrag({ from: x, to: x });
      }}>
      <canvas ref={canvas} aria-hidden="true" />
      <div className="visually-hidden" role="status">{point ? describe(point.row) : ''}</div>
      {point && !drag && <Tip row={point.row} x={point.x} y={point.y} width={width} />}
      {drag && Math.abs(drag.to - drag.from) > 6 && (
        <div className={styles.dragNote}>
          {clockTime(scatter.timeAt(Math.min(drag.from, drag.to)))} – {clockTime(scatter.timeAt(Math.max(drag.from, drag.to)))}
        </div>
      )}
    </div>
  );
}

function describe(row: ResultRow): string {
  const errors = row.errors ? `, ${count(row.errors, 'error')}` : '';
  return `${nameText(row.service)}, ${nameText(row.operation)}, ${duration(row.duration)}, ${count(row.spans, 'span')}${errors}, ${dayAndTime(row.startMicros)}`;
}

function Tip({ row, x, y, width }: { row: ResultRow; x: number; y: number; width: number }) {
  const left = x > width / 2;
  return (
    <div className={styles.tip} aria-hidden="true"
      style={{ top: Math.max(4, Math.min(y - 20, HEIGHT - 76)), ...(left ? { right: width - x + 14 } : { left: x + 14 }) }}>
      <strong>{nameText(row.operation)}</strong>
      <span>{nameText(row.service)}</span>
      <span>{duration(row.duration)} · {count(row.spans, 'span')}{row.errors > 0 && ` · ${count(row.errors, 'error')}`} · {clockTime(row.startMicros)}</span>
    </div>
  );
}
