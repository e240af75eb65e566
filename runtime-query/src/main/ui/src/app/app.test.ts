import { describe, expect, it } from 'vitest';
import { parseConfig } from './config.ts';
import { parseGoto } from './goto.ts';
import { placeOf } from './router.tsx';
import { safeLink } from './safeLink.ts';
import { keyName } from './shortcuts.ts';

const ID = '0af7651916cd43dd8448eb211c80319c';

describe('the ID box', () => {
  it.each([
    [ID, `/trace/${ID}`],
    [` ${ID.toUpperCase()} `, `/trace/${ID}`],
    ['0xabc', '/trace/abc'],
    ['"abc",', '/trace/abc'],
    ['0af76519-16cd-43dd-8448-eb211c80319c', `/trace/${ID}`],
    [`00-${ID}-b7ad6b7169203331-01`, `/trace/${ID}?span=b7ad6b7169203331`],
    [`traceparent: 00-${ID}-b7ad6b7169203331-00`, `/trace/${ID}?span=b7ad6b7169203331`],
    [`${ID}:b7ad6b71:0:1`, `/trace/${ID}?span=00000000b7ad6b71`],
    [`${ID}%3Ab7ad6b71%3A0%3A1`, `/trace/${ID}?span=00000000b7ad6b71`],
    [`https://jaeger.example.com/jaeger/trace/${ID}?uiFind=pay`, `/trace/${ID}?uiFind=pay`],
    [`/trace/${ID}`, `/trace/${ID}`],
    ['http://jaeger:16686/search?service=a', '/search?service=a'],
  ])('%s', (text, to) => expect(parseGoto(text)).toMatchObject({ kind: 'place', to }));

  it.each(['', 'checkout', 'xyz', 'https://example.com/', `${ID}0`, '50%'])('says what it expects for “%s”', (text) => {
    expect(parseGoto(text)).toMatchObject({ kind: 'unknown', why: expect.stringContaining('Expected') });
  });
});

describe('the base path', () => {
  it('is taken off the address', () => {
    expect(placeOf('/any/prefix/search', '?a=1', '/any/prefix/')).toEqual({ path: '/search', search: '?a=1' });
    expect(placeOf('/search', '', '/')).toEqual({ path: '/search', search: '' });
    expect(placeOf('/any/prefix/', '', '/any/prefix/')).toEqual({ path: '/', search: '' });
  });
});

describe('the configuration', () => {
  it('has defaults for an empty or broken block', () => {
    for (const text of ['', '{}', 'null', '[]', '{"uiConfig":7}']) {
      expect(parseConfig(text)).toMatchObject({ defaultLookback: '1h', maxLimit: 1500, traceIdDisplayLength: 7, menu: [], refused: [] });
    }
  });

  it('honours settings of Jaeger and refuses scripts and tracking', () => {
    const config = parseConfig(JSON.stringify({
      version: '1.2.3',
      uiConfig: {
        search: { defaultLookback: '2h', maxLookback: { label: '2 Days', value: '2d' }, maxLimit: 50, adjustEndTime: '1m' },
        traceIdDisplayLength: 12, topTagPrefixes: ['http.', 5], disableJsonView: true, scripts: [{ text: 'x' }], tracking: { gaID: 'UA' },
        menu: [{ label: 'About', items: [{ label: 'Docs', url: 'https://x.example' }, { label: 'Bad', url: 'javascript:alert(1)' }] }],
      },
    }));
    expect(config).toMatchObject({
      version: '1.2.3', defaultLookback: '2h', maxLookbackMillis: 172_800_000, maxLimit: 50, adjustEndTime: '1m',
      traceIdDisplayLength: 12, topTagPrefixes: ['http.'], disableJsonView: true, refused: [expect.stringMatching(/^scripts \(/), expect.stringMatching(/^tracking \(/)],
      menu: [{ label: 'Docs', url: 'https://x.example' }],
    });
  });

  it.each(['javascript:alert(1)', ' JavaScript:x', 'data:text/html,x', 'vbscript:x', '//evil.example', '\\\\evil', 'java\nscript:x'])(
    'does not link to %s', (url) => expect(safeLink(url)).toBeNull());
  it.each(['https://a.example/x', 'http://a', 'mailto:a@b', '/relative', 'search?service=a'])(
    'links to %s', (url) => expect(safeLink(url)).toBe(url));
});

describe('shortcut names', () => {
  it.each([
    [{ key: 'k', ctrlKey: true }, 'Ctrl+k'], [{ key: 'K', metaKey: true }, 'Ctrl+k'], [{ key: 'E', shiftKey: true }, 'E'],
    [{ key: 'ArrowLeft', shiftKey: true }, 'Shift+ArrowLeft'], [{ key: '?', shiftKey: true }, '?'], [{ key: 'a', altKey: true }, ''],
  ])('%o is %s', (event, name) => {
    expect(keyName({ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...event })).toBe(name);
  });
});
