'use strict';
// zipkin-js with its HTTP transport. ZIPKIN_ENDPOINT is the address; ZIPKIN_ENCODING is JSON_V2 or JSON_V1, as its encoders are called.

const { jsonEncoder, model, TraceId, option, randomTraceId } = require('zipkin');
const { HttpLogger } = require('zipkin-transport-http');
const { order, print } = require('./order');

const endpoint = process.env.ZIPKIN_ENDPOINT;
const logger = new HttpLogger({
  endpoint: endpoint,
  jsonEncoder: jsonEncoder[process.env.ZIPKIN_ENCODING],
});
const service = process.env.ZIPKIN_SERVICE_NAME;

/** The span as Zipkin has it: text tags, one parent, annotations without fields. */
function reduced(span) {
  span.tags.forEach((tag) => (tag.type = 'string'));
  span.logs.forEach((log) => (log.fields = log.fields.filter(({ key }) => key === 'event')));
  span.references = span.references.slice(0, 1).map(({ to }) => ({ type: 'CHILD_OF', to }));
  delete span.baggage;
  return span;
}

function id(parent) {
  const spanId = randomTraceId();
  return parent
    ? new TraceId({ traceId: parent.traceId, parentId: new option.Some(parent.spanId), spanId })
    : new TraceId({ traceId: spanId, spanId });
}

const ids = new Map();
const sent = [];
for (const span of order(['string', 'bool', 'int64', 'float64']).map(reduced)) {
  const traceId = id(ids.get(span.references[0]?.to));
  ids.set(span.operation, traceId);
  const made = new model.Span(traceId);
  made.setName(span.operation);
  made.setLocalEndpoint(new model.Endpoint({ serviceName: service, ipv4: '10.0.0.7', port: 8080 }));
  made.setTimestamp(span.startMicros);
  made.setDuration(span.durationMicros);
  if (span.kind) {
    made.setKind(span.kind.toUpperCase());
  }
  if (span.error) {
    made.putTag('error', span.error);
  }
  span.tags.forEach((tag) => made.putTag(tag.key, tag.value));
  span.logs.forEach((log) => made.addAnnotation(log.micros, log.fields[0].value));
  logger.logSpan(made);
  sent.push({ service, traceId: traceId.traceId, spanId: traceId.spanId, ...span });
}

logger.on('error', (error) => {
  console.error(error);
  process.exit(1);
});
logger.on('success', () => print(sent));
logger.processQueue(logger.fetchImplementation);
