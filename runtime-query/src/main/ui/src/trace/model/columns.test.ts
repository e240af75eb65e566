import { describe, expect, it } from 'vitest';
import { parseExact, readEnvelope } from '../../api/client.ts';
import { Kind, toColumns } from './columns.ts';
import { Flag } from './flags.ts';
import { errorCauses, errorSpans } from './errors.ts';
import { summarySentences, traceFacts } from './summary.ts';
import { BASE, sketch } from './testTraces.ts';
import { readTraces } from './wire.ts';

const tags = (...entries: [string, unknown][]) => ({ more: { tags: entries.map(([key, value]) => ({ key, type: 'string', value })) } });

describe('columns', () => {
  it('counts time from the first span to the last end', () => {
    const trace = toColumns(sketch([{ id: 'a', start: 50, length: 10 }, { id: 'b', start: 20, length: 5 }]));
    expect(trace.startMicros).toBe(BASE + 20);
    expect(Array.from(trace.start)).toEqual([30, 0]);
    expect(trace.duration).toBe(40);
  });

  it.each([
    ['a negative start', { startTime: -5 }], ['a start of zero', { startTime: 0 }], ['a start beyond 2^53', { startTime: 2 ** 60 }],
    ['a start that is text', { startTime: 'soon' }], ['no start', { startTime: undefined }], ['NaN', { startTime: Number.NaN }],
    ['a negative duration', { duration: -1 }], ['an infinite duration', { duration: Infinity }], ['no duration', { duration: null }],
  ])('marks a span with %s and keeps it out of the extent', (_, more) => {
    const trace = toColumns(sketch([{ id: 'a', length: 100 }, { id: 'b', more }]));
    expect(trace.flags[1]! & Flag.badTime).toBeTruthy();
    expect(trace.duration).toBe(100);
    expect(trace.length[1]).toBe(0);
  });

  it.each([
    [['error', true], true], [['error', 'true'], true], [['error', 'yes'], true], [['error', 1], true], [['error', false], false],
    [['error', 'false'], false], [['otel.status_code', 'ERROR'], true], [['otel.status_code', 'OK'], false], [['errors', true], false],
  ] as [[string, unknown], boolean][])('the tag %o makes an error: %s', (tag, error) => {
    const trace = toColumns(sketch([{ id: 'a', ...tags(tag) }]));
    expect((trace.flags[0]! & Flag.error) !== 0).toBe(error);
  });

  it('reads the span kind', () => {
    const trace = toColumns(sketch([{ id: 'a', ...tags(['span.kind', 'CLIENT']) }, { id: 'b', ...tags(['span.kind', '__proto__']) }]));
    expect(Array.from(trace.kind)).toEqual([Kind.client, Kind.unset]);
  });

  it('finds where errors began, the earliest end first, in groups', () => {
    const trace = toColumns(sketch([
      { id: 'r', length: 100, error: true, service: 'front' }, { id: 'a', parent: 'r', start: 50, length: 10, error: true, service: 'db' },
      { id: 'b', parent: 'r', start: 1, length: 2, error: true, service: 'cache' }, { id: 'c', parent: 'r', start: 60, length: 1, service: 'db' },
    ]));
    expect(errorCauses(trace).map((cause) => cause.service)).toEqual(['cache', 'db']);
    expect(Array.from(errorSpans(trace), (index) => trace.spanIds[index])).toEqual(['r', 'b', 'a']);
  });

  it('says the trace in plain sentences', () => {
    const trace = toColumns(sketch([{ id: 'r', length: 1_420_000 }, { id: 'x', parent: 'gone', length: 5, error: true }]));
    expect(summarySentences(trace, traceFacts(trace))).toEqual([
      'The trace took 1.42 s (1,420,000 µs).',
      'It has 2 spans of 1 service, 1 level deep.',
      '1 span marked as an error.',
      'Most time of its own: svc, op r with 1.42 s.',
      '1 span names a parent missing from this trace.',
    ]);
  });
});

describe('reading the wire', () => {
  it.each([[7, 'data is number'], ['x', 'data is string'], [{}, 'data is object']])('refuses %o and says what it found', (data, message) => {
    expect(() => readTraces(data)).toThrow(message);
  });

  it('refuses a trace without spans', () => expect(() => readTraces([{ spans: null }])).toThrow('data[0].spans is null'));
  it('takes null for no traces', () => expect(readTraces(null)).toEqual([]));

  it('counts entries that are not spans, and reads the others', () => {
    const [trace] = readTraces([{ traceID: 't', spans: [null, 42, 'x', [], { spanID: 'a' }], processes: 5 }]);
    expect(trace).toMatchObject({ unreadable: 4, spans: [{ spanId: 'a', operation: '', process: { service: '(no process)' } }] });
  });

  it('keeps __proto__ as a key like any other', () => {
    const [trace] = readTraces(JSON.parse('[{"traceID":"t","processes":{"__proto__":{"serviceName":"s"}},"spans":[{"processID":"__proto__","tags":[{"key":"__proto__","value":1}]}]}]'));
    expect(trace!.spans[0]!.process.service).toBe('s');
    expect(trace!.spans[0]!.tags[0]!.key).toBe('__proto__');
    expect(({} as Record<string, unknown>)['serviceName']).toBeUndefined();
  });

  it('reads a process inside the span, as the JSON storages write it', () => {
    const [trace] = readTraces([{ spans: [{ process: { serviceName: 'own', tags: [] } }] }]);
    expect(trace!.spans[0]!.process.service).toBe('own');
  });

  it('keeps the digits of int64 values, and plain numbers as numbers', () => {
    // The reviver's third argument is new: without it, digits are lost but nothing breaks.
    const parsed = parseExact('{"big":9223372036854775807,"n":1795348800000000,"f":0.1234567890123456789}') as Record<string, unknown>;
    expect(parsed['n']).toBe(1795348800000000);
    expect(parsed['f']).toBe(0.12345678901234568);
    expect(['9223372036854775807', 9223372036854775807]).toContain(parsed['big']);
  });

  it('says when an answer is not an envelope', () => {
    expect(() => readEnvelope('u', '<html>')).toThrow('cannot be read');
    expect(() => readEnvelope('u', '[]')).toThrow('cannot be read');
    expect(readEnvelope('u', '{"data":null,"errors":[{"msg":"half"}]}')).toMatchObject({ data: null, warnings: ['half'] });
  });
});
