/// What arrives over gRPC: spans in api_v2 and OTLP, questions for sampling strategies.
///
/// Built by [io.jaegerstack.collector.Collector]. Everything in here runs on event loops: it reads,
/// asks the pipeline, answers, and never waits.
@NullMarked
package io.jaegerstack.collector.receiver.grpc;

import org.jspecify.annotations.NullMarked;
