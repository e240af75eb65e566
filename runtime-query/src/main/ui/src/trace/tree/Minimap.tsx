import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { duration } from '../../kit/duration.ts';
import { useNarrow, useSize } from '../../kit/hooks.ts';
import { canvasPalette, useTheme } from '../../theme/theme.ts';
import { drawMinimap } from '../canvas/drawMinimap.ts';
import { useTraceView, useView } from '../view/useView.ts';
import styles from './Tree.module.css';

/// Drag over it to zoom; a click moves the shown window there. Its keyboard twin is the ruler.

export function Minimap() {
  const view = useTraceView();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const window = useView((v) => v.window);
  const theme = useTheme();
  const { width } = useSize(box);
  const height = useNarrow() ? 48 : 64;
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);

  useEffect(() => {
    if (canvas.current && width > 0) drawMinimap(canvas.current, view, width, height, canvasPalette());
  }, [view, width, height, window, theme]);

  const xOf = (event: PointerEvent) =>
    Math.max(0, Math.min(width, event.clientX - event.currentTarget.getBoundingClientRect().left));
  const timeAt = (x: number) => (x / Math.max(width, 1)) * view.trace.duration;
  const onPointerUp = (event: PointerEvent) => {
    if (!drag) return;
    setDrag(null);
    const to = xOf(event);
    if (Math.abs(to - drag.from) > 4) view.zoomTo(timeAt(Math.min(to, drag.from)), timeAt(Math.max(to, drag.from)));
    else {
      const half = (view.window.to - view.window.from) / 2;
      view.zoomTo(timeAt(to) - half, timeAt(to) + half);
    }
  };
  const [left, right] = drag ? [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)] : [0, 0];
  return (
    <div ref={box} className={styles.minimap} style={{ height }} aria-hidden="true"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: xOf(event), to: xOf(event) });
      }}
      onPointerMove={(event) => drag && setDrag({ ...drag, to: xOf(event) })}
      onPointerUp={onPointerUp} onDoubleClick={() => view.fit()}>
      <canvas ref={canvas} />
      {drag && right - left > 4 && (
        <div className={styles.zoomBox} style={{ left, width: right - left }}>
          <span>{duration(timeAt(right) - timeAt(left))}</span>
        </div>
      )}
    </div>
  );
}
