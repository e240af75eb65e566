package io.jaegerstack.storage.segments;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.storage.contract.TestSpan;
import io.jaegerstack.storage.segments.block.DamagedException;
import io.jaegerstack.storage.segments.block.SealedBlock;
import io.jaegerstack.storage.segments.head.HeadLimits;
import io.jaegerstack.storage.segments.span.FrameEncoder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// When an engine seals, and what it does when it cannot.
class EngineTest {
  private static final int HEAD_BYTES = 10_000;

  private final CountDownLatch tidied = new CountDownLatch(1);
  private final CountDownLatch looked = new CountDownLatch(2);
  private final AtomicInteger parts = new AtomicInteger();
  private volatile @Nullable Error breaksWith;
  private final Engine engine = engine(Duration.ofDays(1));

  @AfterEach
  void close() {
    engine.close();
  }

  private Engine engine(Duration headAge) {
    return new Engine(
        new HeadLimits(3, HEAD_BYTES, Integer.MAX_VALUE),
        headAge,
        new FullVault(),
        new CountedJournal(),
        new NoEvents());
  }

  private static byte[] frame(String operation) {
    return new FrameEncoder().encode(List.of(FlatSpan.of(TestSpan.of("shop", operation).build())));
  }

  @Test
  void letsGoOfWhatIsOldAlsoWhereNothingCanBeKept() throws InterruptedException {
    engine.append(frame("one"));
    engine.append(frame("two"));
    engine.append(frame("three"));
    engine.start();
    assertThat(tidied.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tellsOfWhatBreaksItsThreadAndGoesOn() throws InterruptedException {
    breaksWith = new LinkageError("a library is missing");
    engine.append(frame("one"));
    engine.append(frame("two"));
    engine.append(frame("three"));
    engine.start();
    assertThat(tidied.await(60, TimeUnit.SECONDS)).isTrue();
    while (engine.failure() == null) {
      Thread.onSpinWait();
    }
    assertThat(engine.failure()).hasMessageContaining("a library is missing");
    breaksWith = null;
    while (!String.valueOf(engine.failure()).contains("No space left")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void endsAPartOfTheJournalAlsoWhereTheSameSpansComeAgainAndAgain() {
    byte[] same = frame("one");
    long bytes = 0;
    while (parts.get() == 0 && bytes < 100 * HEAD_BYTES) {
      engine.append(same);
      bytes += same.length;
    }
    assertThat(bytes).isLessThan(20 * HEAD_BYTES);
  }

  /// A new part would be behind those that are still to be replayed, which would be let go.
  @Test
  void endsNoPartOfTheJournalWhileItIsReplayed() throws InterruptedException {
    try (var old = new Closing(engine(Duration.ofMillis(1)))) {
      old.engine.replay(frame("one"), 7);
      old.engine.start();
      assertThat(looked.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(parts).hasValue(0);
      old.engine.replayed();
      assertThat(tidied.await(60, TimeUnit.SECONDS)).as("sealed by its age").isTrue();
      assertThat(parts).hasValue(1);
    }
  }

  private record Closing(Engine engine) implements AutoCloseable {
    @Override
    public void close() {
      engine.close();
    }
  }

  /// One that keeps nothing, and notes whether it was asked to let go of something meanwhile.
  private final class FullVault implements Vault {
    private boolean isFull;

    @Override
    public Shelf shelf() {
      return new Shelf(List.of(), List.of());
    }

    @Override
    public long nextPayloadAt() {
      return 0;
    }

    @Override
    public void keep(SealedBlock block, int journalEnd) throws IOException {
      isFull = true;
      Error breaks = breaksWith;
      if (breaks != null) {
        throw breaks;
      }
      throw new IOException("No space left on device");
    }

    @Override
    public boolean tidy() {
      looked.countDown();
      if (isFull) {
        tidied.countDown();
      }
      return false;
    }

    @Override
    public void close() {}
  }

  private final class CountedJournal implements Journal {
    @Override
    public Ticket append(byte[] frame) {
      return () -> {};
    }

    @Override
    public int nextPart() {
      return parts.incrementAndGet();
    }

    @Override
    public void release(int end) {}
  }

  private static final class NoEvents implements EngineEvents {
    @Override
    public void duplicate() {}

    @Override
    public void damaged(DamagedException damage) {}

    @Override
    public void failed(IOException failure) {}

    @Override
    public void recovered() {}
  }
}
