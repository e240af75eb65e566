import { describe, expect, it } from 'vitest';
import { durationProblem, parseSearch, searchRequest, searchUrl, type SearchForm } from './search.ts';

const DEFAULTS = { lookback: '1h', limit: 20 };
const NOW = 1_795_348_800_000;
const parse = (link: string) => parseSearch(link.slice(link.indexOf('?') < 0 ? link.length : link.indexOf('?')), DEFAULTS);
const W = 'start=1795345200000000&end=1795348800000000';

/** Links as Jaeger's form, Grafana, HotROD and people write them → the form, and the request to the v1 API. */
const CORPUS: readonly [link: string, form: Partial<SearchForm>, request: string | null][] = [
  ['/search', { service: '', lookback: '1h', limit: 20 }, null],
  ['/search?service=frontend', { service: 'frontend' }, 'end=NOW&limit=20&lookback=1h&service=frontend&start=NOW-1h'],
  [`/search?${W}&limit=20&lookback=1h&maxDuration&minDuration&service=frontend`, { service: 'frontend', minDuration: '' }, `end=1795348800000000&limit=20&lookback=1h&service=frontend&start=1795345200000000`],
  [`/search?service=a&operation=all&${W}`, { operation: '' }, 'end=1795348800000000&limit=20&lookback=1h&service=a&start=1795345200000000'],
  [`/search?service=a&operation=__all_operations__&${W}`, { operation: '' }, 'end=1795348800000000&limit=20&lookback=1h&service=a&start=1795345200000000'],
  [`/search?service=a&operation=HTTP+GET+%2Fdispatch&${W}`, { operation: 'HTTP GET /dispatch' }, 'end=1795348800000000&limit=20&lookback=1h&operation=HTTP+GET+%2Fdispatch&service=a&start=1795345200000000'],
  [`/search?service=a&operation=HTTP%20GET&${W}`, { operation: 'HTTP GET' }, 'end=1795348800000000&limit=20&lookback=1h&operation=HTTP+GET&service=a&start=1795345200000000'],
  [`/search?service=a&tags=%7B%22error%22%3A%22true%22%7D&${W}`, { tags: [{ key: 'error', value: 'true' }] }, 'end=1795348800000000&limit=20&lookback=1h&service=a&start=1795345200000000&tags=%7B%22error%22%3A%22true%22%7D'],
  [`/search?service=a&tags=error%3Dtrue&${W}`, { tags: [{ key: 'error', value: 'true' }] }, 'end=1795348800000000&limit=20&lookback=1h&service=a&start=1795345200000000&tags=%7B%22error%22%3A%22true%22%7D'],
  [`/search?service=a&tags=http.status_code%3D500%20db%3D%22a%20b%22&${W}`, { tags: [{ key: 'http.status_code', value: '500' }, { key: 'db', value: 'a b' }] }, 'end=1795348800000000&limit=20&lookback=1h&service=a&start=1795345200000000&tags=%7B%22http.status_code%22%3A%22500%22%2C%22db%22%3A%22a+b%22%7D'],
  [`/search?service=a&tags=%7B%22n%22%3A5%2C%22ok%22%3Atrue%7D&${W}`, { tags: [{ key: 'n', value: '5' }, { key: 'ok', value: 'true' }] }, 'end=1795348800000000&limit=20&lookback=1h&service=a&start=1795345200000000&tags=%7B%22n%22%3A%225%22%2C%22ok%22%3A%22true%22%7D'],
  [`/search?service=a&tags=%7B%22__proto__%22%3A%22x%22%7D&${W}`, { tags: [{ key: '__proto__', value: 'x' }] }, 'end=1795348800000000&limit=20&lookback=1h&service=a&start=1795345200000000&tags=%7B%22__proto__%22%3A%22x%22%7D'],
  [`/search?service=a&tag=error%3Atrue&tag=http.url%3Ahttp%3A%2F%2Fx&${W}`, { tags: [{ key: 'error', value: 'true' }, { key: 'http.url', value: 'http://x' }] }, 'end=1795348800000000&limit=20&lookback=1h&service=a&start=1795345200000000&tags=%7B%22error%22%3A%22true%22%2C%22http.url%22%3A%22http%3A%2F%2Fx%22%7D'],
  [`/search?service=a&minDuration=100ms&maxDuration=1.2s&${W}`, { minDuration: '100ms', maxDuration: '1.2s' }, 'end=1795348800000000&limit=20&lookback=1h&maxDuration=1.2s&minDuration=100ms&service=a&start=1795345200000000'],
  ['/search?service=a&lookback=5m', { lookback: '5m' }, 'end=NOW&limit=20&lookback=5m&service=a&start=NOW-5m'],
  ['/search?service=a&lookback=2d&limit=100', { lookback: '2d', limit: 100 }, 'end=NOW&limit=100&lookback=2d&service=a&start=NOW-2d'],
  ['/search?service=a&lookback=4w', { lookback: '4w' }, 'end=NOW&limit=20&lookback=4w&service=a&start=NOW-4w'],
  [`/search?service=a&lookback=custom&${W}`, { lookback: 'custom' }, 'end=1795348800000000&limit=20&lookback=custom&service=a&start=1795345200000000'],
  ['/search?service=a&lookback=17y', { lookback: '1h' }, 'end=NOW&limit=20&lookback=1h&service=a&start=NOW-1h'],
  ['/search?service=a&start=1795348000000000&end=1795348800000000', { lookback: '15m' }, 'end=1795348800000000&limit=20&lookback=15m&service=a&start=1795348000000000'],
  ['/search?service=a&start=1785348000000000&end=1795348800000000', { lookback: 'custom' }, 'end=1795348800000000&limit=20&lookback=custom&service=a&start=1785348000000000'],
  ['/search?service=a&start=0&end=0&lookback=15m', { start: '', lookback: '15m' }, 'end=NOW&limit=20&lookback=15m&service=a&start=NOW-15m'],
  [`/search?service=a&limit=0&${W}`, { limit: 20 }, 'end=1795348800000000&limit=20&lookback=1h&service=a&start=1795345200000000'],
  [`/search?service=a&limit=abc&${W}`, { limit: 20 }, 'end=1795348800000000&limit=20&lookback=1h&service=a&start=1795345200000000'],
  [`/search?service=a&service=b&${W}`, { service: 'a' }, 'end=1795348800000000&limit=20&lookback=1h&service=a&start=1795345200000000'],
  [`/search?service=__all_services__&${W}`, { service: '__all_services__' }, 'end=1795348800000000&limit=20&lookback=1h&start=1795345200000000'],
  [`/search?service=%3Cscript%3E&${W}`, { service: '<script>' }, 'end=1795348800000000&limit=20&lookback=1h&service=%3Cscript%3E&start=1795345200000000'],
  [`/search?service=d%C3%BC%20x%2Fy&${W}`, { service: 'dü x/y' }, 'end=1795348800000000&limit=20&lookback=1h&service=d%C3%BC+x%2Fy&start=1795345200000000'],
  ['/search?traceID=abc&traceID=DEF', {}, 'traceID=abc&traceID=def'],
  ['/search?traceID=abc,def', {}, 'traceID=abc&traceID=def'],
  ['/search?span=1f+2f%40abc&span=3f%40abc', {}, 'traceID=abc'],
  [`/search?service=a&${W}&traceID=abc`, { service: 'a' }, 'traceID=abc'],
  [`/search?${W}`, { service: '' }, 'end=1795348800000000&limit=20&lookback=1h&start=1795345200000000'],
];

