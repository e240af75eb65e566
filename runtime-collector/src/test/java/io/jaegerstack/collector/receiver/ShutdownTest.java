package io.jaegerstack.collector.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.RunningCollector;
import io.jaegertracing.api_v2.CollectorServiceGrpc;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A collector that is told to end while agents are sending.
class ShutdownTest {
  private static final int SENDERS = 6;

  private final FaultyWriter writer = FaultyWriter.healthy();
  private final Set<Long> accepted = ConcurrentHashMap.newKeySet();
  private final AtomicLong nextId = new AtomicLong(1);

  @Test
  void storesAllThatItAcceptedAndSendsTheRestElsewhere() throws Exception {
    var collector = RunningCollector.start(RunningCollector.settings(), writer);
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", collector.receivers().grpcPort())
            .usePlaintext()
            .build();
    var senders =
        IntStream.range(0, SENDERS)
            .mapToObj(i -> Thread.ofVirtual().start(() -> sendUntilRefused(channel)))
            .toList();
    Eventually.await("traffic", () -> accepted.size() > 500);

    collector.close();

    for (Thread sender : senders) {
      sender.join();
    }
    channel.shutdownNow();
    Set<Long> stored = new HashSet<>();
    writer.stored().forEach(span -> stored.add(span.spanId().value()));
    assertThat(stored).containsAll(accepted);
    assertThat(collector.hop().snapshot().balance()).isZero();
    assertThat(collector.hop().snapshot().totalDropped()).isZero();
  }

  private void sendUntilRefused(ManagedChannel channel) {
    var stub = CollectorServiceGrpc.newBlockingStub(channel);
    while (true) {
      long id = nextId.getAndIncrement();
      try {
        stub.postSpans(ApiV2Requests.request("shop", id));
        accepted.add(id);
      } catch (StatusRuntimeException refused) {
        if (refused.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
          continue;
        }
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        return;
      }
    }
  }
}
