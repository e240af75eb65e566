/// The collector's TChannel port, on which agents of Jaeger up to 1.17 submit batches and Zipkin
/// spans.
///
/// [io.jaegerstack.collector.receiver.tchannel.TChannelServer] is the entrance; the collector's
/// wiring makes it. Everything runs on event loops and nothing waits: a call is read and offered to
/// the pipeline in the moment that its last frame arrives. Frames themselves belong to
/// [io.jaegerstack.wire.tchannel].
@NullMarked
package io.jaegerstack.collector.receiver.tchannel;

import org.jspecify.annotations.NullMarked;
