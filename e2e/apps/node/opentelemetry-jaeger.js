'use strict';
// The OpenTelemetry SDK with its exporter to Jaeger's agent, set up from OTEL_* variables.

const { BasicTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-base');
const { JaegerExporter } = require('@opentelemetry/exporter-jaeger');
const { resource, send } = require('./opentelemetry-order');

const provider = new BasicTracerProvider({
  resource: resource(),
  spanProcessors: [new BatchSpanProcessor(new JaegerExporter())],
});
send(provider);
