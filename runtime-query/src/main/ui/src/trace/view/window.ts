/// The shown part of a trace in time: zoom and pan within [0, duration], in µs.

export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

const FLOOR_MICROS = 1;

export function fitWindow(from: number, to: number, duration: number): TimeWindow {
  const whole = Math.max(duration, FLOOR_MICROS);
  const span = Math.min(Math.max(to - from, Math.min(FLOOR_MICROS, whole)), whole);
  const start = Math.min(Math.max(from + (to - from - span) / 2, 0), whole - span);
  return { from: start, to: start + span };
}

/** Factor below 1 zooms in; the point at `anchor` (0 = left edge, 1 = right edge) stays where it is. */
export function zoomWindow(window: TimeWindow, factor: number, anchor: number, duration: number): TimeWindow {
  const span = window.to - window.from;
  const whole = Math.max(duration, FLOOR_MICROS);
  const next = Math.min(Math.max(span * factor, Math.min(FLOOR_MICROS, whole)), whole);
  const fixed = window.from + span * anchor;
  return fitWindow(fixed - next * anchor, fixed + next * (1 - anchor), duration);
}

export function panWindow(window: TimeWindow, fraction: number, duration: number): TimeWindow {
  const span = window.to - window.from;
  const whole = Math.max(duration, FLOOR_MICROS);
  const from = Math.min(Math.max(window.from + span * fraction, 0), whole - span);
  return { from, to: from + span };
}

/** The same zoom, moved only if the span lies outside: then its start is a quarter of the way in. */
export function windowWith(window: TimeWindow, start: number, length: number, duration: number): TimeWindow {
  if (start + length >= window.from && start <= window.to) return window;
  const span = window.to - window.from;
  return fitWindow(start - span / 4, start + (span * 3) / 4, duration);
}

export const isWhole = (window: TimeWindow, duration: number): boolean =>
  window.from <= 0 && window.to >= Math.max(duration, FLOOR_MICROS);
