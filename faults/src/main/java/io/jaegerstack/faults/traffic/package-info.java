/// Spans whose ids and contents are known, and what became of each attempt to send them. Every
/// client is one that users have: datagrams as Jaeger's clients write them, jaeger.thrift over
/// HTTP, api_v2 over gRPC, OTLP. Scenarios start loads; the judge reads the book.
@NullMarked
package io.jaegerstack.faults.traffic;

import org.jspecify.annotations.NullMarked;
