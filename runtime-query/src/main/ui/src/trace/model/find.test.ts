import { describe, expect, it } from 'vitest';
import { findSpans, parseFind } from './find.ts';
import { random } from './testTraces.ts';
import { readTraces, valueText, type WireSpan } from './wire.ts';

const [{ spans }] = readTraces([{
  traceID: 't',
  processes: { a: { serviceName: 'Checkout', tags: [{ key: 'host', value: 'node-7' }] }, b: { serviceName: 'db', tags: [] } },
  spans: [
    { spanID: '00ab', operationName: 'GET /cart', processID: 'a', tags: [{ key: 'http.method', value: 'GET' }, { key: 'retry', value: 3 }] },
    { spanID: '00cd', operationName: 'select', processID: 'b', tags: [{ key: 'error', value: true }, { key: 'nothing', value: null }], logs: [{ timestamp: 1, fields: [{ key: 'event', value: 'connection refused' }] }] },
    { spanID: '00ef', operationName: 'select', processID: 'b', tags: [{ key: 'db.statement', value: 'SELECT * FROM carts' }, { key: 'object', value: { a: [1] } }] },
  ],
}]) as unknown as [{ spans: readonly WireSpan[] }];

describe('uiFind', () => {
  it.each([
    ['', []],
    ['   ', []],
    ['cart', [0, 2]],
    ['CART', [0, 2]],
    ['checkout', [0]],
    ['checkout refused', [0, 1]],
    ['"connection refused"', [1]],
    ['"GET /cart"', [0]],
    ['http.method=GET', [0]],
    ['retry=3', [0]],
    ['error=true', [1]],
    ['node-7', [0]],
    ['00ab', [0]],
    ['ab', []],
    ['00AB', [0]],
    ['cart -db.statement', [0]],
    ['select -db', [1, 2]],
    ['refused -event', []],
    ['-cart', []],
    ['null', []],
    ['{"a":[1]}', [0, 2]],
    ['nothing', []],
    ['object=', [2]],
    ['select "', [1, 2]],
    ['""', []],
    ['cart -', [0]],
    ['no-such-thing', []],
  ])('%s matches %o', (text, expected) => expect(Array.from(findSpans(spans, text))).toEqual(expected));

  it('takes words, quoted words and excluded keys apart', () => {
    expect(parseFind('a "B c" -Key d"e f"g')).toEqual({ include: ['a', 'b c', 'd', 'e f', 'g'], excludeKeys: ['key'] });
  });

  /** Written apart from the code under test, from the description of Jaeger's own search box. */
  function independentCount(text: string): number {
    const tokens = (text.match(/[^\s"]+|"[^"]*"/g) ?? []).map((token) => token.replaceAll('"', '').toLowerCase()).filter(Boolean);
    const skip = tokens.filter((token) => token.startsWith('-')).map((token) => token.slice(1));
    const wanted = tokens.filter((token) => !token.startsWith('-'));
    return spansOf20.filter((span) => {
      const fields = [...span.tags, ...span.process.tags, ...span.logs.flatMap((log) => log.fields)];
      const texts = fields
        .filter((field) => !skip.some((key) => field.key.toLowerCase().includes(key)) && field.value != null)
        .flatMap((field) => [field.key, valueText(field.value), `${field.key}=${valueText(field.value)}`]);
      return wanted.some((word) =>
        span.spanId === word || [span.operation, span.process.service, ...texts].some((candidate) => candidate.toLowerCase().includes(word)));
    }).length;
  }

  const next = random(42);
  const pick = (list: readonly string[]) => list[Math.floor(next() * list.length)]!;
  const WORDS = ['cart', 'pay', 'Error', 'db.type', 'SELECT one', 'host', 'true', '7', 'retry'];
  const [{ spans: spansOf20 }] = readTraces([{
    traceID: 't', processes: { a: { serviceName: 'pay', tags: [{ key: 'host', value: 'h7' }] }, b: { serviceName: 'cart', tags: [] } },
    spans: Array.from({ length: 500 }, (_, index) => ({
      spanID: index.toString(16), operationName: pick(WORDS), processID: pick(['a', 'b']),
      tags: [{ key: pick(WORDS), value: pick(WORDS) }, { key: pick(WORDS), value: Math.floor(next() * 90) }],
      logs: next() < 0.5 ? [{ timestamp: 1, fields: [{ key: 'event', value: pick(WORDS) }] }] : [],
    })),
  }]) as unknown as [{ spans: readonly WireSpan[] }];

  it.each([
    'cart', 'pay', 'error', '"select one"', 'db', 'host=h7', 'retry=', '7', '1f', 'a', 'cart pay', 'error -retry', 'select -event', '-cart 7',
    'true -t', 'event=pay', 'SELECT', '"select one" -db', 'retry=8', 'zzz', '-', 'h7 -host',
  ])('counts what an independent search counts: %s', (text) => {
    expect(findSpans(spansOf20, text).length).toBe(independentCount(text));
  });
});
