import { describe, expect, it } from 'vitest';
import { toColumns } from '../trace/model/columns.ts';
import { traceFacts } from '../trace/model/summary.ts';
import { readTraces } from '../trace/model/wire.ts';
import { inheritedFields, spanLookup, traceLookup } from './lookups.ts';
import { linksOf, namesWanted, readLinkPatterns } from './patterns.ts';
import { fill, parseTemplate } from './template.ts';

const START = 1_795_345_200_000_000;
const trace = readTraces([{
  traceID: '0af7',
  processes: { a: { serviceName: 'shop', tags: [{ key: 'pod', value: 'shop-1' }, { key: 'zone', value: 'eu' }] }, b: { serviceName: 'db', tags: [] } },
  spans: [
    { spanID: '01', operationName: 'GET /a b', processID: 'a', startTime: START, duration: 5000, tags: [{ key: 'user', value: 'ann&bob' }] },
    { spanID: '02', operationName: 'call', processID: 'a', startTime: START + 10, duration: 900, tags: [{ key: 'pod', value: 'of the span' }], references: [{ refType: 'CHILD_OF', traceID: '0af7', spanID: '01' }] },
    { spanID: '03', operationName: 'select', processID: 'b', startTime: START + 20, duration: 800, tags: [{ key: 'retry', value: 3 }], references: [{ refType: 'CHILD_OF', traceID: '0af7', spanID: '02' }] },
  ],
}])[0]!;
const columns = toColumns(trace);
const ofTrace = traceLookup('0af7', columns, traceFacts(columns));
const spanIn = (index: number, names: readonly string[] = []) =>
  spanLookup(ofTrace, trace.spans[index]!, inheritedFields(trace.spans, columns.parent, index, names), []);
const patterns = (...list: unknown[]) => readLinkPatterns(list).patterns;
const urls = (links: readonly { url: string }[]) => links.map(({ url }) => url);

describe('a template', () => {
  const filled = (text: string, values: Record<string, unknown>) => fill(parseTemplate(text), (name) => values[name], encodeURIComponent);

  it.each([
    ['/logs?q=#{id}', { id: 'a b&c' }, '/logs?q=a%20b%26c'],
    ['#{a}#{b}-#{a}', { a: 1, b: true }, '1true-1'],
    ['no names', {}, 'no names'],
    ['#{id | pad_start 6 0}', { id: 'abc' }, '000abc'],
    ['#{ at | add -1000000 | epoch_micros_to_date_iso }', { at: START }, '2026-11-22T10%3A59%3A59.000Z'],
    ['#{at | add x}', { at: 5 }, '5'],
    ['#{at | add 5}', { at: 'text' }, 'text'],
    ['#{at | epoch_micros_to_date_iso}', { at: 1e300 }, '1e%2B300'],
    ['#{a | upper}', { a: 'b' }, 'b'],
    ['#{id | pad_start 1000000000 0}', { id: 'a' }, `${'0'.repeat(999)}a`],
  ])('%s', (text, values, expected) => expect(filled(text, values)).toBe(expected));

  it('is not filled where something is not known', () => expect(filled('#{a}#{b}', { a: 1 })).toBeNull());
});

describe('links of a trace', () => {
  it('know its id, name and times', () => {
    const found = linksOf(patterns({
      type: 'traces', text: 'Logs of #{traceName}',
      url: 'https://kibana.example/?from=#{startTime | epoch_micros_to_date_iso}&to=#{endTime | add 1000000 | epoch_micros_to_date_iso}&q=#{traceID}&of=#{trace.traceID}',
    }), 'traces', ofTrace);
    expect(found).toEqual([{
      text: 'Logs of shop: GET /a b',
      url: 'https://kibana.example/?from=2026-11-22T11%3A00%3A00.000Z&to=2026-11-22T11%3A00%3A01.005Z&q=0af7&of=0af7',
    }]);
  });

  it('are left out where a name is of spans', () => {
    expect(linksOf(patterns({ type: 'traces', url: '/#{spanID}', text: 'x' }), 'traces', ofTrace)).toEqual([]);
  });
});

