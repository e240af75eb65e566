'use strict';
// jaeger-client, set up from JAEGER_* variables.

const { initTracerFromEnv } = require('jaeger-client');
const { send, print } = require('./opentracing-order');

const options = {
  logger: { info() {}, error: (message) => fail(message) },
  traceId128bit: process.env.JAEGER_TRACEID_128BIT === 'true', // the library itself has no variable for it
};
const tracer = initTracerFromEnv({}, options);

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}

const sent = send(tracer, process.env.JAEGER_SERVICE_NAME, (context) => ({
  traceId: context.traceIdStr,
  spanId: context.spanIdStr,
}));
tracer.close(() => print(sent));
