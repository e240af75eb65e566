package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.allinone.TlsStack.Port;
import io.jaegerstack.collector.Collector;
import io.jaegerstack.ledger.Counted;
import io.netty.handler.ssl.SslContext;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificates of every port replaced, again and again, by those of two authorities in turn, while
/// callers who trust both never stop calling.
class TlsReplacedUnderLoadTest {
  private static final int REPLACEMENTS = 6;

  @TempDir Path directory;
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicBoolean enough = new AtomicBoolean();
  private final List<AutoCloseable> closing = new ArrayList<>();
  private List<TlsAuthority> authorities;
  private X509Certificate[] trusted;
  private X509Bundle caller;

  @BeforeEach
  void authorities() throws Exception {
    authorities = List.of(TlsAuthority.named("first"), TlsAuthority.named("second"));
    trusted = authorities.stream().map(TlsAuthority::certificate).toArray(X509Certificate[]::new);
    caller = authorities.getFirst().client("caller");
  }

  @Test
  void failsNoRequestAndShowsEachNewCertificate() throws Exception {
    try (var stack =
        TlsStack.started(
            directory, authorities.getFirst().server("localhost"), authorities.getFirst())) {
      var load = load(stack);
      SSLContext onlooker = TlsAuthority.caller(caller, trusted);
      for (int i = 1; i <= REPLACEMENTS; i++) {
        X509Bundle next = authorities.get(i % authorities.size()).server("localhost");
        long before = calls.get();
        stack.replace(next);
        for (Port port : Port.values()) {
          awaitShown(stack, port, onlooker, next.getCertificate());
        }
        awaitCalls(before + Port.values().length);
      }
      enough.set(true);
      for (Thread each : load) {
        each.join();
      }
      for (AutoCloseable each : closing) {
        each.close();
      }
      assertThat(failures).isEmpty();
      assertThat(calls.get()).isGreaterThan(REPLACEMENTS * Port.values().length);
      assertDelivered(stack);
    }
  }

  /// Per port one who connects for each call, and one who stays connected to two of them.
  /// (Never-ending connections keep the certificate that they began with.)
  private List<Thread> load(TlsStack stack) throws Exception {
    var load = new ArrayList<Thread>();
    SSLContext context = TlsAuthority.caller(caller, trusted);
    SslContext grpcContext = TlsAuthority.grpcCaller(caller, trusted);
    for (Port port : Port.values()) {
      load.add(keepsCalling(() -> stack.call(port, context, grpcContext)));
    }
    var client = TlsStack.client(context);
    closing.add(client);
    load.add(keepsCalling(() -> stack.get(client, Port.QUERY_HTTP)));
    var channel = stack.channel(Port.GRPC, grpcContext);
    closing.add(channel::shutdownNow);
    load.add(keepsCalling(() -> TlsStack.check(channel)));
    return load;
  }

  private interface Call {
    void call() throws Exception;
  }

  private Thread keepsCalling(Call call) {
    return Thread.ofVirtual()
        .start(
            () -> {
              while (!enough.get()) {
                try {
                  call.call();
                  calls.incrementAndGet();
                } catch (Exception failed) {
                  failures.add(failed);
                }
              }
            });
  }

  private static void awaitShown(
      TlsStack stack, Port port, SSLContext onlooker, X509Certificate wanted) {
    Eventually.find(
        "the new certificate at " + port,
        () -> Optional.of(shown(stack, port, onlooker)).filter(wanted::equals));
  }

  private static X509Certificate shown(TlsStack stack, Port port, SSLContext onlooker) {
    try {
      return stack.shown(port, onlooker);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private void awaitCalls(long wanted) {
    Eventually.find(
        wanted + " calls", () -> Optional.of(calls.get()).filter(count -> count >= wanted));
  }

  /// The agent's connection outlives all this.
  private static void assertDelivered(TlsStack stack) {
    UdpClient.sendCompact(stack.allInOne().agent().agent().compactPort(), "shop", 0x73, 5);
    var pipeline = stack.allInOne().ledger().hop(Collector.HOP, Counted.SPANS);
    Eventually.find(
        "5 spans stored", () -> Optional.of(1).filter(one -> pipeline.forwarded() == 5));
  }
}
