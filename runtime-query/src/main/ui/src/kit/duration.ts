/// Durations with three significant figures. Input is always µs.

const UNITS = [
  { name: 'µs', micros: 1 },
  { name: 'ms', micros: 1e3 },
  { name: 's', micros: 1e6 },
  { name: 'min', micros: 60e6 },
  { name: 'h', micros: 3600e6 },
  { name: 'd', micros: 86_400e6 },
] as const;

type Unit = (typeof UNITS)[number];

export function unitFor(micros: number): Unit {
  const size = Math.abs(micros);
  // 999.5 µs reads better as 1.00 ms than as 1000 µs.
  return [...UNITS].reverse().find((unit) => size >= unit.micros * 0.9995) ?? UNITS[0];
}

export function duration(micros: number, unit: Unit = unitFor(micros)): string {
  if (!Number.isFinite(micros)) return '?';
  return `${figures(micros / unit.micros)} ${unit.name}`;
}

/** "1,420,031 µs": what a focused or hovered duration says. */
export function exactMicros(micros: number): string {
  return Number.isFinite(micros) ? `${micros.toLocaleString('en', { maximumFractionDigits: 3 })} µs` : '? µs';
}

function figures(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (Number.isInteger(value) && size < 1000) return String(value);
  if (size >= 99.95) return Math.round(value).toLocaleString('en');
  return value.toFixed(size >= 9.995 ? 1 : size >= 0.9995 ? 2 : size >= 0.09995 ? 3 : 4);
}

/** Round tick positions (µs) inside [from, to], about `wanted` of them. */
export function ticks(from: number, to: number, wanted: number): number[] {
  const span = to - from;
  if (!(span > 0)) return [from];
  const unit = unitFor(span).micros;
  const raw = span / unit / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = unit * power * ([1, 2, 5, 10].find((factor) => factor * power >= raw * 0.7) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const found: number[] = [];
  for (let at = first; at * step <= to * (1 + 1e-12); at++) found.push(at * step);
  return found;
}

/** A tick in the unit of the whole range, without needless zeros. */
export function tickLabel(micros: number, range: number): string {
  const unit = unitFor(range);
  const value = micros / unit.micros;
  return value === 0 ? `0 ${unit.name}` : `${Number(value.toPrecision(12)).toLocaleString('en', { maximumFractionDigits: 6 })} ${unit.name}`;
}
