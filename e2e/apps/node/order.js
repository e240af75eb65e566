'use strict';
// The spans to send, and the lines that say what was sent; the same for every library.

const fs = require('fs');
const path = require('path');

const SECOND = (Math.floor(Date.now() / 1000) - 2) * 1e6;

/** The spans of order.json with absolute times; `types` are the types of tags that the library has. */
function order(types) {
  const spec = JSON.parse(fs.readFileSync(path.join(__dirname, 'order.json'), 'utf8'));
  for (const span of spec.spans) {
    span.startMicros += SECOND;
    span.tags = span.tags.filter((tag) => types.includes(tag.type));
    for (const log of span.logs) {
      log.micros += SECOND;
    }
  }
  return spec.spans;
}

/** A tag's value as JavaScript has it: all numbers are alike. */
function value(tag) {
  switch (tag.type) {
    case 'string':
      return tag.value;
    case 'bool':
      return tag.value === 'true';
    case 'binary':
      return Buffer.from(tag.value, 'base64');
    default:
      return Number(tag.value);
  }
}

/** An object with the values of tags or fields. */
function values(tags) {
  return Object.fromEntries(tags.map((tag) => [tag.key, value(tag)]));
}

/** Prints one line per trace, and the summary. `sent` are the spans with service, traceId and spanId. */
function print(sent) {
  const byOperation = new Map(sent.map((span) => [span.operation, span]));
  const traces = new Map();
  for (const { traceId, ...span } of sent) {
    span.references = span.references.map(({ type, to }) => {
      const { traceId, spanId } = byOperation.get(to);
      return { type, traceId, spanId };
    });
    traces.set(traceId, [...(traces.get(traceId) ?? []), span]);
  }
  for (const [traceId, spans] of traces) {
    console.log(JSON.stringify({ traceId, call: 'order', spans }));
  }
  console.log(JSON.stringify({ traces: traces.size, spans: sent.length }));
}

module.exports = { order, value, values, print };
