package io.jaegerstack.storage.segments.vault;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.contract.TestSpan;
import io.jaegerstack.storage.segments.SegmentReader;
import io.jaegerstack.storage.segments.disk.Disk;
import io.jaegerstack.storage.segments.span.FrameEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Writes numbered spans into a directory, notes which of them were acknowledged, and reads back
/// which are there.
final class Recording {
  static final Path DIRECTORY = Path.of("/data");

  /// Traces have so many spans.
  private static final int SPANS_OF_TRACE = 5;

  private final Random random;
  private final SegmentLimits limits;
  final CountedEvents events = new CountedEvents();
  final Set<Integer> acknowledged = new TreeSet<>();
  private final LongSupplier clock;
  private final LongSupplier nanos;
  private int next;

  Recording(Random random, SegmentLimits limits) {
    this(random, limits, System::currentTimeMillis);
  }

  /// The time that passes is the clock's own.
  Recording(Random random, SegmentLimits limits, LongSupplier clock) {
    this(random, limits, clock, () -> TimeUnit.MILLISECONDS.toNanos(clock.getAsLong()));
  }

  Recording(Random random, SegmentLimits limits, LongSupplier clock, LongSupplier nanos) {
    this.random = random;
    this.limits = limits;
    this.clock = clock;
    this.nanos = nanos;
  }

  SegmentDirectory open(Disk disk) throws IOException {
    return open(disk, DIRECTORY);
  }

  SegmentDirectory open(Disk disk, Path directory) throws IOException {
    var steady = new SteadyClock(clock, nanos);
    return SegmentDirectory.open(disk, directory, limits, steady, random::nextLong, events);
  }

  /// Writes `count` batches, and does not mind those that fail.
  ///
  /// @return how many failed
  int write(SegmentDirectory opened, int count) {
    int failed = 0;
    var encoder = new FrameEncoder();
    for (int i = 0; i < count; i++) {
      var numbers = new ArrayList<Integer>();
      var spans = new ArrayList<FlatSpan>();
      for (int left = 1 + random.nextInt(8); left > 0; left--) {
        numbers.add(next);
        spans.add(FlatSpan.of(span(next++)));
      }
      try {
        opened.engine().append(encoder.encode(spans)).await();
        acknowledged.addAll(numbers);
      } catch (StorageException unavailable) {
        failed++;
      }
    }
    return failed;
  }

  /// Writes the first ten spans once more.
  void writeAgain(SegmentDirectory opened) {
    next = Math.max(next, 10);
    var spans = new ArrayList<FlatSpan>();
    for (int number = 0; number < 10; number++) {
      spans.add(FlatSpan.of(span(number)));
      acknowledged.add(number);
    }
    opened.engine().append(new FrameEncoder().encode(spans)).await();
  }

  static Span span(int number) {
    return TestSpan.of("service-" + number % 3, "operation-" + number % 7)
        .in(traceOf(number))
        .id(new SpanId(number + 1L))
        .start(TestSpan.START.plus(Duration.ofMillis(number)))
        .tag("number", Integer.toString(number))
        .build();
  }

  private static TraceId traceOf(int number) {
    return new TraceId(0, 1 + number / SPANS_OF_TRACE);
  }

  /// Numbers of the spans that are there, each of them whole and once.
  Set<Integer> read(SegmentDirectory opened) {
    var reader = new SegmentReader(opened.engine(), events);
    var found = new HashSet<Integer>();
    for (int number = 0; number < next; number += SPANS_OF_TRACE) {
      List<Span> spans =
          reader.trace(traceOf(number), Room.UNBOUNDED).map(Trace::spans).orElse(List.of());
      for (Span span : spans) {
        int own = (int) span.spanId().value() - 1;
        if (!span.equals(span(own)) || !found.add(own)) {
          throw new AssertionError("span %d is another one, or there twice".formatted(own));
        }
      }
    }
    return found;
  }
}
