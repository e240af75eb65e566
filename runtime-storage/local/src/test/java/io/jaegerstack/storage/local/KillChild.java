package io.jaegerstack.storage.local;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.LocalSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageFactory;
import io.jaegerstack.storage.WriteOutcome;
import io.jaegerstack.storage.contract.TestSpan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A process that writes numbered spans with several threads, to be killed: says on its output
/// which were acknowledged (`kept`), a write's first and last number at a time.
final class KillChild {
  private static final int THREADS = 4;

  /// The same in every process.
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private static final int SPANS_OF_WRITE = 200;

  /// @param arguments directory, first span's number
  public static void main(String[] arguments) {
    long begun = System.nanoTime();
    Storage storage = open(arguments[0]);
    System.out.println("started " + (System.nanoTime() - begun) / 1_000_000);
    var next = new AtomicInteger(Integer.parseInt(arguments[1]));
    for (int i = 0; i < THREADS; i++) {
      new Thread(() -> load(storage, next)).start();
    }
  }

  /// With room for what the longest run acknowledges: nothing leaves.
  static Storage open(String directory) {
    SettingValues settings =
        SettingValues.defaults(Catalogue.of(Component.ALL_IN_ONE))
            .with(LocalSettings.DIRECTORY, directory)
            .with(LocalSettings.MAX_BYTES, ByteSize.mib(32_768));
    return StorageFactory.of("local").open(settings, new SimpleMeterRegistry());
  }

  private static void load(Storage storage, AtomicInteger next) {
    while (true) {
      int first = next.getAndAdd(SPANS_OF_WRITE);
      var spans = new ArrayList<Span>();
      for (int i = 0; i < SPANS_OF_WRITE; i++) {
        spans.add(span(first + i));
      }
      storage.writer().write(List.of(SpanBatch.of(spans)), new Told(first));
    }
  }

  static Span span(int number) {
    return TestSpan.of("service-" + number % 5, "operation-" + number % 11)
        .in(traceOf(number))
        .id(new SpanId(number + 1L))
        .start(START.plus(Duration.ofMillis(number)))
        .tag("number", Integer.toString(number))
        .build();
  }

  static TraceId traceOf(int number) {
    return new TraceId(1, number / 10);
  }

  /// Says it when all of a write is stored.
  private static final class Told implements WriteOutcome {
    private final int first;
    private int stored;

    Told(int first) {
      this.first = first;
    }

    @Override
    public void stored(FlatSpan span) {
      if (++stored == SPANS_OF_WRITE) {
        System.out.println("kept " + first);
      }
    }

    @Override
    public void failed(FlatSpan span, StorageException.Kind reason, String detail) {
      System.out.println("failed " + detail);
    }
  }

  static int spansOfWrite() {
    return SPANS_OF_WRITE;
  }

  private KillChild() {}
}
