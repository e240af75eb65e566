package io.jaegerstack.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.agent.relay.TestRelayCollector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Agents that are killed, or end, while no collector is there; and what the next one does with
/// what they left.
@Timeout(180)
class SpillIT {
  private static final String NOBODY = "127.0.0.1:1";
  private static final int SPANS = 10;

  /// The window that is stated, `reporter.spill.after` and 50 ms, and what a loaded machine adds to
  /// it: an fsync, and the agent's own threads.
  private static final long WINDOW_MILLIS = 100 + 50;

  private static final long SLACK_MILLIS = 2_000;

  @TempDir private Path directory;

  private AgentProcess agent(String collector) throws IOException {
    return agent(collector, "--reporter.spill.after=100ms");
  }

  private AgentProcess agent(String collector, String... more) throws IOException {
    String[] settings = {
      "--reporter.type=relay",
      "--reporter.relay.host-port=" + collector,
      "--reporter.grpc.host-port=" + NOBODY,
      "--reporter.spill.directory=" + directory
    };
    return AgentProcess.start(
        Stream.of(settings, more).flatMap(Arrays::stream).toArray(String[]::new));
  }

  private static void send(AgentProcess agent, int packets) throws IOException {
    for (int i = 0; i < packets; i++) {
      agent.send(1 + (long) i * SPANS, SPANS);
      LockSupport.parkNanos(200_000);
    }
  }

  private static List<Long> ids(int packets) {
    return LongStream.rangeClosed(1, (long) packets * SPANS).boxed().toList();
  }

  @Test
  void bringsEverythingAfterAKillWhileTheCollectorWasAway() throws Exception {
    try (var agent = agent(NOBODY)) {
      send(agent, 300);
      agent.awaitMetric("jaegerstack_agent_spill_spans", 3_000);
      agent.kill();
    }
    try (var collector = TestRelayCollector.start();
        var agent = agent(collector.address())) {
      Await.until(() -> collector.spans().size() >= 3_000, () -> collector.spans().size());
      agent.awaitMetric("jaegerstack_agent_spill_frames", 0);
      assertThat(collector.spans()).containsExactlyInAnyOrderElementsOf(ids(300));
      assertThat(agent.metric("jaegerstack_ledger_received_total{hop=\"agent.reporter\"}"))
          .isEqualTo(3_000);
      agent.awaitMetric("jaegerstack_ledger_forwarded_total{hop=\"agent.reporter\"}", 3_000);
      agent.terminate();
      assertThat(agent.log()).last().asString().contains("clean=true");
    }
  }

  @Test
  void leavesToTheDiskWhatItCannotDeliverBeforeItsEnd() throws Exception {
    try (var agent = agent(NOBODY, "--reporter.spill.after=1h")) {
      send(agent, 100);
      agent.awaitMetric("jaegerstack_ledger_received_total{hop=\"agent.reporter\"}", 1_000);
      agent.terminate();
      assertThat(agent.log()).last().asString().contains("clean=true");
    }
    try (var collector = TestRelayCollector.start();
        var agent = agent(collector.address())) {
      agent.awaitMetric("jaegerstack_ledger_forwarded_total{hop=\"agent.reporter\"}", 1_000);
      assertThat(collector.spans()).containsExactlyInAnyOrderElementsOf(ids(100));
    }
  }

  @Test
  void sendsAFrameAgainUnderItsNumberAfterAKill() throws Exception {
    try (var silent = TestRelayCollector.start()) {
      silent.answers(came -> null);
      try (var agent = agent(silent.address())) {
        send(agent, 20);
        agent.awaitMetric("jaegerstack_agent_spill_spans", 200);
        Await.until(() -> silent.spans().size() == 200, () -> silent.spans().size());
        agent.kill();
      }
      silent.hangUp();
      Set<String> numbers = numbers(silent);
      try (var collector = TestRelayCollector.start();
          var agent = agent(collector.address())) {
        agent.awaitMetric("jaegerstack_ledger_forwarded_total{hop=\"agent.reporter\"}", 200);
        assertThat(numbers(collector)).isEqualTo(numbers);
        assertThat(collector.frames())
            .allSatisfy(came -> assertThat(came.header().lowest()).isEqualTo(1));
      }
    }
  }

  private static Set<String> numbers(TestRelayCollector collector) {
    var numbers = new HashSet<String>();
    collector
        .frames()
        .forEach(came -> numbers.add(came.header().generation() + " " + came.header().sequence()));
    return numbers;
  }

  @Test
  void losesNoMoreThanTheStatedWindowToAKillUnderLoad() throws Exception {
    var sentMillis = new ConcurrentSkipListMap<Long, Long>();
    long killed;
    try (var agent = agent(NOBODY)) {
      long begun = System.nanoTime();
      long first = 1;
      while (millis(begun) < 4_000) {
        sentMillis.put(first, millis(begun));
        agent.send(first, SPANS);
        first += SPANS;
        LockSupport.parkNanos(1_000_000);
      }
      killed = millis(begun);
      agent.kill();
    }
    try (var collector = TestRelayCollector.start();
        var agent = agent(collector.address())) {
      Await.until(
          () ->
              agent.metric("jaegerstack_agent_spill_adopted_frames_total") > 0
                  && agent.metric("jaegerstack_agent_spill_frames") == 0,
          collector::spans);
      var arrived = new HashSet<>(collector.spans());
      sentMillis.keySet().removeIf(arrived::contains);
      long oldest = sentMillis.values().stream().mapToLong(sent -> killed - sent).max().orElse(0);
      System.out.printf(
          "spill kill-under-load sent=%d arrived=%d lost-window=%dms%n",
          killed, arrived.size() / SPANS, oldest);
      assertThat(oldest).as("milliseconds").isLessThan(WINDOW_MILLIS + SLACK_MILLIS);
      assertThat(arrived).as("spans that were kept").hasSizeGreaterThan(1_000);
    }
  }

  private static long millis(long begunNanos) {
    return (System.nanoTime() - begunNanos) / 1_000_000;
  }

  @Test
  void drainsWhatWasSpilledOnceTheCollectorIsThere() throws Exception {
    int port;
    try (var reserved = TestRelayCollector.start()) {
      port = reserved.port();
    }
    try (var agent =
        agent(
            "127.0.0.1:" + port, "--reporter.spill.after=100ms", "--reporter.queue-bytes=256KiB")) {
      send(agent, 600);
      agent.awaitMetric("jaegerstack_agent_spill_spans", 6_000);
      assertThat(agent.metric("jaeger_agent_reporter_queue_bytes{protocol=\"relay\"}"))
          .isLessThanOrEqualTo(256 * 1024);
      try (var collector = TestRelayCollector.startOn(port)) {
        agent.awaitMetric("jaegerstack_ledger_forwarded_total{hop=\"agent.reporter\"}", 6_000);
        assertThat(collector.spans()).containsExactlyInAnyOrderElementsOf(ids(600));
        agent.awaitMetric("jaegerstack_agent_spill_frames", 0);
      }
    }
  }
}
