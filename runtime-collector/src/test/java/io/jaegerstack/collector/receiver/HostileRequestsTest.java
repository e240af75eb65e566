package io.jaegerstack.collector.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.settings.CollectorSettings;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Broken requests among good ones cost no good one, and none of them is answered with anything but
/// a refusal that says so. `-Dseed=N` adds a seed; one that fails belongs into the list.
class HostileRequestsTest {
  private static final int REQUESTS = Integer.getInteger("hostile.requests", 3_000);
  private static final String POST_SPANS = "jaeger.api_v2.CollectorService/PostSpans";
  private static final String EXPORT = "opentelemetry.proto.collector.trace.v1.TraceService/Export";

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void costNoGoodSpan(long given) throws Exception {
    long seed = Long.getLong("seed", given);
    var random = new SplittableRandom(seed);
    var writer = FaultyWriter.healthy();
    var settings = RunningCollector.settings().with(CollectorSettings.QUEUE_SIZE, 1_000_000);
    try (var collector = RunningCollector.start(settings, writer)) {
      var agent = channel(collector.receivers().grpcPort());
      var exporter = channel(collector.receivers().otlpGrpcPort());
      Set<Long> good = new HashSet<>();
      for (int i = 1; i <= REQUESTS; i++) {
        boolean otlp = random.nextBoolean();
        var calls = new RawCalls(otlp ? exporter : agent);
        byte[] request =
            otlp
                ? OtlpRequests.request("shop", i).toByteArray()
                : ApiV2Requests.request("shop", i).toByteArray();
        if (random.nextInt(3) == 0) {
          calls.call(otlp ? EXPORT : POST_SPANS, request);
          good.add((long) i);
        } else {
          sendBroken(calls, otlp ? EXPORT : POST_SPANS, broken(request, random), seed);
        }
      }
      Eventually.await("every good span of seed " + seed, () -> ids(writer).containsAll(good));
      agent.shutdownNow();
      exporter.shutdownNow();
      assertThat(collector.hop().snapshot().balance()).isZero();
    }
  }

  /// A broken request may be one that is still well-formed; then it is taken.
  private static void sendBroken(RawCalls calls, String method, byte[] request, long seed) {
    try {
      calls.call(method, request);
    } catch (StatusRuntimeException refused) {
      assertThat(refused.getStatus().getCode())
          .as("seed %d: %s", seed, refused.getStatus())
          .isIn(Status.Code.INVALID_ARGUMENT, Status.Code.RESOURCE_EXHAUSTED);
    }
  }

  private static byte[] broken(byte[] request, RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(request, random.nextInt(request.length));
      case 1 -> {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        yield noise;
      }
      case 2 -> {
        byte[] flipped = request.clone();
        for (int i = 0; i <= random.nextInt(4); i++) {
          flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        yield flipped;
      }
      default -> {
        byte[] longer = Arrays.copyOf(request, request.length + 1 + random.nextInt(20));
        for (int i = request.length; i < longer.length; i++) {
          longer[i] = (byte) random.nextInt();
        }
        yield longer;
      }
    };
  }

  private static Set<Long> ids(FaultyWriter writer) {
    Set<Long> ids = new HashSet<>();
    writer.stored().forEach(span -> ids.add(span.spanId().value()));
    return ids;
  }

  private static ManagedChannel channel(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }
}
