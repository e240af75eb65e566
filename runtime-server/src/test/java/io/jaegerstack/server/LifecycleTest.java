package io.jaegerstack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.logging.CapturedLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private final List<String> events = new ArrayList<>();

  @Test
  void startsInOrderAndStopsInReverse() throws IOException {
    var lifecycle = Lifecycle.of("test", List.of(part("queue"), part("receiver")));
    lifecycle.start();
    assertThat(lifecycle.stop(Duration.ofSeconds(5))).isTrue();
    assertThat(events)
        .containsExactly("start queue", "start receiver", "stop receiver", "stop queue");
  }

  @Test
  void stopsWhatHadStartedWhenAPartFails() {
    var lifecycle = Lifecycle.of("test", List.of(part("queue"), failing(), part("never")));
    assertThatThrownBy(lifecycle::start)
        .isInstanceOf(IOException.class)
        .hasMessage("port did not start: in use");
    assertThat(events).containsExactly("start queue", "stop queue");
  }

  @Test
  void stopsTheOthersWhenOneFailsToStop() throws IOException {
    Part rude =
        new Part() {
          @Override
          public String name() {
            return "rude";
          }

          @Override
          public void start() {}

          @Override
          public void stop(Deadline deadline) {
            throw new IllegalStateException("no");
          }
        };
    var lifecycle = Lifecycle.of("test", List.of(part("queue"), rude));
    lifecycle.start();
    assertThat(lifecycle.stop(Duration.ofSeconds(5))).isFalse();
    assertThat(events).endsWith("stop queue");
  }

  @Test
  void tellsWhatIsLostWhileItStopsAndIsNotCleanThen() throws IOException {
    var ledger = new Ledger();
    Hop hop = ledger.hop("agent.reporter", Counted.SPANS);
    hop.dropped(DropReason.SHUTDOWN, 5);
    var lifecycle = Lifecycle.of("test", ledger, List.of(dropping(hop, DropReason.SHUTDOWN, 7)));
    lifecycle.start();
    try (var log = CapturedLog.start()) {
      assertThat(lifecycle.stop(Duration.ofSeconds(5))).isFalse();
      assertThat(log.lines())
          .anyMatch(
              line ->
                  line.contains(
                      "lost while stopping process=test hop=agent.reporter spans=7 reason=shutdown"))
          .last()
          .asString()
          .contains("clean=false");
    }
  }

  @Test
  void isCleanWhereOnlyBrokenInputWasDroppedWhileItStopped() throws IOException {
    var ledger = new Ledger();
    Hop hop = ledger.hop("agent.udp.compact", Counted.PACKETS);
    var lifecycle = Lifecycle.of("test", ledger, List.of(dropping(hop, DropReason.MALFORMED, 1)));
    lifecycle.start();
    assertThat(lifecycle.stop(Duration.ofSeconds(5))).isTrue();
  }

  private static Part dropping(Hop hop, DropReason reason, long count) {
    return new Part() {
      @Override
      public String name() {
        return "queue";
      }

      @Override
      public void start() {}

      @Override
      public void stop(Deadline deadline) {
        hop.dropped(reason, count);
      }
    };
  }

  @Test
  void sharesOneDeadlineAmongItsParts() {
    var now = new AtomicLong();
    var deadline = Deadline.after(Duration.ofNanos(100), now::get);
    assertThat(deadline.fraction(0.5).remainingNanos()).isEqualTo(50);
    now.set(99);
    assertThat(deadline.isOver()).isFalse();
    now.set(200);
    assertThat(deadline.isOver()).isTrue();
    assertThat(deadline.remaining()).isZero();
  }

  private Part part(String name) {
    return new Part() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void start() {
        events.add("start " + name);
      }

      @Override
      public void stop(Deadline deadline) {
        events.add("stop " + name);
      }
    };
  }

  private static Part failing() {
    return new Part() {
      @Override
      public String name() {
        return "port";
      }

      @Override
      public void start() throws IOException {
        throw new IOException("in use");
      }

      @Override
      public void stop(Deadline deadline) {
        throw new AssertionError("never started");
      }
    };
  }
}
