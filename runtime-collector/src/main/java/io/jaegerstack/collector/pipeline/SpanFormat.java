package io.jaegerstack.collector.pipeline;

import io.jaegerstack.model.Key;

/// Format in which spans arrived: the `format` label of the counters, and the value of the tag
/// `internal.span.format` that Jaeger's collector leaves on each span.
public enum SpanFormat {
  /// `jaeger.thrift`.
  JAEGER("jaeger"),
  /// api_v2.
  PROTO("proto"),
  /// Zipkin's: thrift, JSON or protobuf.
  ZIPKIN("zipkin"),
  /// OpenTelemetry's own.
  OTLP("otlp");

  private final String label;
  private final Key tagValue;

  SpanFormat(String label) {
    this.label = label;
    this.tagValue = Key.of(label);
  }

  public String label() {
    return label;
  }

  Key tagValue() {
    return tagValue;
  }
}
