import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function tokens(theme: 'light' | 'dark'): Map<string, string> {
  const block = css.slice(css.indexOf(`[data-theme='${theme}']`));
  const body = block.slice(block.indexOf('{') + 1, block.indexOf('}'));
  return new Map([...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\s*;/g)].map((hit) => [hit[1]!, hit[2]!]));
}

function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

const FLOORS: readonly [token: string, floor: number][] = [
  ['text', 7], ['text-2', 4.5], ['accent', 4.5], ['error', 4.5], ['loss', 4.5], ['warn', 4.5], ['ok', 4.5],
  ['border', 3], ['focus', 3], ['critical', 7],
];

describe.each(['light', 'dark'] as const)('%s tokens', (theme) => {
  const token = tokens(theme);
  it.each(FLOORS)('%s has a contrast of at least %d on every ground', (name, floor) => {
    for (const ground of ['bg', 'surface', 'sunken']) {
      expect(contrast(token.get(name)!, token.get(ground)!), ground).toBeGreaterThanOrEqual(floor);
    }
  });

  it('keeps text readable on a matched row and on a service colour', () => {
    expect(contrast(token.get('text')!, token.get('match')!)).toBeGreaterThanOrEqual(7);
    for (let slot = 0; slot < 12; slot++) {
      expect(contrast(token.get(`svc-${slot}`)!, token.get('on-service')!), `svc-${slot}`).toBeGreaterThanOrEqual(4.5);
      expect(contrast(token.get(`svc-${slot}`)!, token.get('match')!), `svc-${slot}`).toBeGreaterThanOrEqual(3);
    }
  });
});
