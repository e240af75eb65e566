/// Jaeger's api_v2 and OTLP, as protobuf bytes, to and from flat spans.
///
/// [ApiV2Reader] and [OtlpReader] are the collector's entrances, [ApiV2Writer] is the agent's exit.
/// Written by hand, field by field: generated classes cost two to four times the time, eight times
/// the memory. They are made from the same `.proto` files (package `io.jaegertracing.api_v2`), for
/// calls that are rare (sampling, query) and as the oracle of the tests.
@NullMarked
package io.jaegerstack.wire.proto;

import org.jspecify.annotations.NullMarked;
