package io.jaegerstack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
