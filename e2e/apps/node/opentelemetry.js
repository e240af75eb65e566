'use strict';
// The OpenTelemetry SDK with its OTLP exporters, set up from OTEL_* variables.

const { BasicTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-base');
const { resource, send } = require('./opentelemetry-order');

const EXPORTERS = {
  grpc: '@opentelemetry/exporter-trace-otlp-grpc',
  'http/protobuf': '@opentelemetry/exporter-trace-otlp-proto',
  'http/json': '@opentelemetry/exporter-trace-otlp-http',
};

const { OTLPTraceExporter } = require(EXPORTERS[process.env.OTEL_EXPORTER_OTLP_PROTOCOL]);
const provider = new BasicTracerProvider({
  resource: resource(),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
send(provider);
