import { useCallback, useLayoutEffect, useState, useSyncExternalStore, type RefObject } from 'react';

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

export const useNarrow = () => useMedia('(max-width: 640px)');

export function useSize(ref: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const read = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    const observer = new ResizeObserver(read);
    observer.observe(element);
    read();
    return () => observer.disconnect();
  }, [ref]);
  return size;
}

/** Rows [from, to) of a long list that are near the visible part of the nearest scrolling ancestor. */
export function useVirtualRows(ref: RefObject<HTMLElement | null>, count: number, rowHeight: number, step = 20) {
  const [range, setRange] = useState({ from: 0, to: Math.min(count, 60) });
  useLayoutEffect(() => {
    const list = ref.current;
    const scroller = list && scrollParent(list);
    if (!list || !scroller) return;
    const read = () => {
      const above = scroller.getBoundingClientRect().top - list.getBoundingClientRect().top;
      const first = Math.floor(above / rowHeight / step) * step - step;
      const last = Math.ceil((above + scroller.clientHeight) / rowHeight / step) * step + step;
      const from = Math.max(0, Math.min(first, count));
      const to = Math.max(from, Math.min(last, count));
      setRange((old) => (old.from === from && old.to === to ? old : { from, to }));
    };
    read();
    scroller.addEventListener('scroll', read, { passive: true });
    const observer = new ResizeObserver(read);
    observer.observe(scroller);
    return () => {
      scroller.removeEventListener('scroll', read);
      observer.disconnect();
    };
  }, [ref, count, rowHeight, step]);
  return { from: Math.min(range.from, count), to: Math.min(range.to, count) };
}

function scrollParent(element: HTMLElement): HTMLElement | null {
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return null;
}
