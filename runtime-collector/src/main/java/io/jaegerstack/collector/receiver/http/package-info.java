/// What arrives over HTTP from Jaeger's clients: batches of jaeger.thrift, and questions for
/// sampling strategies.
///
/// Built by [io.jaegerstack.collector.Collector]. Everything in here runs on event loops and never
/// waits.
@NullMarked
package io.jaegerstack.collector.receiver.http;

import org.jspecify.annotations.NullMarked;
