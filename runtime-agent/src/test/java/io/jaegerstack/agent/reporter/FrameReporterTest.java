package io.jaegerstack.agent.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.jaegerstack.agent.Await;
import io.jaegerstack.agent.Packets;
import io.jaegerstack.agent.TestCollector;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FrameReporterTest {
  /// More than there are senders.
  private static final int FAILURES = 9;

  private static final Status TOO_LARGE =
      Status.RESOURCE_EXHAUSTED.withDescription("received message larger than max (5 vs. 4)");

  private final Hop hop = new Ledger().hop("agent.reporter", Counted.SPANS);
  private final EventLoops loops = EventLoops.portable(1);
  private TestCollector collector;
  private CollectorConnection connection;
  private FrameReporter reporter;

  @BeforeEach
  void start() throws IOException {
    collector = TestCollector.start();
    connection = new CollectorConnection(loops, collector.address(), Duration.ofMinutes(1));
    var calls = new GrpcCalls(connection, Duration.ofSeconds(10));
    reporter = reporter(calls);
    connection.start();
    reporter.start();
  }

  @AfterEach
  void stop() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(10));
    reporter.stop(deadline);
    connection.stop(deadline);
    loops.stop(deadline);
    collector.close();
  }

  @Test
  void goesOnSendingAfterFramesThatCannotBeRead() {
    for (int i = 1; i <= FAILURES; i++) {
      reporter.report(unreadable(2));
      awaitFailed(2 * i);
    }
    reporter.report(frame(5));
    collector.awaitSpans(5);
    Await.until(() -> hop.held() == 0, hop::snapshot);
    assertThat(hop.forwarded()).isEqualTo(5);
    assertThat(hop.snapshot().balance()).as(hop.snapshot().toString()).isZero();
    assertThat(reporter.counts().of(BatchFormat.JAEGER).batchesFailed()).isEqualTo(FAILURES);
  }

  @Test
  void sendsAgainWhatHadNoAnswerMoreOftenThanItRetriesFailures() {
    restart(Duration.ofMillis(100));
    var requests = new AtomicInteger();
    collector.answers(request -> requests.incrementAndGet() <= 6 ? null : Status.OK);
    reporter.report(frame(5));
    Await.until(() -> hop.forwarded() == 5 && hop.held() == 0, hop::snapshot);
    assertThat(hop.snapshot().totalDropped()).isZero();
  }

  @Test
  void countsWhatHasNoAnswerWhenItStopsUnderAReasonOfItsOwn() {
    restart(Duration.ofSeconds(60));
    collector.answers(request -> null);
    reporter.report(frame(5));
    collector.awaitRequests(1);
    reporter.stop(Deadline.after(Duration.ofMillis(300)));
    Await.until(() -> hop.dropped(DropReason.UNANSWERED) == 5, hop::snapshot);
    assertThat(hop.snapshot().balance()).as(hop.snapshot().toString()).isZero();
  }

  @Test
  void countsAConnectionThatBreaksAfterEachRequestAsUnanswered() throws IOException {
    restart(Duration.ofSeconds(10));
    int port = collector.port();
    collector.answers(request -> null);
    reporter.report(frame(5));
    collector.awaitRequests(1);
    collector.close();
    collector = TestCollector.startOn(port);
    collector.answers(request -> Status.INTERNAL);
    Await.until(() -> hop.dropped(DropReason.UNANSWERED) == 5, hop::snapshot);
  }

  @Test
  void givesUpWhatACollectorSaysItselfThatItTimedOut() {
    collector.answers(request -> Status.DEADLINE_EXCEEDED.withDescription("not whole in 30 s"));
    reporter.report(frame(5));
    Await.until(() -> hop.dropped(DropReason.SEND_FAILURE) == 5, hop::snapshot);
  }

  @Test
  void callsUnansweredWhatIsRefusedAfterAnAttemptWithoutAnAnswer() {
    countsUnansweredAfterSilenceAnd(Status.INVALID_ARGUMENT);
  }

  @Test
  void callsUnansweredWhatIsTooLargeAfterAnAttemptWithoutAnAnswer() {
    countsUnansweredAfterSilenceAnd(TOO_LARGE);
  }

  private void countsUnansweredAfterSilenceAnd(Status refusal) {
    restart(Duration.ofMillis(300));
    var requests = new AtomicInteger();
    collector.answers(request -> requests.getAndIncrement() == 0 ? null : refusal);
    // In one request, which is split where it is too large.
    reporter.report(TestFrames.bare(Packets.compact("shop", 1, 5), Packets.compact("shop", 6, 4)));
    Await.until(() -> hop.snapshot().totalDropped() == 9, hop::snapshot);
    assertThat(hop.dropped(DropReason.UNANSWERED)).as(hop.snapshot().toString()).isEqualTo(9);
  }

  private void restart(Duration timeout) {
    reporter.stop(Deadline.after(Duration.ofSeconds(10)));
    reporter = reporter(new GrpcCalls(connection, timeout));
    reporter.start();
  }

  private void awaitFailed(int spans) {
    Await.until(
        () -> hop.dropped(DropReason.INTERNAL_ERROR) == spans && hop.held() == 0, hop::snapshot);
  }

  /// Its packet is not what was counted.
  private static Frame unreadable(int spans) {
    Frame frame = frame(spans);
    Arrays.fill(frame.body(), frame.length() - 20, frame.length(), (byte) 0xff);
    return frame;
  }

  private static Frame frame(int spans) {
    return TestFrames.bare(Packets.compact("shop", 1, spans));
  }

  private FrameReporter reporter(CollectorCalls calls) {
    var queue = new FrameQueue(10_000_000);
    var counts = new ReporterCounts(hop);
    var senders =
        new FrameSenders(calls, queue, counts, new InternTable(), AgentTags.of(Map.of()), 3);
    return new FrameReporter(queue, hop, counts, senders);
  }
}
