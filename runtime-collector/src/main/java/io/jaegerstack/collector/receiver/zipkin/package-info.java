/// What arrives over HTTP from Zipkin's clients, in each of Zipkin's formats.
///
/// Built by [io.jaegerstack.collector.Collector], where an address for it is set. Everything in
/// here runs on event loops and never waits.
@NullMarked
package io.jaegerstack.collector.receiver.zipkin;

import org.jspecify.annotations.NullMarked;
