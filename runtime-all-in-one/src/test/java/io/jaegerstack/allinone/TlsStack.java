package io.jaegerstack.allinone;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CommandLine;
import io.jaegerstack.settings.Component;
import io.netty.handler.ssl.SslContext;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// An all-in-one whose every port speaks TLS and wants to see its callers' certificates; its agent
/// is such a caller.
final class TlsStack implements AutoCloseable {
  /// A port, the prefix of its TLS settings, and what anybody may ask of it.
  enum Port {
    GRPC("collector.grpc", "", stack -> stack.receivers().grpcPort()),
    HTTP("collector.http", "/api/sampling?service=x", stack -> stack.receivers().httpPort()),
    OTLP_GRPC("collector.otlp.grpc", "", stack -> stack.receivers().otlpGrpcPort()),
    OTLP_HTTP("collector.otlp.http", "/v1/traces", stack -> stack.receivers().otlpHttpPort()),
    QUERY_GRPC("query.grpc", "", stack -> stack.query().grpcPort()),
    QUERY_HTTP("query.http", "/api/services", stack -> stack.query().httpPort()),
    ADMIN("admin.http", "/", AllInOne::adminPort);

    final String prefix;
    final String path;
    final ToIntFunction<AllInOne> number;

    Port(String prefix, String path, ToIntFunction<AllInOne> number) {
      this.prefix = prefix;
      this.path = path;
      this.number = number;
    }

    boolean isGrpc() {
      return path.isEmpty();
    }
  }

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path directory;
  private final AllInOne allInOne;

  private TlsStack(Path directory, AllInOne allInOne) {
    this.directory = directory;
    this.allInOne = allInOne;
  }

  /// @param own of `localhost`
  /// @param callers whom all ports trust
  static TlsStack started(Path directory, X509Bundle own, TlsAuthority callers) throws Exception {
    var flags = new ArrayList<>(List.of(Flags.ALL_IN_ONE));
    for (Port port : Port.values()) {
      String tls = "--" + port.prefix + ".tls.";
      flags.add(tls + "enabled");
      flags.add(tls + "cert=" + directory.resolve("tls.crt"));
      flags.add(tls + "key=" + directory.resolve("tls.key"));
      flags.add(tls + "client-ca=" + directory.resolve("ca.crt"));
      flags.add(tls + "reload-interval=50ms");
    }
    X509Bundle agent = callers.client("agent");
    TlsAuthority.write(directory.resolve("agent.crt"), agent.getCertificate());
    TlsAuthority.writeKey(directory.resolve("agent.key"), agent);
    flags.addAll(
        List.of(
            "--reporter.grpc.tls.enabled",
            "--reporter.grpc.tls.ca=" + directory.resolve("ca.crt"),
            "--reporter.grpc.tls.cert=" + directory.resolve("agent.crt"),
            "--reporter.grpc.tls.key=" + directory.resolve("agent.key"),
            "--reporter.grpc.tls.server-name=localhost"));
    TlsAuthority.write(directory.resolve("ca.crt"), callers.certificate());
    replace(directory, own);
    return started(directory, flags);
  }

  /// One with these flags.
  static TlsStack started(Path directory, List<String> flags) throws IOException {
    var line = CommandLine.of(Catalogue.of(Component.ALL_IN_ONE), flags, Map.of());
    var stack = AllInOne.of(((CommandLine.Run) line).values());
    stack.lifecycle().start();
    return new TlsStack(directory, stack);
  }

  AllInOne allInOne() {
    return allInOne;
  }

  int number(Port port) {
    return port.number.applyAsInt(allInOne);
  }

  void replace(X509Bundle own) throws IOException {
    replace(directory, own);
  }

  /// Certificate first and key after it, so that for a moment they do not fit.
  private static void replace(Path directory, X509Bundle own) throws IOException {
    TlsAuthority.write(directory.resolve("tls.crt"), own.getCertificate());
    TlsAuthority.writeKey(directory.resolve("tls.key"), own);
  }

  /// Calls a port on a connection of its own; throws where it does not answer.
  void call(Port port, X509Bundle own, X509Certificate... trusted) throws Exception {
    call(port, TlsAuthority.caller(own, trusted), TlsAuthority.grpcCaller(own, trusted));
  }

  void call(Port port, SSLContext caller, SslContext grpcCaller) throws Exception {
    if (port.isGrpc()) {
      var channel = channel(port, grpcCaller);
      try {
        check(channel);
      } finally {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
      }
    } else {
      var client = client(caller);
      try {
        get(client, port);
      } finally {
        client.shutdownNow(); // to close it would wait seconds for its selector
      }
    }
  }

  ManagedChannel channel(Port port, SslContext caller) {
    return NettyChannelBuilder.forAddress("localhost", number(port)).sslContext(caller).build();
  }

  static HttpClient client(SSLContext caller) {
    return HttpClient.newBuilder().sslContext(caller).build();
  }

  static void check(ManagedChannel channel) {
    var answer =
        HealthGrpc.newBlockingStub(channel)
            .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .check(HealthCheckRequest.getDefaultInstance());
    if (answer.getStatus() != ServingStatus.SERVING) {
      throw new IllegalStateException("health is " + answer.getStatus());
    }
  }

  void get(HttpClient client, Port port) throws IOException, InterruptedException {
    var uri = URI.create("https://localhost:%d%s".formatted(number(port), port.path));
    var answer =
        client.send(
            HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.discarding());
    if (answer.statusCode() >= 500) {
      throw new IllegalStateException(uri + " answered " + answer.statusCode());
    }
  }

  /// The certificate that a new connection is shown.
  X509Certificate shown(Port port, SSLContext caller) throws IOException {
    try (var socket =
        (SSLSocket) caller.getSocketFactory().createSocket("localhost", number(port))) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  String metrics(X509Bundle own, X509Certificate... trusted) throws Exception {
    try (var client = client(TlsAuthority.caller(own, trusted))) {
      var uri = URI.create("https://localhost:%d/metrics".formatted(number(Port.ADMIN)));
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Override
  public void close() {
    allInOne.lifecycle().stop(Duration.ofSeconds(15));
  }
}