const LOOKBACKS: Readonly<Record<string, number>> = { '5m': 300, '15m': 900, '1h': 3600, '2d': 172_800, '4w': 2_419_200 };
const absolute = (request: string) =>
  request
    .replace(/NOW-(\w+)/, (_, lookback: string) => String(NOW * 1000 - LOOKBACKS[lookback]! * 1e6))
    .replace('NOW', String(NOW * 1000));

describe('search links', () => {
  it('has a corpus of at least 25 links', () => expect(CORPUS.length).toBeGreaterThanOrEqual(25));

  it.each(CORPUS)('%s', (link, form, request) => {
    const place = parse(link);
    expect(place.form).toMatchObject(form);
    const asked = searchRequest(place, NOW);
    expect(asked).toBe(request === null ? null : `api/traces?${absolute(request)}`);
  });

  it.each(CORPUS)('writes %s back so that it asks the same', (link) => {
    const place = parse(link);
    if (place.traceIds.length > 0) return;
    const again = parse(searchUrl(place));
    expect(searchRequest(again, NOW)).toBe(searchRequest(place, NOW));
    expect(again.form).toEqual(place.form);
  });

  it('joins the spans of one trace into one find text', () => {
    expect(parse('/search?span=1f+2f%40abc&span=3f%40abc').spanLinks).toEqual(new Map([['abc', '1f 2f 3f']]));
  });

  it('keeps parameters that it does not know', () => {
    const place = parse(`/search?service=a&${W}&uiEmbed=v0&x=1&x=2`);
    expect(searchUrl(place)).toContain('&uiEmbed=v0&x=1&x=2');
  });

  it('keeps our own parameters, and only when they say something', () => {
    const place = parse(`/search?service=a&${W}&sort=longest&q=pay`);
    expect([place.sort, place.filter]).toEqual(['longest', 'pay']);
    expect(searchUrl(place)).toContain('sort=longest&q=pay');
    expect(searchUrl({ ...place, sort: 'newest', filter: '' })).not.toMatch(/sort|q=/);
  });

  it.each(['', '100ms', '1.2s', '5 us', '1h'])('accepts the duration “%s”', (text) => expect(durationProblem(text)).toBeNull());
  it.each(['100', 'ms', '1..2s', '5 parsecs'])('refuses the duration “%s” and names it', (text) =>
    expect(durationProblem(text)).toContain(`“${text}”`));
});
