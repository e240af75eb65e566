import { describe, expect, it } from 'vitest';
import { fnv1a, serviceLooks, SLOTS } from './colours.ts';

const names = (count: number) => Array.from({ length: count }, (_, index) => `service-${index}`);

describe('service colours', () => {
  it('hashes as FNV-1a does', () => {
    expect(fnv1a('')).toBe(0x811c9dc5);
    expect(fnv1a('a')).toBe(0xe40c292c);
    expect(fnv1a('foobar')).toBe(0xbf9cf968);
  });

  it('gives twelve services twelve colours', () => {
    const slots = [...serviceLooks(names(SLOTS)).values()].map((look) => look.slot);
    expect(new Set(slots).size).toBe(SLOTS);
  });

  it('does not depend on the order in which services were seen', () => {
    const forward = serviceLooks(names(30));
    const backward = serviceLooks(names(30).reverse());
    for (const [name, look] of forward) expect(backward.get(name)).toEqual(look);
  });

  it('keeps colour and pattern unique up to thirty-six services', () => {
    const looks = [...serviceLooks(names(36)).values()];
    expect(new Set(looks.map((look) => `${look.slot}/${look.pattern}`)).size).toBe(36);
    expect(looks.filter((look) => look.pattern === 'diagonal')).toHaveLength(12);
  });

  it('writes a glyph of two characters that is unique while letters last', () => {
    const looks = serviceLooks(['payment', 'pay-api', 'payApi2', 'päckchen', '支付', '']);
    const glyphs = [...looks.values()].map((look) => look.glyph);
    expect(new Set(glyphs).size).toBe(glyphs.length);
    expect(looks.get('pay-api')!.glyph).toBe('PA');
    expect(looks.get('支付')!.glyph).toBe('支付');
  });

  it('keeps the hash colour of a single service', () => {
    expect(serviceLooks(['checkout']).get('checkout')!.slot).toBe(fnv1a('checkout') % SLOTS);
  });
});
