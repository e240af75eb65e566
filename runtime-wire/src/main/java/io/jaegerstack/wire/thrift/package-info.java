/// jaeger.thrift and Zipkin's thrift in the compact and the binary protocol: what Jaeger's own
/// clients send over UDP and HTTP, and Zipkin's over HTTP.
///
/// [ThriftBatchReader] and [ZipkinSpanReader] are the entrances; agent and collector call them. The
/// readers of a protocol's elements stay inside. No libthrift: generated classes cost two to four
/// times the time and eight times the memory, and are the oracle of the tests only.
@NullMarked
package io.jaegerstack.wire.thrift;

import org.jspecify.annotations.NullMarked;
