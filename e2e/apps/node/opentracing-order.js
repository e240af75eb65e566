'use strict';
// Sends the order through an OpenTracing tracer.

const opentracing = require('opentracing');
const { order, value, values, print } = require('./order');

function send(tracer, service, idsOf) {
  const contexts = new Map();
  const sent = [];
  for (const { kind, error, ...span } of order(['string', 'bool', 'int64', 'float64', 'binary'])) {
    if (kind) {
      span.tags.push({ key: opentracing.Tags.SPAN_KIND, type: 'string', value: kind });
    }
    if (error) {
      span.tags.push({ key: opentracing.Tags.ERROR, type: 'bool', value: 'true' });
    }
    const references = span.references.map(({ type, to }) =>
      type === 'CHILD_OF' ? opentracing.childOf(contexts.get(to)) : opentracing.followsFrom(contexts.get(to)),
    );
    const started = tracer.startSpan(span.operation, { startTime: span.startMicros / 1000, references });
    for (const tag of span.tags) {
      started.setTag(tag.key, value(tag));
    }
    for (const log of span.logs) {
      started.log(values(log.fields), log.micros / 1000);
    }
    if (span.baggage) {
      started.setBaggageItem(span.baggage.key, span.baggage.value);
    }
    started.finish((span.startMicros + span.durationMicros) / 1000);
    contexts.set(span.operation, started.context());
    sent.push({ service, ...idsOf(started.context()), ...span });
  }
  return sent;
}

module.exports = { send, print };
