import { CANVAS_FONT, context2d } from '../../kit/canvas.ts';
import { duration, ticks } from '../../kit/duration.ts';
import type { Palette } from '../../theme/theme.ts';
import { Kind, type Columns } from '../model/columns.ts';
import { Flag } from '../model/flags.ts';
import type { TraceView } from '../view/TraceView.ts';
import type { TimeWindow } from '../view/window.ts';

/// The bars of some rows, drawn on one canvas (a tile) that scrolls with the rows.

export interface Lane {
  readonly rowHeight: number;
  /** Middle of the bar from the top of its row. */
  readonly centre: number;
}

export interface Bar {
  readonly x: number;
  readonly width: number;
  /** The span is entirely before or after the shown window. */
  readonly outside: -1 | 0 | 1;
}

/** Room at the right edge for the durations of the longest bars. */
export const GUTTER = 60;
const BAR = 12;
const MIN_WIDTH = 2;
const MIN_ERROR_WIDTH = 4;

export function barOf(start: number, length: number, window: TimeWindow, width: number, error: boolean): Bar {
  const scale = width / (window.to - window.from);
  const left = (start - window.from) * scale;
  const right = (start + length - window.from) * scale;
  const least = error ? MIN_ERROR_WIDTH : MIN_WIDTH;
  const outside = right < 0 ? -1 : left > width ? 1 : 0;
  const x = Math.min(Math.max(left, 0), Math.max(width - least, 0));
  return { x, width: Math.max(Math.min(right, width) - x, least), outside };
}

export function drawTile(
  canvas: HTMLCanvasElement, view: TraceView, rows: Int32Array, from: number, to: number,
  width: number, lane: Lane, palette: Palette,
): void {
  const g = context2d(canvas, width, (to - from) * lane.rowHeight);
  if (!g || width <= GUTTER) return;
  const scale = width - GUTTER;
  g.font = CANVAS_FONT;
  g.textBaseline = 'middle';
  drawGrid(g, view.window, scale, to - from, lane, palette);
  for (let row = from; row < to; row++) {
    drawBar(g, view, rows[row]!, (row - from) * lane.rowHeight + lane.centre, scale, palette);
  }
}

export function wantedTicks(width: number): number {
  return Math.max(2, Math.min(8, Math.floor(width / 90)));
}

/** Lines through whole rows; where the name stands above its bar, only beside the bar. */
function drawGrid(g: CanvasRenderingContext2D, window: TimeWindow, width: number, rows: number, lane: Lane, palette: Palette): void {
  const whole = lane.centre * 2 === lane.rowHeight;
  g.fillStyle = palette.token('line');
  g.globalAlpha = 0.5;
  for (const tick of ticks(window.from, window.to, wantedTicks(width))) {
    const x = Math.round(((tick - window.from) / (window.to - window.from)) * width);
    if (whole) g.fillRect(x, 0, 1, rows * lane.rowHeight);
    else for (let row = 0; row < rows; row++) g.fillRect(x, row * lane.rowHeight + lane.centre - 9, 1, 18);
  }
  g.globalAlpha = 1;
}

function drawBar(g: CanvasRenderingContext2D, view: TraceView, index: number, centre: number, width: number, palette: Palette): void {
  const { trace, window } = view;
  const error = (trace.flags[index]! & Flag.error) !== 0;
  const bar = barOf(trace.start[index]!, trace.length[index]!, window, width, error);
  if (bar.outside !== 0) {
    drawChevron(g, bar.outside < 0 ? 6 : width - 6, centre, bar.outside, palette);
    return;
  }
  const look = view.looks[trace.service[index]!]!;
  const top = centre - BAR / 2;
  const kind = trace.kind[index];
  const inner = kind === Kind.client ? serverChild(trace, index) : -1;
  g.fillStyle = palette.services[look.slot]!;
  g.globalAlpha = inner >= 0 ? 0.42 : 1;
  if (trace.flags[index]! & Flag.badTime) {
    drawUnknown(g, bar, top, palette);
    return;
  }
  shape(g, bar, top, kind ?? 0);
  g.globalAlpha = 1;
  if (inner >= 0) {
    const within = barOf(trace.start[inner]!, trace.length[inner]!, window, width, false);
    if (within.outside === 0) g.fillRect(within.x, top + 3, Math.min(within.width, bar.x + bar.width - within.x), BAR - 6);
  }
  if (look.pattern !== 'solid') drawPattern(g, bar, top, look.pattern, palette);
  if (error) drawError(g, bar, top, palette);
  g.fillStyle = palette.token('text-2');
  g.textAlign = 'left';
  g.fillText(duration(trace.length[index]!), bar.x + bar.width + 6, centre + 0.5);
}

