package io.jaegerstack.collector.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.collector.TestSpans;
import io.jaegerstack.collector.pipeline.Admission;
import io.jaegerstack.collector.pipeline.Origin;
import io.jaegerstack.collector.pipeline.Pipeline;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.SpanWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What senders are told with `--collector.ack=storage`.
@Timeout(60)
class StorageAckTest {
  private final Hop hop = new Ledger().hop("collector.pipeline", Counted.SPANS);
  private final EventLoops loops = EventLoops.of(1);
  private final FaultyWriter stuck = FaultyWriter.stuck();
  private final Queue<Admission> told = new ConcurrentLinkedQueue<>();
  private Pipeline pipeline;

  private static SettingValues settings() {
    return RunningCollector.settings()
        .with(CollectorSettings.ZIPKIN_HOST_PORT, Optional.of(HostPort.loopback(0)))
        .with(CollectorSettings.ACK, CollectorSettings.ACK_STORAGE);
  }

  @AfterEach
  void stop() {
    stuck.open();
    if (pipeline != null) {
      pipeline.stop(Deadline.after(Duration.ofSeconds(10)));
      assertThat(hop.snapshot().balance()).as(hop.snapshot().toString()).isZero();
    }
    loops.stop(Deadline.after(Duration.ofSeconds(5)));
  }

  private Intake intake(SettingValues settings, SpanWriter writer) {
    pipeline = Pipeline.of(settings, writer, hop, Metrics.empty());
    pipeline.start();
    return Intake.of(settings, pipeline, loops.group());
  }

  @Test
  void okWaitsForTheStorage() throws InterruptedException {
    Intake intake = intake(settings(), stuck);
    intake.offer(TestSpans.batch(3), Origin.JAEGER_GRPC, told::add);
    stuck.awaitEntered();
    assertThat(told).isEmpty();
    stuck.open();
    Eventually.await("told", () -> !told.isEmpty());
    assertThat(told).containsExactly(new Admission.Accepted(0));
    assertThat(hop.forwarded()).isEqualTo(3);
  }

  @Test
  void whatCannotBeStoredIsRefusedAndReturned() {
    var away = FaultyWriter.random(new SplittableRandom(1), FaultyWriter.Fate.AWAY);
    Intake intake = intake(settings(), away);
    intake.offer(TestSpans.batch(3), Origin.JAEGER_GRPC, told::add);
    Eventually.await("told", () -> !told.isEmpty());
    assertThat(told)
        .containsExactly(new Admission.Refused(Admission.Cause.NOT_STORED, Duration.ofSeconds(1)));
    assertThat(hop.returned()).isEqualTo(3);
  }

  @Test
  void aStorageThatDoesNotAnswerInTimeIsARefusalToldOnce() throws InterruptedException {
    Intake intake =
        intake(settings().with(CollectorSettings.ACK_TIMEOUT, Duration.ofMillis(100)), stuck);
    intake.offer(TestSpans.batch(1), Origin.JAEGER_GRPC, told::add);
    stuck.awaitEntered();
    Eventually.await("told", () -> !told.isEmpty());
    stuck.open();
    Eventually.await("stored all the same", () -> hop.forwarded() == 1);
    assertThat(told).singleElement().isInstanceOf(Admission.Refused.class);
  }

  @Test
  void clientsOverHttpWaitAndAreToldToComeBack() throws Exception {
    SettingValues settings = settings().with(CollectorSettings.ACK_TIMEOUT, Duration.ofSeconds(5));
    try (var collector = RunningCollector.start(settings, stuck)) {
      int port = collector.receivers().httpPort();
      var waiting = CompletableFuture.supplyAsync(() -> posted(port));
      stuck.awaitEntered();
      assertThat(waiting).isNotDone();
      stuck.open();
      assertThat(waiting.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    }
    var away = FaultyWriter.random(new SplittableRandom(1), FaultyWriter.Fate.AWAY);
    try (var collector = RunningCollector.start(settings, away)) {
      HttpResponse<String> refused = posted(collector.receivers().httpPort());
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(refused.body()).isEqualTo("the storage could not take the spans\n");
    }
  }

  private static HttpResponse<String> posted(int port) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/traces"))
            .header("Content-Type", "application/x-thrift")
            .POST(BodyPublishers.ofByteArray(ThriftBodies.batch(1, 2)))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
