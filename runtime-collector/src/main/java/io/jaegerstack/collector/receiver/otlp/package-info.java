/// What arrives over HTTP from OpenTelemetry. OTLP over gRPC is the same message as any other gRPC
/// and lives with those.
///
/// Built by [io.jaegerstack.collector.Collector]. Everything in here runs on event loops and never
/// waits.
@NullMarked
package io.jaegerstack.collector.receiver.otlp;

import org.jspecify.annotations.NullMarked;
