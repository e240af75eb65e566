package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.Collector;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.settings.tls.authority.TestAuthority;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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
  private List<TestAuthority> authorities;
  private TlsCaller caller;

  @BeforeEach
  void authorities() throws Exception {
    authorities = List.of(TestAuthority.named("first"), TestAuthority.named("second"));
    caller =
        TlsCaller.of(
            authorities.getFirst().client("caller"),
            authorities.getFirst().certificate(),
            authorities.getLast().certificate());
  }

  @Test
  void failsNoRequestAndShowsEachNewCertificate() throws Exception {
    try (var stack =
        TlsStack.asking(
            directory, authorities.getFirst().server("localhost"), authorities.getFirst())) {
      var load = load(stack);
      for (int i = 1; i <= REPLACEMENTS; i++) {
        X509Bundle next = authorities.get(i % authorities.size()).server("localhost");
        long before = calls.get();
        stack.replace(next);
        for (TlsPort port : TlsPort.values()) {
          Eventually.find(
              "the new certificate at " + port,
              () -> Optional.of(caller.shown(stack, port)).filter(next.getCertificate()::equals));
        }
        awaitCalls(before + TlsPort.values().length);
      }
      enough.set(true);
      for (Thread each : load) {
        each.join();
      }
      for (AutoCloseable each : closing) {
        each.close();
      }
      assertThat(failures).isEmpty();
      assertThat(calls.get()).isGreaterThan(REPLACEMENTS * TlsPort.values().length);
      assertDelivered(stack);
    }
  }

  /// Per port one who connects for each call, and one who stays connected to two of them.
  /// (Never-ending connections keep the certificate that they began with.)
  private List<Thread> load(TlsStack stack) {
    var load = new ArrayList<Thread>();
    for (TlsPort port : TlsPort.values()) {
      load.add(keepsCalling(() -> caller.call(stack, port)));
    }
    var client = caller.client();
    closing.add(client::shutdownNow);
    load.add(keepsCalling(() -> TlsCaller.get(client, stack, TlsPort.QUERY_HTTP)));
    var channel = caller.channel(stack, TlsPort.GRPC);
    closing.add(channel::shutdownNow);
    load.add(keepsCalling(() -> TlsCaller.check(channel)));
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
