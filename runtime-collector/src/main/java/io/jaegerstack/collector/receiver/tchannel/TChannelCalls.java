package io.jaegerstack.collector.receiver.tchannel;

import io.jaegerstack.collector.pipeline.Admission;
import io.jaegerstack.collector.pipeline.Origin;
import io.jaegerstack.collector.receiver.Intake;
import io.jaegerstack.collector.receiver.ReceiverCounts;
import io.jaegerstack.collector.sampling.StrategyProvider;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.tchannel.Argument;
import io.jaegerstack.wire.tchannel.CallRequest;
import io.jaegerstack.wire.tchannel.ErrorCode;
import io.jaegerstack.wire.tchannel.ErrorMessage;
import io.jaegerstack.wire.tchannel.ThriftHeaders;
import io.jaegerstack.wire.tchannel.TransportHeaders;
import io.jaegerstack.wire.thrift.MetaStructs;
import io.jaegerstack.wire.thrift.SamplingStructs;
import io.jaegerstack.wire.thrift.Submission;
import io.jaegerstack.wire.thrift.SubmitAnswers;
import io.jaegerstack.wire.thrift.ThriftBatchReader;
import io.jaegerstack.wire.thrift.ZipkinSpanReader;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/// What can be called: Jaeger's thrift services `Collector`, `ZipkinCollector` and
/// `SamplingManager`, and TChannel's own `Meta`. Runs on event loops and never waits.
public final class TChannelCalls {
  /// What became of a call.
  sealed interface Answer {
    /// The struct that the method returns.
    record Result(byte[] struct) implements Answer {}

    /// Nothing was done.
    record Failure(ErrorCode code, String message) implements Answer {}
  }

  private static final String SERVICE = "jaeger-collector";

  /// Under this name every peer answers for its own health.
  private static final String META_SERVICE = "tchannel";

  private final Intake intake;
  private final ReceiverCounts counts;
  private final StrategyProvider strategies;
  private final StrategyAnswers strategyAnswers = new StrategyAnswers();
  private final Health health;
  private final ThreadLocal<ThriftBatchReader> batches;
  private final ThreadLocal<ZipkinSpanReader> zipkin;
  private final RateLimitedLog log =
      RateLimitedLog.of(LoggerFactory.getLogger(TChannelCalls.class));

  public TChannelCalls(
      Intake intake,
      ReceiverCounts counts,
      StrategyProvider strategies,
      Health health,
      InternTable keys) {
    this.intake = intake;
    this.counts = counts;
    this.strategies = strategies;
    this.health = health;
    this.batches = ThreadLocal.withInitial(() -> new ThriftBatchReader(keys));
    this.zipkin = ThreadLocal.withInitial(() -> new ZipkinSpanReader(keys));
  }

  /// Why a call can be refused before its arguments are there.
  Optional<ErrorMessage> refusal(CallRequest call) {
    String scheme = call.headers().getOrDefault(TransportHeaders.ARG_SCHEME, "");
    if (!scheme.equals(TransportHeaders.THRIFT)) {
      return badRequest(call, "arg scheme is \"%s\", expected thrift".formatted(brief(scheme)));
    }
    if (!call.service().equals(SERVICE) && !call.service().equals(META_SERVICE)) {
      return badRequest(
          call, "no service \"%s\", expected %s".formatted(brief(call.service()), SERVICE));
    }
    return call.ttlMillis() == 0 ? badRequest(call, "ttl is 0, expected more") : Optional.empty();
  }

  private static Optional<ErrorMessage> badRequest(CallRequest call, String why) {
    return Optional.of(new ErrorMessage(ErrorCode.BAD_REQUEST, call.tracing(), why));
  }

  private static String brief(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64) + "…";
  }

  /// Makes a complete call. What becomes of it goes to `told`, once: at once as a rule, and on
  /// another thread where callers wait for the storage.
  void answer(CallRequest call, Consumer<Answer> told) {
    String method = call.arguments().method();
    try {
      ThriftHeaders.check(call.arguments().headers());
      Argument body = call.arguments().body();
      switch (method) {
        case "Collector::submitBatches" -> submitBatches(body, told);
        case "ZipkinCollector::submitZipkinBatch" -> submitZipkin(body, told);
        case "SamplingManager::getSamplingStrategy" -> told.accept(strategy(body));
        case "Meta::health" -> told.accept(health(body));
        default -> told.accept(badRequest("no method \"%s\" here".formatted(brief(method))));
      }
    } catch (WireFormatException malformed) {
      told.accept(badRequest(method + ": " + malformed.getMessage()));
    } catch (RuntimeException ours) {
      log.warn("call failed method={}", method, ours);
      told.accept(new Answer.Failure(ErrorCode.UNEXPECTED, "the collector failed"));
    }
  }

  private static Answer badRequest(String why) {
    return new Answer.Failure(ErrorCode.BAD_REQUEST, why);
  }

  private void submitBatches(Argument body, Consumer<Answer> told) {
    try {
      var submission = batches.get().readSubmitBatches(body.bytes(), body.offset());
      offer(submission, Origin.JAEGER_TCHANNEL, told);
    } catch (WireFormatException malformed) {
      counts.malformed(Origin.JAEGER_TCHANNEL, malformed);
      throw malformed;
    }
  }

  private void submitZipkin(Argument body, Consumer<Answer> told) {
    try {
      var submission = zipkin.get().readSubmitZipkinBatch(body.bytes(), body.offset());
      offer(submission, Origin.ZIPKIN_TCHANNEL, told);
    } catch (WireFormatException malformed) {
      counts.malformed(Origin.ZIPKIN_TCHANNEL, malformed);
      throw malformed;
    }
  }

  /// All parts of a call are taken or none: a caller that is refused sends the whole call again.
  private void offer(Submission submission, Origin origin, Consumer<Answer> told) {
    if (intake.pipeline().lacksTenant()) {
      told.accept(badRequest("missing tenant header, which TChannel does not have"));
      return;
    }
    intake.offer(
        submission.spans(), origin, admission -> told.accept(answer(admission, submission)));
  }

  private static Answer answer(Admission admission, Submission submission) {
    return switch (admission) {
      case Admission.Accepted accepted ->
          new Answer.Result(SubmitAnswers.taken(submission.parts()));
      case Admission.Refused refused ->
          new Answer.Failure(
              switch (refused.cause()) {
                case QUEUE_FULL, NOT_STORED -> ErrorCode.BUSY;
                case SHUTTING_DOWN -> ErrorCode.DECLINED;
              },
              refused.cause().message());
    };
  }

  private Answer strategy(Argument body) {
    String service = SamplingStructs.service(body.bytes(), body.offset());
    return new Answer.Result(strategyAnswers.of(strategies.strategy(service)));
  }

  private Answer health(Argument body) {
    boolean ok = health.isReady() || !MetaStructs.asksForTraffic(body.bytes(), body.offset());
    return new Answer.Result(MetaStructs.health(ok, ok ? "" : "the collector is not ready"));
  }
}
