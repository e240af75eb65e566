import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { duration, tickLabel, ticks } from '../../kit/duration.ts';
import { wantedTicks } from '../canvas/bars.ts';
import { useTraceView, useView } from '../view/useView.ts';
import styles from './Tree.module.css';

/// The time scale above the bars. Drag zooms; with the keyboard, arrows pan and zoom.

export function Ruler({ width }: { width: number }) {
  const view = useTraceView();
  const window = useView((v) => v.window);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const span = window.to - window.from;
  const timeAt = (x: number) => window.from + (x / Math.max(width, 1)) * span;
  const xOf = (event: PointerEvent) =>
    Math.max(0, Math.min(width, event.clientX - event.currentTarget.getBoundingClientRect().left));
  const onPointerUp = (event: PointerEvent) => {
    const to = xOf(event);
    if (drag && Math.abs(to - drag.from) > 4) view.zoomTo(timeAt(Math.min(to, drag.from)), timeAt(Math.max(to, drag.from)));
    setDrag(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const large = event.shiftKey ? 4 : 1;
    if (event.key === 'ArrowLeft') view.pan(-0.1 * large);
    else if (event.key === 'ArrowRight') view.pan(0.1 * large);
    else if (event.key === 'ArrowUp') view.zoomBy(0.8 ** large);
    else if (event.key === 'ArrowDown') view.zoomBy(1.25 ** large);
    else if (event.key === 'Home') view.fit();
    else return;
    event.preventDefault();
  };
  const marks = ticks(window.from, window.to, wantedTicks(width));
  const [left, right] = drag ? [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)] : [0, 0];
  return (
    <div className={styles.ruler} tabIndex={0} role="group" onKeyDown={onKeyDown} onDoubleClick={() => view.fit()}
      aria-label={`Time shown: ${tickLabel(Math.round(window.from), span)} to ${tickLabel(Math.round(window.to), span)}. Left and right move, up and down zoom, Home shows all.`}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: xOf(event), to: xOf(event) });
      }}
      onPointerMove={(event) => drag && setDrag({ ...drag, to: xOf(event) })} onPointerUp={onPointerUp}>
      {marks.map((tick) => {
        const x = ((tick - window.from) / span) * width;
        return (
          <span key={tick} aria-hidden="true" className={styles.tick} style={{ left: x }}>
            {tickLabel(tick, span)}
          </span>
        );
      })}
      {drag && right - left > 4 && (
        <div className={styles.zoomBox} style={{ left, width: right - left }} aria-hidden="true">
          <span>{duration(timeAt(right) - timeAt(left))}</span>
        </div>
      )}
    </div>
  );
}
