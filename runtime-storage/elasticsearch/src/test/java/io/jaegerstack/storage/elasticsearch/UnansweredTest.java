package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.model.FlatLog;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException.Kind;
import io.jaegerstack.storage.WriteOutcome;
import io.jaegerstack.storage.contract.TestSpan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a storage waits for when it is closed.
class UnansweredTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  private FaultServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = new FaultServer();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private Storage open() {
    var settings =
        SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
            .with(StorageSettings.ES_SERVER_URLS, List.of(server.url()));
    return new ElasticsearchStorage(
        settings, Product.ELASTICSEARCH, new SimpleMeterRegistry(), Clock.systemUTC());
  }

  private static List<SpanBatch> spans(int count) {
    String service = TestSpan.newName("shop");
    return List.of(
        SpanBatch.of(
            IntStream.range(0, count).mapToObj(i -> TestSpan.of(service, "x").build()).toList()));
  }

  /// Its writer counts what it hears, and must have heard it before the process goes.
  @Test
  void spanIsAnsweredWhenItsWriterHasHeardIt() {
    Storage storage = open();
    var open = new ArrayList<Long>();
    storage.writer().write(spans(1), new Told(() -> open.add(storage.close(SHORT))));
    assertThat(open).containsExactly(1L);
  }

  @Test
  void waitsForNoWriteThatFailedAsAWhole() {
    Storage storage = open();
    var outcome =
        new Told(
            () -> {
              throw new IllegalStateException("the queue is broken");
            });
    assertThatThrownBy(() -> storage.writer().write(spans(3), outcome))
        .hasMessage("the queue is broken");
    assertThat(storage.close(SHORT)).isZero();
  }

  @Test
  void waitsForNoWriteThatCouldNotBeEncoded() {
    Storage storage = open();
    List<SpanBatch> batches = spans(3);
    batches.getFirst().span(1).logs = new FlatLog[1];
    assertThatThrownBy(() -> storage.writer().write(batches, new Told(() -> {})))
        .isInstanceOf(NullPointerException.class);
    assertThat(storage.close(SHORT)).isZero();
  }

  /// Does the same whatever it is told.
  private record Told(Runnable then) implements WriteOutcome {
    @Override
    public void stored(FlatSpan span) {
      then.run();
    }

    @Override
    public void failed(FlatSpan span, Kind reason, String detail) {
      then.run();
    }
  }
}
