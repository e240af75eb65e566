package io.jaegerstack.allinone;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.jaegerstack.settings.tls.authority.TestAuthority;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// Somebody who calls the ports of a [TlsStack]: over gRPC its health service, over HTTP what the
/// port has.
record TlsCaller(SSLContext context, SslContext grpcContext) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// Shows `own`, or nothing, and trusts these authorities alone.
  static TlsCaller of(@Nullable X509Bundle own, X509Certificate... trusted) {
    try {
      var builder = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
      if (own != null) {
        builder.keyManager(own.getKeyPair().getPrivate(), own.getCertificate());
      }
      return new TlsCaller(TestAuthority.peer(own, trusted), builder.trustManager(trusted).build());
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }

  /// On a connection of its own; throws where there is no answer, or that of a broken server.
  void call(TlsStack stack, TlsPort port) throws Exception {
    if (port.isGrpc()) {
      var channel = channel(stack, port);
      try {
        check(channel);
      } finally {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
      }
    } else {
      var client = client();
      try {
        get(client, stack, port);
      } finally {
        client.shutdownNow(); // to close it would wait seconds for its selector
      }
    }
  }

  ManagedChannel channel(TlsStack stack, TlsPort port) {
    return NettyChannelBuilder.forAddress("localhost", port.number(stack))
        .sslContext(grpcContext)
        .build();
  }

  HttpClient client() {
    return HttpClient.newBuilder().sslContext(context).build();
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

  static void get(HttpClient client, TlsStack stack, TlsPort port)
      throws IOException, InterruptedException {
    get(client, stack, port, port.path);
  }

  private static String get(HttpClient client, TlsStack stack, TlsPort port, String path)
      throws IOException, InterruptedException {
    var uri = URI.create("https://localhost:%d%s".formatted(port.number(stack), path));
    var answer =
        client.send(
            HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 500) {
      throw new IllegalStateException(uri + " answered " + answer.statusCode());
    }
    return answer.body();
  }

  /// The body of an answer.
  String text(TlsStack stack, TlsPort port, String path) {
    var client = client();
    try {
      return get(client, stack, port, path);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    } finally {
      client.shutdownNow();
    }
  }

  /// The certificate that a new connection is shown.
  X509Certificate shown(TlsStack stack, TlsPort port) {
    try (var socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", port.number(stack))) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }
}
