package io.jaegerstack.query.grpc;

import static io.jaegerstack.query.Spans.TRACE;
import static io.jaegerstack.query.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import io.jaegertracing.api_v2.Query.SpansResponseChunk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlowCallerTest {
  private final Caller caller = new Caller();

  @Test
  void holdsNoMoreThanTheCallerIsReadyFor() throws Exception {
    var pace = new CallerPace<>(caller, Duration.ofSeconds(30));
    var sending = CompletableFuture.runAsync(() -> send(pace, 250));

    for (int read = 1; read <= 3; read++) {
      caller.readOne();
      caller.awaitMessages(read);
    }
    sending.get(30, TimeUnit.SECONDS);

    assertThat(caller.mostAhead).isOne();
    assertThat(caller.messages)
        .extracting(SpansResponseChunk::getSpansCount)
        .containsExactly(100, 100, 50);
  }

  @Test
  void givesUpOnACallerThatReadsNothing() {
    var pace = new CallerPace<>(caller, Duration.ofMillis(20));

    var failure = CompletableFuture.supplyAsync(() -> failureOf(() -> send(pace, 10))).join();

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
    assertThat(caller.messages).isEmpty();
  }

  @Test
  void stopsWhenTheCallerIsGone() {
    var pace = new CallerPace<>(caller, Duration.ofSeconds(30));
    var failure = CompletableFuture.supplyAsync(() -> failureOf(() -> send(pace, 10)));

    caller.cancel();

    assertThat(failure.join().getStatus().getCode()).isEqualTo(Status.Code.CANCELLED);
  }

  private static void send(CallerPace<SpansResponseChunk> pace, int spans) {
    var all = new ArrayList<io.jaegerstack.model.Span>();
    for (int i = 1; i <= spans; i++) {
      all.add(span(i, Tag.of("k", "v")));
    }
    try {
      new SpanChunks(pace).send(new Trace(TRACE, all));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static StatusRuntimeException failureOf(Runnable work) {
    try {
      work.run();
    } catch (StatusRuntimeException failed) {
      return failed;
    }
    throw new AssertionError("did not fail");
  }

  /// A caller that is ready for as many messages as it said.
  private static final class Caller extends ServerCallStreamObserver<SpansResponseChunk> {
    private final List<SpansResponseChunk> messages = new ArrayList<>();
    private Runnable onReady = () -> {};
    private Runnable onCancel = () -> {};
    private int wanted;
    private int mostAhead;
    private boolean cancelled;

    void readOne() {
      synchronized (this) {
        wanted++;
      }
      onReady.run();
    }

    synchronized void awaitMessages(int count) throws InterruptedException {
      while (messages.size() < count) {
        wait(TimeUnit.SECONDS.toMillis(30));
      }
    }

    void cancel() {
      synchronized (this) {
        cancelled = true;
      }
      onCancel.run();
    }

    @Override
    public synchronized boolean isReady() {
      return messages.size() < wanted;
    }

    @Override
    public synchronized boolean isCancelled() {
      return cancelled;
    }

    @Override
    public synchronized void onNext(SpansResponseChunk chunk) {
      mostAhead = Math.max(mostAhead, messages.size() + 1 - Math.max(0, wanted - 1));
      messages.add(chunk);
      notifyAll();
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
      onReady = handler;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
      onCancel = handler;
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}

    @Override
    public void setCompression(String compression) {}

    @Override
    public void setMessageCompression(boolean enabled) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}
  }
}