describe('links of a tag', () => {
  const tag = (key: string, value: unknown = 1) => ({ key, type: 'string', value });

  it('are for its key and its value', () => {
    const list = patterns({ type: 'tags', key: ['user', 'retry'], value: [3, 'x'], url: '/#{retry}', text: 't' });
    expect(urls(linksOf(list, 'tags', spanIn(2), tag('retry', 3)))).toEqual(['/3']);
    expect(linksOf(list, 'tags', spanIn(2), tag('retry', 4))).toEqual([]);
    expect(linksOf(list, 'tags', spanIn(2), tag('other', 3))).toEqual([]);
    expect(linksOf(list, 'logs', spanIn(2), tag('retry', 3))).toEqual([]);
  });

  it('take Jaeger\'s newer names of types', () => {
    const list = patterns({ type: 'attributes', url: '/tags', text: 't' }, { type: 'resource', url: '/process', text: 't' }, { type: 'events', url: '/logs', text: 't' });
    expect((['tags', 'process', 'logs'] as const).flatMap((type) => urls(linksOf(list, type, spanIn(0), tag('a'))))).toEqual(['/tags', '/process', '/logs']);
  });

  it('are for every tag where nothing is said, and never of whole spans then', () => {
    const list = patterns({ url: '/#{spanID}', text: 't' });
    expect((['tags', 'process', 'logs', 'spans'] as const).map((type) => linksOf(list, type, spanIn(0), tag('a')).length)).toEqual([1, 1, 1, 0]);
  });
});

describe('a name', () => {
  const text = (template: string, index: number, nearest: { key: string; type: string; value: unknown }[] = []) => {
    const list = patterns({ type: 'spans', url: '/x', text: template });
    const inherited = inheritedFields(trace.spans, columns.parent, index, namesWanted(list));
    return linksOf(list, 'spans', spanLookup(ofTrace, trace.spans[index]!, inherited, nearest))[0]?.text;
  };

  it('is looked for in the tags beside, then the span, its tags, its process and its ancestors', () => {
    expect(text('#{pod}', 1, [{ key: 'pod', type: 'string', value: 'of the log' }])).toBe('of the log');
    expect(text('#{operationName}/#{serviceName}/#{spanID}/#{duration}', 1)).toBe('call/shop/02/900');
    expect(text('#{pod}', 1)).toBe('of the span');
    expect(text('#{pod}', 0)).toBe('shop-1');
    expect(text('#{pod} #{zone} #{user}', 2)).toBe('of the span eu ann&bob');
    expect(text('#{nobody}', 2)).toBeUndefined();
  });
});

describe('what is wrong in a pattern', () => {
  it('is told and leaves the others alone', () => {
    const { patterns: good, refused } = readLinkPatterns([
      null, { url: '/a' }, { text: 'a', url: 5 }, { type: 'trace', url: '/a', text: 'a' }, { key: { a: 1 }, url: '/a', text: 'a' },
      { url: '/#{a | upper}', text: '#{a | upper}' },
    ]);
    expect(good).toHaveLength(1);
    expect(refused).toEqual([
      'linkPatterns[0] (its url)', 'linkPatterns[1] (its text)', 'linkPatterns[2] (its url)', 'linkPatterns[3] (its type)',
      'linkPatterns[4] (its key)', 'linkPatterns[5]\'s format upper',
    ]);
  });

  it.each(['javascript:#{traceID}', 'data:text/html,#{traceID}', '//#{traceID}', 'java\nscript:1'])('never makes a link of %s', (url) => {
    expect(linksOf(patterns({ type: 'traces', url, text: 't' }), 'traces', ofTrace)).toEqual([]);
  });

  it('cannot make an address of a tag\'s value', () => {
    const list = patterns({ type: 'tags', url: '#{user}', text: 't' });
    const hostile = spanLookup(ofTrace, trace.spans[0]!, [], [{ key: 'user', type: 'string', value: 'javascript:alert(1)' }]);
    expect(urls(linksOf(list, 'tags', hostile, { key: 'user', type: 'string', value: 'x' }))).toEqual(['javascript%3Aalert(1)']);
  });
});
