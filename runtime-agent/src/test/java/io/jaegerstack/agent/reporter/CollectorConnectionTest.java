package io.jaegerstack.agent.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.jaegerstack.agent.Await;
import io.jaegerstack.agent.Packets;
import io.jaegerstack.agent.TestCollector;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Collectors behind a name that come and go, age and restart, while spans are sent: each arrives,
/// without a single retry where none breaks off.
@Timeout(120)
class CollectorConnectionTest {
  private static final String NAME = "collectors.test";
  private static final Duration SOON = Duration.ofMillis(50);

  private final Hop hop = new Ledger().hop("agent.reporter", Counted.SPANS);
  private final EventLoops loops = EventLoops.portable(1);
  private final List<TestCollector> collectors = new ArrayList<>();
  private CollectorConnection connection;
  private FrameReporter reporter;
  private int sent;

  @AfterEach
  void stop() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(10));
    reporter.stop(deadline);
    connection.stop(deadline);
    loops.stop(deadline);
    collectors.forEach(TestCollector::close);
  }

  @Test
  void sharesSpansAmongAllAddressesOfAName() throws Exception {
    TestCollector one = collector("127.0.0.1", 0);
    TestCollector two = collector("127.0.0.2", one.port());
    TestCollector three = collector("127.0.0.3", one.port());
    TestNames.set(NAME, "127.0.0.1", "127.0.0.2", "127.0.0.3");
    connect("dns:///" + NAME + ":" + one.port());
    sendUntilEachHas(one, two, three);
    List<Integer> before = Stream.of(one, two, three).map(c -> c.spans().size()).toList();
    for (int i = 0; i < 30; i++) {
      send();
    }
    assertThat(one.spans().size() - before.get(0)).isEqualTo(10);
    assertThat(two.spans().size() - before.get(1)).isEqualTo(10);
    assertThat(three.spans().size() - before.get(2)).isEqualTo(10);
    assertEverySpanArrivedOnce();
  }

  @Test
  void findsACollectorThatIsNewBehindTheName() throws Exception {
    TestCollector one = collector("127.0.0.1", 0);
    TestNames.set(NAME, "127.0.0.1");
    connect("dns:///" + NAME + ":" + one.port());
    sendUntilEachHas(one);
    TestCollector two = collector("127.0.0.2", one.port());
    TestNames.set(NAME, "127.0.0.1", "127.0.0.2");
    sendUntilEachHas(one, two);
    assertThat(one.connections()).as("connections to the first, whose own never broke").isOne();
    assertEverySpanArrivedOnce();
  }

  @Test
  void leavesACollectorThatIsGoneFromTheName() throws Exception {
    TestCollector one = collector("127.0.0.1", 0);
    TestCollector two = collector("127.0.0.2", one.port());
    TestNames.set(NAME, "127.0.0.1", "127.0.0.2");
    connect(NAME + ":" + one.port());
    sendUntilEachHas(one, two);
    TestNames.set(NAME, "127.0.0.2");
    Await.until(
        () -> {
          int before = one.spans().size();
          for (int i = 0; i < 10; i++) {
            send();
          }
          return one.spans().size() == before;
        },
        () -> "spans at a collector that is gone");
    assertEverySpanArrivedOnce();
  }

  @Test
  void keepsItsCollectorsWhileTheirNameCannotBeLookedUp() throws Exception {
    TestCollector one = collector("127.0.0.1", 0);
    TestCollector two = collector("127.0.0.2", one.port());
    TestNames.set(NAME, "127.0.0.1");
    TestNames.set("other.test", "127.0.0.2");
    connect(NAME + ":" + one.port() + ",other.test:" + one.port());
    sendUntilEachHas(one, two);
    TestNames.set(NAME);
    TestCollector three = collector("127.0.0.3", one.port());
    TestNames.set("other.test", "127.0.0.2", "127.0.0.3");
    sendUntilEachHas(three);
    int before = one.spans().size();
    for (int i = 0; i < 30; i++) {
      send();
    }
    assertThat(one.spans().size() - before).isEqualTo(10);
    assertThat(one.connections()).isOne();
    assertEverySpanArrivedOnce();
  }

  @Test
  void connectsOnceANameThatWasUnknownIsKnown() throws Exception {
    TestCollector one = collector("127.0.0.1", 0);
    TestNames.set(NAME);
    int before = TestNames.unknown();
    connect("dns:///" + NAME + ":" + one.port());
    report();
    Await.until(() -> TestNames.unknown() > before && hop.held() == 1, hop::snapshot);
    TestNames.set(NAME, "127.0.0.1");
    Await.until(() -> hop.forwarded() == 1, hop::snapshot);
    assertEverySpanArrivedOnce();
  }

  @Test
  void losesNothingToConnectionsThatAge() throws Exception {
    TestCollector ageing = TestCollector.startAgeing(Duration.ofSeconds(1));
    collectors.add(ageing);
    // So that there are always calls in work, also when a connection is about to end.
    ageing.answers(
        request -> {
          LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
          return Status.OK;
        });
    connect(ageing.address());
    Await.until(
        () -> {
          report();
          return ageing.connections() > 3;
        },
        () -> ageing.connections() + " connections");
    assertEverySpanArrivedOnce();
  }

  @Test
  void connectsAgainToACollectorThatRestarts() throws Exception {
    TestCollector first = collector("127.0.0.1", 0);
    int port = first.port();
    connect(first.address());
    send();
    first.close();
    Await.until(() -> !connection.isConnected(), connection::reconnects);
    report();
    TestCollector second = collector("127.0.0.1", port);
    Await.until(() -> hop.forwarded() == sent, hop::snapshot);
    assertThat(second.spans()).hasSize(1);
    Await.until(() -> connection.reconnects() == 2, connection::reconnects);
    assertEverySpanArrivedOnce();
  }

  @Test
  void sendsToTheOthersWhileOneIsAway() throws Exception {
    TestCollector one = collector("127.0.0.1", 0);
    TestCollector two = collector("127.0.0.2", one.port());
    TestNames.set(NAME, "127.0.0.1", "127.0.0.2");
    connect(NAME + ":" + one.port(), 3);
    sendUntilEachHas(one, two);
    one.close();
    int before = two.spans().size();
    int more = 20;
    for (int i = 0; i < more; i++) {
      send();
    }
    assertThat(two.spans().size() - before).isEqualTo(more);
    assertEverySpanArrivedOnce();
  }

  private TestCollector collector(String host, int port) throws IOException {
    TestCollector collector = TestCollector.startAt(host, port);
    collectors.add(collector);
    return collector;
  }

  private void connect(String target) {
    connect(target, 0);
  }

  private void connect(String target, int retries) {
    connection = new CollectorConnection(loops, target, SOON);
    var calls = new GrpcCalls(connection, Duration.ofSeconds(5));
    var queue = new FrameQueue(10_000_000);
    var counts = new ReporterCounts(hop);
    var senders =
        new FrameSenders(calls, queue, counts, new InternTable(), AgentTags.of(Map.of()), retries);
    reporter = new FrameReporter(queue, hop, counts, senders);
    connection.start();
    reporter.start();
  }

  private void sendUntilEachHas(TestCollector... all) {
    Await.until(
        () -> {
          send();
          return Stream.of(all).noneMatch(collector -> collector.spans().isEmpty());
        },
        () -> Stream.of(all).map(collector -> collector.spans().size()).toList());
  }

  /// One span in a request of its own, and waits until a collector has it.
  private void send() {
    report();
    Await.until(() -> hop.forwarded() == sent, hop::snapshot);
  }

  private void report() {
    sent++;
    reporter.report(TestFrames.bare(Packets.compact("shop", sent, 1)));
  }

  private void assertEverySpanArrivedOnce() {
    Await.until(() -> hop.held() == 0, hop::snapshot);
    assertThat(hop.snapshot().totalDropped()).as(hop.snapshot().toString()).isZero();
    List<Long> arrived =
        collectors.stream()
            .flatMap(collector -> collector.spans().stream())
            .map(span -> span.getSpanId().asReadOnlyByteBuffer().getLong())
            .sorted()
            .toList();
    assertThat(arrived).isEqualTo(Stream.iterate(1L, id -> id + 1).limit(sent).toList());
  }
}
