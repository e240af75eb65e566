import { createContext, useContext, useSyncExternalStore } from 'react';
import type { TraceView } from './TraceView.ts';

export const ViewContext = createContext<TraceView | null>(null);

export function useTraceView(): TraceView {
  const view = useContext(ViewContext);
  if (!view) throw new Error('useTraceView needs a ViewContext above');
  return view;
}

/** One field of the view, or something small computed from it: a number, a boolean, an unchanged object. */
export function useView<T>(select: (view: TraceView) => T): T {
  const view = useTraceView();
  return useSyncExternalStore(view.subscribe, () => select(view));
}
