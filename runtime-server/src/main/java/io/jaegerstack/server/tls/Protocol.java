package io.jaegerstack.server.tls;

/// What is spoken inside TLS, as ALPN names it.
public enum Protocol {
  HTTP_1_1("http/1.1", false),
  /// gRPC's: its specification wants the name agreed on, and its clients all do.
  HTTP_2("h2", true),
  /// Our own, between agents and collectors; a name for whoever routes by it.
  RELAY("jaegerstack-relay", false);

  private final String alpn;
  private final boolean mustBeAgreed;

  Protocol(String alpn, boolean mustBeAgreed) {
    this.alpn = alpn;
    this.mustBeAgreed = mustBeAgreed;
  }

  String alpn() {
    return alpn;
  }

  boolean mustBeAgreed() {
    return mustBeAgreed;
  }
}
