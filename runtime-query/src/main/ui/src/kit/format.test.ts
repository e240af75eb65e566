import { describe, expect, it } from 'vitest';
import { duration, exactMicros, tickLabel, ticks } from './duration.ts';
import { bytes, count, nameText, visible } from './text.ts';
import { ago, clockTime, fromLocalInput, toLocalInput } from './time.ts';

describe('durations', () => {
  it.each([
    [0, '0 µs'], [1, '1 µs'], [0.5, '0.500 µs'], [999, '999 µs'], [999.9, '1.00 ms'], [1000, '1 ms'], [1234, '1.23 ms'], [12_345, '12.3 ms'],
    [99_998, '100 ms'], [123_456, '123 ms'], [1_420_000, '1.42 s'], [90_000_000, '1.50 min'], [7_200_000_000, '2 h'], [86_400e6 * 3, '3 d'],
    [-1500, '-1.50 ms'], [Number.NaN, '?'],
  ])('%d µs reads %s', (micros, text) => expect(duration(micros)).toBe(text));

  it('gives the exact number on demand', () => expect(exactMicros(1_420_031)).toBe('1,420,031 µs'));

  it.each([[0, 1_420_000, 7], [0, 100, 5], [500, 501, 8], [0, 86_400e6, 6], [12_345, 67_890, 4]])(
    'ticks of %d to %d are round, inside and about as many as wanted', (from, to, wanted) => {
      const marks = ticks(from, to, wanted);
      expect(marks.length).toBeGreaterThanOrEqual(Math.floor(wanted / 2.6));
      expect(marks.length).toBeLessThanOrEqual(wanted * 2);
      for (const mark of marks) expect(mark >= from && mark <= to * 1.000001).toBe(true);
      expect(new Set(marks.map((mark) => tickLabel(mark, to - from))).size).toBe(marks.length);
    });

  it('does not hang on an empty range', () => expect(ticks(5, 5, 4)).toEqual([5]));
});

describe('text from outside', () => {
  it.each([
    ['abc\u202Edef', 'abc\\u202edef'], ['\u2066x\u2069', '\\u2066x\\u2069'], ['a\u0000b', 'a\\u0000b'], ['\uFEFF', '\\ufeff'], ['\u200B', '\\u200b'],
    ['line\nbreak\ttab', 'line\nbreak\ttab'], ['日本語 🙂', '日本語 🙂'], ['<b>', '<b>'],
  ])('%j is shown as %j', (text, shown) => expect(visible(text)).toBe(shown));

  it('makes one line of a name, and names the empty one', () => {
    expect(nameText('a\nb')).toBe('a b');
    expect(nameText('')).toBe('(empty)');
    expect(nameText('x'.repeat(9999))).toHaveLength(500);
  });

  it('counts with the right plural', () => expect([count(1, 'span'), count(2000, 'span'), count(2, 'child', 'children')]).toEqual(['1 span', '2,000 spans', '2 children']));
  it('writes sizes', () => expect([bytes(999), bytes(4096), bytes(1_048_576)]).toEqual(['999 B', '4.1 kB', '1.0 MB']));
});

describe('time', () => {
  it('does not break on impossible times', () => {
    for (const bad of [Number.NaN, -1, 2 ** 80, Infinity]) expect(clockTime(bad)).toBe('unknown time');
  });
  it.each([[5, '5 s ago'], [61, '1 min ago'], [7200, '2 h ago'], [259_200, '3 d ago'], [-5, 'in the future']])('%d s back is %s', (back, text) => {
    expect(ago((1_700_000_000 - back) * 1e6, 1_700_000_000_000)).toBe(text);
  });
  it('survives the input field', () => {
    const micros = 1_795_348_800_000_000;
    expect(fromLocalInput(toLocalInput(micros))).toBe(micros);
    expect(fromLocalInput('')).toBeNull();
  });
});
