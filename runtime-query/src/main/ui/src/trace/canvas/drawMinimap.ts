import { context2d } from '../../kit/canvas.ts';
import type { Palette } from '../../theme/theme.ts';
import { Flag } from '../model/flags.ts';
import type { TraceView } from '../view/TraceView.ts';
import { barOf } from './bars.ts';

/// The whole trace in a strip: every span a line in walk order, errors as ticks on the top edge, the part
/// outside the shown window in shade.

const ERROR_TICK = 6;

export function drawMinimap(canvas: HTMLCanvasElement, view: TraceView, width: number, height: number, palette: Palette): void {
  const g = context2d(canvas, width, height);
  if (!g) return;
  const { trace } = view;
  const whole = { from: 0, to: Math.max(trace.duration, 1) };
  const top = ERROR_TICK + 2;
  const room = height - top - 4;
  const line = Math.max(1, Math.min(4, room / Math.max(trace.count, 1) - 0.5));
  for (let at = 0; at < trace.count; at++) {
    const index = trace.pre[at]!;
    const bar = barOf(trace.start[index]!, trace.length[index]!, whole, width, false);
    g.fillStyle = palette.services[view.looks[trace.service[index]!]!.slot]!;
    g.globalAlpha = trace.count > room * 3 ? 0.35 : 0.85;
    g.fillRect(bar.x, top + (at / Math.max(trace.count, 1)) * room, Math.max(bar.width, 1), line);
  }
  g.globalAlpha = 1;
  g.fillStyle = palette.token('error');
  for (const index of view.errors) {
    if (trace.flags[index]! & Flag.badTime) continue;
    g.fillRect(barOf(trace.start[index]!, 0, whole, width, false).x, 0, 2, ERROR_TICK);
  }
  const left = (view.window.from / whole.to) * width;
  const right = (view.window.to / whole.to) * width;
  if (left <= 0 && right >= width) return;
  g.fillStyle = palette.token('shade');
  g.fillRect(0, 0, left, height);
  g.fillRect(right, 0, width - right, height);
  g.fillStyle = palette.token('accent');
  g.fillRect(Math.max(left - 1, 0), 0, 2, height);
  g.fillRect(Math.min(right - 1, width - 2), 0, 2, height);
}
