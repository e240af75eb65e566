import { useEffect, type RefObject } from 'react';
import type { TraceView } from '../view/TraceView.ts';

/// Ctrl + wheel (and a touchpad's pinch) zooms at the pointer, a sideways wheel pans, two fingers zoom.

export function useZoomGestures(ref: RefObject<HTMLElement | null>, view: TraceView, left: number, width: number): void {
  useEffect(() => {
    const box = ref.current;
    if (!box) return;
    const anchorOf = (clientX: number) =>
      Math.min(1, Math.max(0, (clientX - box.getBoundingClientRect().left - left) / Math.max(width, 1)));
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        view.zoomBy(1.0015 ** event.deltaY, anchorOf(event.clientX));
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        view.pan((event.deltaX || event.deltaY) / Math.max(width, 1));
      }
    };
    let apart = 0;
    const spread = ([a, b]: Touch[]) => Math.max(20, Math.abs(a!.clientX - b!.clientX));
    const onTouchMove = (event: TouchEvent) => {
      const touches = [...event.touches];
      if (touches.length !== 2) {
        apart = 0;
        return;
      }
      event.preventDefault();
      const now = spread(touches);
      if (apart > 0) view.zoomBy(apart / now, anchorOf((touches[0]!.clientX + touches[1]!.clientX) / 2));
      apart = now;
    };
    box.addEventListener('wheel', onWheel, { passive: false });
    box.addEventListener('touchmove', onTouchMove, { passive: false });
    return () => {
      box.removeEventListener('wheel', onWheel);
      box.removeEventListener('touchmove', onTouchMove);
    };
  }, [ref, view, left, width]);
}
