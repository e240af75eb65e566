package io.jaegerstack.collector.pipeline;

/// Which receiver a batch came through.
public enum Origin {
  /// api_v2 on gRPC, what agents speak.
  JAEGER_GRPC(SpanFormat.PROTO, Transport.GRPC),
  /// `jaeger.thrift` on HTTP, what clients without an agent speak.
  JAEGER_HTTP(SpanFormat.JAEGER, Transport.HTTP),
  /// `jaeger.thrift` on TChannel, what agents of Jaeger up to 1.17 speak.
  JAEGER_TCHANNEL(SpanFormat.JAEGER, Transport.TCHANNEL),
  /// Zipkin's thrift on TChannel, what such agents pass on from Zipkin's clients.
  ZIPKIN_TCHANNEL(SpanFormat.ZIPKIN, Transport.TCHANNEL),
  /// Any of Zipkin's formats on HTTP, what Zipkin's clients speak.
  ZIPKIN_HTTP(SpanFormat.ZIPKIN, Transport.HTTP),
  OTLP_GRPC(SpanFormat.OTLP, Transport.GRPC),
  OTLP_HTTP(SpanFormat.OTLP, Transport.HTTP),
  /// `jaeger.thrift` as our agents got it.
  JAEGER_RELAY(SpanFormat.JAEGER, Transport.RELAY),
  /// Zipkin's thrift as our agents got it.
  ZIPKIN_RELAY(SpanFormat.ZIPKIN, Transport.RELAY),
  /// OTLP as our agents got it.
  OTLP_RELAY(SpanFormat.OTLP, Transport.RELAY);

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
