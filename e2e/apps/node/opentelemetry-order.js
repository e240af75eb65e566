'use strict';
// Sends the order through the OpenTelemetry SDK, set up from OTEL_* variables, to the given exporter.

const { context, trace, SpanKind, SpanStatusCode, ROOT_CONTEXT } = require('@opentelemetry/api');
const { detectResources, envDetector } = require('@opentelemetry/resources');
const { order, values, print } = require('./order');

function resource() {
  return detectResources({ detectors: [envDetector] });
}

function time(micros) {
  return [Math.floor(micros / 1e6), (micros % 1e6) * 1000];
}

function send(provider) {
  const tracer = provider.getTracer('order', '1.2.3');
  const contexts = new Map();
  const sent = [];
  for (const span of order(['string', 'bool', 'int64', 'float64'])) {
    delete span.baggage;
    const parent = span.references.find(({ type }) => type === 'CHILD_OF');
    const links = span.references.filter(({ type }) => type === 'FOLLOWS_FROM');
    const options = {
      kind: span.kind ? SpanKind[span.kind.toUpperCase()] : SpanKind.INTERNAL,
      startTime: time(span.startMicros),
      links: links.map(({ to }) => ({ context: contexts.get(to) })),
    };
    const around = parent ? trace.setSpanContext(ROOT_CONTEXT, contexts.get(parent.to)) : ROOT_CONTEXT;
    const started = tracer.startSpan(span.operation, options, around);
    started.setAttributes(values(span.tags));
    for (const log of span.logs) {
      const { event, ...fields } = values(log.fields);
      started.addEvent(event, fields, time(log.micros));
    }
    if (span.error) {
      started.setStatus({ code: SpanStatusCode.ERROR, message: span.error });
    }
    started.end(time(span.startMicros + span.durationMicros));
    contexts.set(span.operation, started.spanContext());
    const { traceId, spanId } = started.spanContext();
    sent.push({ service: process.env.OTEL_SERVICE_NAME, traceId, spanId, ...span });
  }
  return provider.shutdown().then(() => print(sent));
}

module.exports = { resource, send };
