import { CANVAS_FONT, context2d } from '../kit/canvas.ts';
import { duration } from '../kit/duration.ts';
import { clockTime, dayOf } from '../kit/time.ts';
import type { Palette } from '../theme/theme.ts';
import type { Point, Scatter } from './scatter.ts';

export function drawScatter(
  canvas: HTMLCanvasElement, width: number, height: number, scatter: Scatter, palette: Palette,
  active: Point | null, drag: { from: number; to: number } | null,
): void {
  const g = context2d(canvas, width, height);
  if (!g) return;
  const bottom = height - 26;
  g.font = CANVAS_FONT;
  g.lineWidth = 1;
  drawAxes(g, width, bottom, scatter, palette);
  if (drag) {
    g.fillStyle = palette.token('selected');
    g.fillRect(Math.min(drag.from, drag.to), 8, Math.abs(drag.to - drag.from), bottom - 8);
  }
  for (const point of scatter.points) drawPoint(g, point, palette, point.row.traceId === active?.row.traceId);
}

function drawAxes(g: CanvasRenderingContext2D, width: number, bottom: number, scatter: Scatter, palette: Palette): void {
  g.fillStyle = palette.token('text-2');
  g.strokeStyle = palette.token('line');
  g.textAlign = 'right';
  g.textBaseline = 'middle';
  for (const { y, micros } of scatter.yTicks) {
    g.globalAlpha = 0.6;
    g.beginPath();
    g.moveTo(60, Math.round(y) + 0.5);
    g.lineTo(width - 16, Math.round(y) + 0.5);
    g.stroke();
    g.globalAlpha = 1;
    g.fillText(duration(micros), 52, y);
  }
  g.textBaseline = 'alphabetic';
  const sameDay = dayOf(scatter.from) === dayOf(scatter.to);
  const labels = Math.max(2, Math.min(6, Math.floor((width - 76) / 150)));
  for (let i = 0; i < labels; i++) {
    const x = 60 + ((width - 76) * i) / (labels - 1);
    const micros = scatter.timeAt(x);
    const time = clockTime(micros).slice(0, scatter.to - scatter.from < 20e6 ? 12 : 8);
    g.textAlign = i === 0 ? 'left' : i === labels - 1 ? 'right' : 'center';
    g.fillText(sameDay ? time : `${dayOf(micros).replace(/ \d+$/, '')} ${time.slice(0, 5)}`, x, bottom + 18);
  }
}

function drawPoint(g: CanvasRenderingContext2D, point: Point, palette: Palette, active: boolean): void {
  const { x, y, radius } = point;
  if (active) {
    g.strokeStyle = palette.token('focus');
    g.lineWidth = 2;
    g.beginPath();
    g.arc(x, y, radius + 4, 0, Math.PI * 2);
    g.stroke();
  }
  if (point.row.errors > 0) {
    const arm = Math.max(radius * 0.75, 4);
    g.strokeStyle = palette.token('error');
    g.lineWidth = 2.5;
    g.lineCap = 'round';
    g.beginPath();
    g.moveTo(x - arm, y - arm);
    g.lineTo(x + arm, y + arm);
    g.moveTo(x + arm, y - arm);
    g.lineTo(x - arm, y + arm);
    g.stroke();
    return;
  }
  g.fillStyle = g.strokeStyle = palette.token('accent');
  g.lineWidth = 1.25;
  g.beginPath();
  g.arc(x, y, radius, 0, Math.PI * 2);
  g.globalAlpha = 0.28;
  g.fill();
  g.globalAlpha = 1;
  g.stroke();
}
