package io.jaegerstack.agent.otlp;

import static java.util.Objects.requireNonNull;

import io.jaegerstack.agent.chunk.Chunk;
import io.jaegerstack.agent.chunk.ChunkPool;
import io.jaegerstack.agent.reporter.BatchFormat;
import io.jaegerstack.agent.reporter.FrameIntake;
import io.jaegerstack.agent.reporter.FrameMaker;
import io.jaegerstack.agent.reporter.FrameTally;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.relay.PacketKind;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/// From both of OTLP's transports to the reporter, with the agent's tags; counts what went on and
/// what stayed with its senders. The ledger counts the spans that the reporter took.
public final class OtlpIntake {
  /// A collector that was full or away for a moment is back by then.
  static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private record Counts(Counter accepted, Counter refused, Counter malformed) {
    static Counts of(Metrics metrics, OtlpTransport transport) {
      String[] receiver = {"receiver", "otlp", "transport", transport.label()};
      return new Counts(
          metrics.counter("otelcol_receiver_accepted_spans", receiver),
          metrics.counter("otelcol_receiver_refused_spans", receiver),
          metrics.counter(
              "jaegerstack_agent_requests_malformed",
              "format",
              BatchFormat.OTLP.label(),
              "transport",
              transport.label()));
    }
  }

  private final ChunkPool pool;
  private final FrameIntake reporter;
  private final ThreadLocal<FrameMaker> makers;
  private final Map<OtlpTransport, Counts> counts = new EnumMap<>(OtlpTransport.class);
  private final RateLimitedLog warnings =
      RateLimitedLog.of(LoggerFactory.getLogger(OtlpIntake.class));

  public OtlpIntake(
      ChunkPool pool, FrameMaker.Packing packing, FrameIntake reporter, Metrics metrics) {
    this.pool = pool;
    this.makers = ThreadLocal.withInitial(() -> new FrameMaker(packing));
    this.reporter = reporter;
    for (OtlpTransport transport : OtlpTransport.values()) {
      counts.put(transport, Counts.of(metrics, transport));
    }
  }

  /// @param request in protobuf
  /// @param read what a reader made of it
  FrameIntake.Answer offer(byte[] request, SpanBatch read, OtlpTransport transport) {
    var tally = new FrameTally();
    tally.add(BatchFormat.OTLP, read.size(), read.leftOut());
    Chunk chunk = pool.take(request.length);
    chunk.add(PacketKind.OTLP, request);
    FrameIntake.Answer answer = reporter.offer(makers.get().frame(chunk, tally));
    Counts of = of(transport);
    (answer == FrameIntake.Answer.TAKEN ? of.accepted() : of.refused()).increment(read.size());
    return answer;
  }

  /// Counts a request that is not OTLP; the log says where it went wrong, and nothing of what is in
  /// it.
  void malformed(OtlpTransport transport, WireFormatException why) {
    of(transport).malformed().increment();
    warnings.warn(
        "malformed request format=otlp transport={} reason=\"{}\"",
        transport.label(),
        why.getMessage());
  }

  private Counts of(OtlpTransport transport) {
    return requireNonNull(counts.get(transport), transport::label);
  }
}