/** Client: open to the left. Producer and consumer: slanted at the end. Others: a plain bar. */
function shape(g: CanvasRenderingContext2D, { x, width }: Bar, top: number, kind: number): void {
  const asynchronous = kind === Kind.producer || kind === Kind.consumer;
  g.beginPath();
  if (asynchronous && width > 10) {
    g.moveTo(x, top);
    g.lineTo(x + width, top);
    g.lineTo(x + width - 6, top + BAR);
    g.lineTo(x, top + BAR);
  } else if (kind === Kind.client && width > 10) {
    g.moveTo(x, top);
    g.lineTo(x + width, top);
    g.lineTo(x + width, top + BAR);
    g.lineTo(x, top + BAR);
    g.lineTo(x + 4, top + BAR / 2);
  } else {
    g.roundRect(x, top, width, BAR, Math.min(2, width / 2));
  }
  g.fill();
}

/** Time not known: dots at the beginning, and the words. */
function drawUnknown(g: CanvasRenderingContext2D, { x }: Bar, top: number, palette: Palette): void {
  g.globalAlpha = 1;
  for (let at = 0; at < 4; at++) g.fillRect(x + at * 5, top + 4, 2, BAR - 8);
  g.fillStyle = palette.token('text-2');
  g.textAlign = 'left';
  g.fillText('time unknown', x + 24, top + BAR / 2 + 0.5);
}

function drawPattern(g: CanvasRenderingContext2D, { x, width }: Bar, top: number, pattern: 'diagonal' | 'dots', palette: Palette): void {
  g.save();
  g.beginPath();
  g.rect(x, top, width, BAR);
  g.clip();
  g.strokeStyle = g.fillStyle = palette.token('bg');
  g.globalAlpha = 0.4;
  g.lineWidth = 2;
  g.beginPath();
  for (let at = x - BAR; at < x + width; at += 7) {
    if (pattern === 'dots') g.rect(at, top + 3, 2, 2);
    else {
      g.moveTo(at, top + BAR);
      g.lineTo(at + BAR, top);
    }
  }
  pattern === 'dots' ? g.fill() : g.stroke();
  g.restore();
}

/** A red rail under the bar and a notch at its end: told by shape, not by colour alone. */
function drawError(g: CanvasRenderingContext2D, { x, width }: Bar, top: number, palette: Palette): void {
  g.fillStyle = palette.token('error');
  g.fillRect(x, top + BAR - 3, width, 3);
  g.fillStyle = palette.token('bg');
  g.beginPath();
  g.moveTo(x + width - Math.min(6, width), top);
  g.lineTo(x + width + 0.5, top);
  g.lineTo(x + width + 0.5, top + Math.min(6, width + 2));
  g.fill();
}

function drawChevron(g: CanvasRenderingContext2D, x: number, y: number, direction: -1 | 1, palette: Palette): void {
  g.strokeStyle = palette.token('border');
  g.lineWidth = 1.5;
  g.beginPath();
  g.moveTo(x - 2 * direction, y - 4);
  g.lineTo(x + 2 * direction, y);
  g.lineTo(x - 2 * direction, y + 4);
  g.stroke();
}

/** The one server span that answers a client span; the gap around it is the network. */
function serverChild(trace: Columns, index: number): number {
  for (let at = trace.childFrom[index]!; at < trace.childFrom[index + 1]!; at++) {
    if (trace.kind[trace.child[at]!] === Kind.server) return trace.child[at]!;
  }
  return -1;
}
