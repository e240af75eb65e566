package io.jaegerstack.agent.reporter;

import io.jaegerstack.agent.reporter.RetryPolicy.Verdict;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.tchannel.Argument;
import io.jaegerstack.wire.tchannel.CallResponse;
import io.jaegerstack.wire.tchannel.ErrorMessage;
import io.jaegerstack.wire.thrift.SubmitAnswers;
import io.jaegerstack.wire.thrift.ThriftBatchWriter;
import io.jaegerstack.wire.thrift.ThriftBatchWriter.Arguments;
import java.time.Duration;
import java.util.List;

/// Batches as `Collector::submitBatches` over TChannel, as the agents of Jaeger up to 1.17 send
/// them.
public final class TChannelCalls implements CollectorCalls {
  private static final String METHOD = "Collector::submitBatches";

  private final CollectorPeers peers;
  private final Duration timeout;

  /// @param timeout for one attempt
  public TChannelCalls(CollectorPeers peers, Duration timeout) {
    this.peers = peers;
    this.timeout = timeout;
  }

  @Override
  public String protocol() {
    return "tchannel";
  }

  @Override
  public Caller caller() {
    return this::request;
  }

  private Request request(List<SpanBatch> group) {
    Arguments arguments = ThriftBatchWriter.submitBatches(group);
    return () -> attempt(arguments);
  }

  private Outcome attempt(Arguments arguments) {
    try {
      CallResponse answer = peers.call(METHOD, arguments.bytes(), timeout);
      Argument result = answer.arguments().body();
      int taken = SubmitAnswers.readTaken(result.bytes(), result.offset());
      return taken == arguments.batches()
          ? Outcome.DELIVERED
          : new Outcome(
              Verdict.RETRY, false, "took %d of %d batches".formatted(taken, arguments.batches()));
    } catch (CallFailedException failed) {
      return new Outcome(verdict(failed), failed.isUnanswered(), failed.toString());
    } catch (WireFormatException broken) {
      return new Outcome(Verdict.RETRY, true, "answer cannot be read: " + broken.getMessage());
    }
  }

  private Verdict verdict(CallFailedException failed) {
    ErrorMessage error = failed.error();
    return switch (error.code()) {
      case BUSY, DECLINED -> Verdict.COME_BACK;
      case BAD_REQUEST ->
          error.message().contains("larger than") ? Verdict.TOO_LARGE : Verdict.REJECT;
      case TIMEOUT -> isConnected() ? Verdict.COME_BACK : Verdict.WAIT;
      case CANCELLED, UNEXPECTED, NETWORK, UNHEALTHY, PROTOCOL, UNKNOWN ->
          isConnected() ? Verdict.RETRY : Verdict.WAIT;
    };
  }

  @Override
  public boolean isConnected() {
    return peers.isConnected();
  }

  @Override
  public long reconnects() {
    return peers.reconnects();
  }
}
