package io.jaegerstack.collector;

import io.jaegerstack.collector.receiver.relay.RelayServer;
import io.jaegerstack.collector.receiver.tchannel.TChannelServer;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.grpc.GrpcServer;
import io.jaegerstack.server.http.HttpServer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The collector's entrances, each on a port of its own: api_v2 and OTLP over gRPC, jaeger.thrift
/// and OTLP over HTTP, Zipkin's formats over HTTP, jaeger.thrift and Zipkin's thrift over TChannel,
/// frames of our own agents over the relay.
///
/// A port that is not there has no number: to ask for it is a [java.util.NoSuchElementException].
public final class Receivers {
  private final GrpcServer grpc;
  private final HttpServer http;
  private final Optional<TChannelServer> tchannel;
  private final Optional<RelayServer> relay;
  private final Optional<GrpcServer> otlpGrpc;
  private final Optional<HttpServer> otlpHttp;
  private final Optional<HttpServer> zipkin;

  Receivers(ReceiverFactory factory) {
    this.grpc = factory.apiV2();
    this.http = factory.thrift();
    this.tchannel = factory.tchannel();
    this.relay = factory.relay();
    this.otlpGrpc = factory.otlpGrpc();
    this.otlpHttp = factory.otlpHttp();
    this.zipkin = factory.zipkin();
  }

  List<Part> parts() {
    Stream<Optional<? extends Part>> all =
        Stream.of(
            Optional.of(grpc), Optional.of(http), tchannel, relay, otlpGrpc, otlpHttp, zipkin);
    return all.<Part>flatMap(Optional::stream).toList();
  }

  /// api_v2 and sampling strategies over gRPC.
  public int grpcPort() {
    return grpc.port();
  }

  /// jaeger.thrift and sampling strategies over HTTP.
  public int httpPort() {
    return http.port();
  }

  /// jaeger.thrift and Zipkin's thrift over TChannel.
  public int tchannelPort() {
    return tchannel.orElseThrow().port();
  }

  /// Frames of our own agents.
  public int relayPort() {
    return relay.orElseThrow().port();
  }

  public int otlpGrpcPort() {
    return otlpGrpc.orElseThrow().port();
  }

  public int otlpHttpPort() {
    return otlpHttp.orElseThrow().port();
  }

  /// Zipkin's formats over HTTP.
  public int zipkinPort() {
    return zipkin.orElseThrow().port();
  }
}
