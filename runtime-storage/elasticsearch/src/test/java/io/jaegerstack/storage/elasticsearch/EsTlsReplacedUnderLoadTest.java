package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_TLS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.tls.authority.TestAuthority;
import io.jaegerstack.storage.StorageTls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificates of both sides replaced, again and again, by those of two authorities in turn, while
/// requests never stop, each on a connection of its own. The client is that of [EsHttp] without its
/// second try.
class EsTlsReplacedUnderLoadTest {
  private static final int REPLACEMENTS = 8;
  private static final int CALLERS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private final AtomicBoolean enough = new AtomicBoolean();
  private final AtomicInteger answers = new AtomicInteger();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Certificate seen;

  @Test
  void failsNoRequestAndShowsEachNewCertificate() throws Exception {
    var authorities = List.of(TestAuthority.named("first"), TestAuthority.named("second"));
    Path both =
        TestAuthority.write(
            directory.resolve("ca.crt"),
            authorities.getFirst().certificate(),
            authorities.getLast().certificate());
    write("server", authorities.getFirst().server("localhost"));
    write("client", authorities.getFirst().client("collector"));
    try (var server =
        new HttpsEndpoint(path("server.crt"), path("server.key"), Optional.of(both))) {
      var callers = callers(server);
      for (int i = 1; i <= REPLACEMENTS; i++) {
        X509Bundle nextServer = authorities.get(i % 2).server("localhost");
        X509Bundle nextClient = authorities.get((i + 1) % 2).client("collector");
        write("server", nextServer);
        write("client", nextClient);
        await(() -> nextServer.getCertificate().equals(seen));
        await(() -> nextClient.getCertificate().equals(server.shown()));
        int before = answers.get();
        await(() -> answers.get() >= before + CALLERS);
      }
      enough.set(true);
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(failures).isEmpty();
      assertThat(answers).hasValueGreaterThan(REPLACEMENTS * CALLERS);
    }
  }

  private Path path(String name) {
    return directory.resolve(name);
  }

  private void write(String name, X509Bundle owner) throws Exception {
    TestAuthority.write(owner, path(name + ".crt"), path(name + ".key"));
  }

  private List<Thread> callers(HttpsEndpoint server) {
    var settings =
        SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
            .with(ES_TLS.enabled(), true)
            .with(ES_TLS.ca(), path("ca.crt").toString())
            .with(ES_TLS.cert(), path("client.crt").toString())
            .with(ES_TLS.key(), path("client.key").toString())
            .with(ES_TLS.reloadInterval(), Duration.ofMillis(5));
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(
                StorageTls.of(settings, ES_TLS, new SimpleMeterRegistry()).orElseThrow().context())
            .build();
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + "/_bulk"))
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString("{}\n"))
            .build();
    return IntStream.range(0, CALLERS)
        .mapToObj(i -> Thread.ofVirtual().start(() -> keepsCalling(client, request)))
        .toList();
  }

  private void keepsCalling(HttpClient client, HttpRequest request) {
    while (!enough.get()) {
      try {
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        seen = answer.sslSession().orElseThrow().getPeerCertificates()[0];
        answers.incrementAndGet();
      } catch (Exception failed) {
        failures.add(failed);
      }
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + PATIENCE);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
