import { describe, expect, it } from 'vitest';
import { parseTracePath, parseTraceState, traceUrl, type TraceState } from './trace.ts';

describe('trace links', () => {
  it.each([
    ['/trace/a1b2c3', { kind: 'trace', id: 'a1b2c3' }],
    ['/trace/A1B2C3', { kind: 'trace', id: 'a1b2c3' }],
    ['/trace/0000000000000000a1b2c3d4e5f60718', { kind: 'trace', id: '0000000000000000a1b2c3d4e5f60718' }],
    ['/trace/a1b2c3/', { kind: 'trace', id: 'a1b2c3' }],
    ['/trace/%20a1b2c3%20', { kind: 'trace', id: 'a1b2c3' }],
    ['/trace/aa...bb', { kind: 'compare', a: 'aa', b: 'bb' }],
    ['/trace/AA...', { kind: 'compare', a: 'aa', b: '' }],
    ['/trace/...', { kind: 'compare', a: '', b: '' }],
    ['/trace/xyz', { kind: 'malformed', text: 'xyz' }],
    ['/trace/%E0%A4%A', { kind: 'malformed', text: '%E0%A4%A' }],
    ['/trace/', { kind: 'malformed', text: '' }],
    [`/trace/${'a'.repeat(33)}`, { kind: 'malformed', text: 'a'.repeat(33) }],
  ] as const)('%s', (path, expected) => expect(parseTracePath(path)).toEqual(expected));

  it('is not every path', () => expect(parseTracePath('/search')).toBeNull());

  it.each([
    ['', { find: '', window: null, mode: 'highlight' }],
    ['?uiFind=payment', { find: 'payment' }],
    ['?uiFind=http.method%3DGET+%22a+b%22', { find: 'http.method=GET "a b"' }],
    ['?uiFind=1f2e3d4c5b6a7988', { find: '1f2e3d4c5b6a7988' }],
    ['?svcFilter=1a2b.ff', { unknown: [['svcFilter', '1a2b.ff']] }],
    ['?uiEmbed=v0&uiTimelineCollapseTitle=1', { unknown: [['uiEmbed', 'v0'], ['uiTimelineCollapseTitle', '1']] }],
    ['?t=10-250.5', { window: { from: 10, to: 250.5 } }],
    ['?t=250-10', { window: null }],
    ['?t=nonsense', { window: null }],
    ['?mode=only&span=ab', { mode: 'only', span: 'ab' }],
    ['?mode=nonsense', { mode: 'highlight' }],
    ['?open=a1.b2&shut=c3.<x>', { open: ['a1', 'b2'], shut: ['c3'] }],
  ] as const)('%s', (search, expected) => expect(parseTraceState(search)).toMatchObject(expected));

  it('survives a round trip with everything in it', () => {
    const state: TraceState = {
      find: 'a "b c" -d', mode: 'context', span: 'ff', window: { from: 1.5, to: 99 }, open: ['a', 'b'], shut: ['c'],
      unknown: [['svcFilter', '1a2b.ff']],
    };
    const url = traceUrl('abc', state);
    expect(parseTraceState(url.slice(url.indexOf('?')))).toEqual(state);
  });

  it('writes no parameters when there is nothing to say', () => {
    expect(traceUrl('abc', parseTraceState(''))).toBe('/trace/abc');
  });

  it('stops at 64 folded spans', () => {
    const url = traceUrl('abc', { open: Array.from({ length: 100 }, (_, index) => index.toString(16)) });
    expect(parseTraceState(url.slice(url.indexOf('?'))).open).toHaveLength(64);
  });
});
