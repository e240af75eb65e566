package io.jaegerstack.collector.pipeline;

/// Which receiver a batch came through.
public enum Origin {
  /// api_v2 on gRPC, what agents speak.
  JAEGER_GRPC(SpanFormat.PROTO, Transport.GRPC),
  /// `jaeger.thrift` on HTTP, what clients without an agent speak.
  JAEGER_HTTP(SpanFormat.JAEGER, Transport.HTTP),
  OTLP_GRPC(SpanFormat.OTLP, Transport.GRPC),
  OTLP_HTTP(SpanFormat.OTLP, Transport.HTTP);

  private final SpanFormat format;
  private final Transport transport;

  Origin(SpanFormat format, Transport transport) {
    this.format = format;
    this.transport = transport;
  }

  public SpanFormat format() {
    return format;
  }

  public Transport transport() {
    return transport;
  }
}
