import type { KeyboardEvent, PointerEvent } from 'react';
import styles from './Tree.module.css';

/// Between names and bars. Drag it, or use the arrow keys.

export function Splitter({ value, onChange, total }: { value: number; onChange: (share: number) => void; total: number }) {
  const set = (share: number) => onChange(Math.min(0.7, Math.max(180 / Math.max(total, 1), share)));
  const onKeyDown = (event: KeyboardEvent) => {
    const step: Readonly<Record<string, number>> = { ArrowLeft: value - 0.02, ArrowRight: value + 0.02, Home: 0, End: 0.7 };
    if (!(event.key in step)) return;
    event.preventDefault();
    set(step[event.key]!);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const origin = event.currentTarget.parentElement!.getBoundingClientRect().left;
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => set((moved.clientX - origin) / total);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), { once: true });
  };
  return (
    <div className={styles.splitter} role="separator" aria-orientation="vertical" aria-label="Width of the name column" tabIndex={0}
      aria-valuenow={Math.round(value * 100)} aria-valuemin={Math.round((180 / Math.max(total, 1)) * 100)} aria-valuemax={70}
      onKeyDown={onKeyDown} onPointerDown={onPointerDown} onDoubleClick={() => onChange(0.34)} />
  );
}
