package io.jaegerstack.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.jaegerstack.server.RateLimitedLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class UnfinishedCallTest {
  private static final int ROOM = 3 * UnfinishedCall.LEAST_BYTES;

  private final RateLimitedLog log = RateLimitedLog.of(LoggerFactory.getLogger("Unfinished"));
  private final UnfinishedCalls calls = new UnfinishedCalls(ROOM, ROOM, log);
  private final UnfinishedCall.Factory factory =
      new UnfinishedCall.Factory(
          calls,
          () -> ImmediateEventExecutor.INSTANCE,
          new RefusalCounts("test", new SimpleMeterRegistry(), log),
          message -> new Metadata(),
          peer -> {});

  @Test
  void isOverOnceItsServiceAnswersBeforeTheRequestIsWhole() {
    var answered = new Call();
    ServerStreamTracer tracer =
        begin(
            answered,
            (call, headers) -> {
              call.close(Status.INTERNAL, new Metadata());
              return new ServerCall.Listener<>() {};
            });
    assertThat(calls.heldBytes()).hasValue(0);

    tracer.inboundWireSize(ROOM + 1);
    calls.refuseLate(ImmediateEventExecutor.INSTANCE, Duration.ZERO);
    assertThat(answered.closed).containsExactly(Status.Code.INTERNAL);
  }

  @Test
  void thatCannotBeEndedDoesNotKeepLaterOnesFromTheirEnd() {
    var unendable = new Call();
    begin(unendable);
    unendable.closed.add(Status.Code.OK);
    var late = new Call();
    begin(late);

    calls.refuseLate(ImmediateEventExecutor.INSTANCE, Duration.ZERO);

    assertThat(late.closed).containsExactly(Status.Code.DEADLINE_EXCEEDED);
    assertThat(calls.heldBytes()).hasValue(0);
  }

  @Test
  void thatCannotBeEndedGivesWayToOthersAllTheSame() {
    var unendable = new Call();
    begin(unendable);
    unendable.closed.add(Status.Code.OK);
    var innocent = new Call();
    begin(innocent).inboundWireSize(ROOM - UnfinishedCall.LEAST_BYTES);

    assertThat(innocent.closed).isEmpty();
    assertThat(calls.heldBytes()).hasValue(ROOM);
  }

  @Test
  void endsNoOthersWhereThatWouldNotMakeRoomEnough() {
    var older = new Call();
    begin(older);
    var greedy = new Call();
    begin(greedy).inboundWireSize(ROOM);

    assertThat(greedy.closed).containsExactly(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(older.closed).isEmpty();
    assertThat(calls.heldBytes()).hasValue(UnfinishedCall.LEAST_BYTES);
  }

  private ServerStreamTracer begin(Call call) {
    return begin(call, (started, headers) -> new ServerCall.Listener<>() {});
  }

  private ServerStreamTracer begin(Call call, ServerCallHandler<String, String> service) {
    ServerStreamTracer tracer = factory.tracers().newServerStreamTracer("a.B/C", new Metadata());
    tracer
        .filterContext(Context.ROOT)
        .run(() -> new UnfinishedCall.Closing().interceptCall(call, new Metadata(), service));
    return tracer;
  }

  /// As gRPC's own, refuses to be closed twice.
  private static final class Call extends ServerCall<String, String> {
    private final List<Status.Code> closed = new ArrayList<>();

    @Override
    public void close(Status status, Metadata trailers) {
      if (!closed.isEmpty()) {
        throw new IllegalStateException("call already closed");
      }
      closed.add(status.getCode());
    }

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(String message) {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<String, String> getMethodDescriptor() {
      throw new UnsupportedOperationException("not asked for");
    }
  }
}
