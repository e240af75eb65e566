import { memo, useLayoutEffect, useRef } from 'react';
import { canvasPalette, onThemeChange } from '../../theme/theme.ts';
import { drawTile, type Lane } from '../canvas/bars.ts';
import { useTraceView } from '../view/useView.ts';
import { SpanRow } from './SpanRow.tsx';
import styles from './Tree.module.css';

/// 32 rows and the tile with their bars. Zoom repaints the tile without React.

export const BLOCK = 32;

export interface RowBlockProps {
  readonly rows: Int32Array;
  readonly block: number;
  readonly lane: Lane;
  readonly left: number;
  readonly width: number;
}

export const RowBlock = memo(function RowBlock({ rows, block, lane, left, width }: RowBlockProps) {
  const view = useTraceView();
  const canvas = useRef<HTMLCanvasElement>(null);
  const from = block * BLOCK;
  const to = Math.min(from + BLOCK, rows.length);

  useLayoutEffect(() => {
    let drawn = view.window;
    const draw = () => {
      drawn = view.window;
      if (canvas.current) drawTile(canvas.current, view, rows, from, to, width, lane, canvasPalette());
    };
    let frame = 0;
    const later = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(draw);
    };
    draw();
    const stopView = view.subscribe(() => view.window !== drawn && later());
    const stopTheme = onThemeChange(later);
    return () => {
      cancelAnimationFrame(frame);
      stopView();
      stopTheme();
    };
  }, [view, rows, from, to, width, lane]);

  return (
    <>
      {Array.from(rows.subarray(from, to), (index, at) => (
        <SpanRow key={index} index={index} row={from + at} top={(from + at) * lane.rowHeight} height={lane.rowHeight} />
      ))}
      <canvas ref={canvas} className={styles.tile} style={{ top: from * lane.rowHeight, left }} aria-hidden="true" />
    </>
  );
});
