/// Zipkin's own formats over HTTP, JSON of its first and of its second model and the second one in
/// protobuf, to flat spans.
///
/// Each is made into zipkinCore.thrift first, as Jaeger's collector did, and then read by
/// [io.jaegerstack.wire.thrift.ZipkinSpanReader], which reads that format itself too. Called by the
/// collector's receiver. Must not be called by agents, to whom nobody sends these.
@NullMarked
package io.jaegerstack.wire.zipkin;

import org.jspecify.annotations.NullMarked;
