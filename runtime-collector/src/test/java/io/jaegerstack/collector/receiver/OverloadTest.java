package io.jaegerstack.collector.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.WriteOutcome;
import io.jaegertracing.api_v2.CollectorServiceGrpc;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Ten times what the storage takes. Nothing that was answered with OK may be missing, nothing that
/// was refused may be stored, and the end of the overload is the end of the refusals.
class OverloadTest {
  private static final int SENDERS = 8;
  private static final int REQUESTS = 150;
  private static final int SPANS = 10;

  private final Set<Long> stored = ConcurrentHashMap.newKeySet();
  private final Set<Long> accepted = ConcurrentHashMap.newKeySet();
  private final Set<Long> refused = ConcurrentHashMap.newKeySet();
  private final AtomicLong nextId = new AtomicLong(1);

  @Test
  void losesNothingThatItAcceptedAndRecovers() throws Exception {
    var settings =
        RunningCollector.settings()
            .with(CollectorSettings.QUEUE_SIZE, 200)
            .with(CollectorSettings.NUM_WORKERS, 2);
    SpanWriter slow = this::writeSlowly;
    try (var collector = RunningCollector.start(settings, slow)) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", collector.receivers().grpcPort())
              .usePlaintext()
              .build();
      overload(channel);
      Eventually.await("all that was accepted is stored", () -> stored.equals(accepted));
      assertThat(refused).as("it was an overload").isNotEmpty();
      assertThat(stored).doesNotContainAnyElementsOf(refused);

      assertThat(accepted.size() + refused.size()).isEqualTo(SENDERS * REQUESTS * SPANS);
      int before = refused.size();
      sendOne(channel);
      assertThat(refused).as("no refusal after the overload").hasSize(before);
      channel.shutdownNow();
      Eventually.await("the last ones", () -> stored.equals(accepted));
      assertThat(collector.hop().received()).isEqualTo(accepted.size());
      assertThat(collector.scrape())
          .containsPattern(
              "jaeger_collector_spans_dropped_total\\{host=\"[^\"]+\"} " + refused.size());
    }
  }

  private void overload(ManagedChannel channel) throws InterruptedException {
    var senders =
        IntStream.range(0, SENDERS)
            .mapToObj(i -> Thread.ofVirtual().start(() -> send(channel)))
            .toList();
    for (Thread sender : senders) {
      sender.join();
    }
  }

  private void writeSlowly(List<SpanBatch> batches, WriteOutcome outcome) {
    LockSupport.parkNanos(20_000_000);
    for (SpanBatch batch : batches) {
      for (int i = 0; i < batch.size(); i++) {
        stored.add(batch.span(i).spanId);
        outcome.stored(batch.span(i));
      }
    }
  }

  private void send(ManagedChannel channel) {
    for (int i = 0; i < REQUESTS; i++) {
      sendOne(channel);
    }
  }

  private void sendOne(ManagedChannel channel) {
    long first = nextId.getAndAdd(SPANS);
    request(channel, LongStream.range(first, first + SPANS).boxed().toList());
  }

  private void request(ManagedChannel channel, List<Long> ids) {
    long[] all = ids.stream().mapToLong(Long::longValue).toArray();
    try {
      CollectorServiceGrpc.newBlockingStub(channel).postSpans(ApiV2Requests.request("shop", all));
      accepted.addAll(ids);
    } catch (StatusRuntimeException busy) {
      assertThat(busy.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      refused.addAll(ids);
    }
  }
}
