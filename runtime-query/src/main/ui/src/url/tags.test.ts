import { describe, expect, it } from 'vitest';
import { formatTag, parseTags, tagsParam } from './tags.ts';

describe('tags', () => {
  it.each([
    ['', []],
    ['a=1', [['a', '1']]],
    ['a=1 b="x y" c', [['a', '1'], ['b', 'x y'], ['c', 'true']]],
    ['a="say \\"hi\\""', [['a', 'say "hi"']]],
    ['a=""', [['a', '']]],
    ['  a=b=c ', [['a', 'b=c']]],
    ['{"a":"1","b":2,"c":{"d":1}}', [['a', '1'], ['b', '2'], ['c', '{"d":1}']]],
    ['{"__proto__":"x"}', [['__proto__', 'x']]],
    ['a="never closed', [['a', 'never closed']]],
  ] as const)('reads %s', (text, expected) => {
    expect(parseTags(text).map(({ key, value }) => [key, value])).toEqual(expected);
  });

  it.each(['plain', 'two words', 'quo"te', 'back\\slash', '', 'a=b', '\\"', 'ünï'])('survives a round trip: %s', (value) => {
    expect(parseTags(formatTag({ key: 'k', value }))).toEqual([{ key: 'k', value }]);
    expect(parseTags(tagsParam([{ key: 'k', value }])!)).toEqual([{ key: 'k', value }]);
  });

  it('lets the last of repeated keys count, as the query API does', () => {
    expect(tagsParam([{ key: 'a', value: '1' }, { key: 'a', value: '2' }])).toBe('{"a":"2"}');
  });
});
