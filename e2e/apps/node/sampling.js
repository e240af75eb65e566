'use strict';
// Makes ten traces a second of each operation, with jaeger-client and the sampler of its JAEGER_* variables, and prints
// what the sampler decided, until standard input ends.

const { initTracerFromEnv } = require('jaeger-client');

const tracer = initTracerFromEnv({}, { logger: { info() {}, error: (message) => console.error(message) } });

const ticks = setInterval(() => {
  for (const operation of ['checkout', 'health']) {
    const span = tracer.startSpan(operation);
    span.finish();
    const context = span.context();
    console.log(JSON.stringify({ operation, traceId: context.traceIdStr, sampled: context.isSampled() }));
  }
}, 100);

process.stdin.resume().on('end', () => {
  clearInterval(ticks);
  tracer.close(() => process.exit());
});
