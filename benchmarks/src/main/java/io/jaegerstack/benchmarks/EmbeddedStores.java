package io.jaegerstack.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.LocalSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageFactory;
import io.jaegerstack.storage.WriteOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// What the embedded storages cost: spans written per CPU-second, bytes kept per span, memory of
/// the process, and how long searches and reads of one trace take. Arguments: `local` or `memory`,
/// the number of spans, and for `local` an empty directory. Says what it finds in lines of JSON.
final class EmbeddedStores {
  private static final int TRACES_MADE = 2_000;

  /// As much as several writers of a collector bring between two syncs of the log.
  private static final int BATCHES_OF_WRITE = 1_000;

  private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(60);

  private final EmbeddedLoad load = new EmbeddedLoad(TRACES_MADE);
  private final EmbeddedReads reads = new EmbeddedReads();
  private final AtomicLong failed = new AtomicLong();
  private long written;

  public static void main(String[] arguments) throws Exception {
    long spans = Long.parseLong(arguments[1]);
    var run = new EmbeddedStores();
    if (arguments[0].equals("local")) {
      run.local(spans, Path.of(arguments[2]));
    } else {
      run.memory(spans);
    }
    tell("rss", status("VmRSS") / 1024.0, "peak", status("VmHWM") / 1024.0);
  }

  private static SettingValues settings() {
    return SettingValues.defaults(Catalogue.of(Component.ALL_IN_ONE));
  }

  private void memory(long spans) {
    var settings = settings().with(StorageSettings.MEMORY_MAX_BYTES, ByteSize.mib(4096));
    var registry = new SimpleMeterRegistry();
    try (Storage storage = StorageFactory.of("memory").open(settings, registry)) {
      write(storage, spans);
      double bytes = registry.get("jaegerstack_memory_bytes").gauge().value();
      tell("bytes_per_span", bytes / written);
      reads.warm(storage.reader());
    }
  }

  private void local(long spans, Path directory) throws IOException {
    var settings = settings().with(LocalSettings.DIRECTORY, directory.toString());
    var local = StorageFactory.of("local");
    try (Storage storage = local.open(settings, new SimpleMeterRegistry())) {
      write(storage, spans);
      tell("bytes_per_span", (double) size(directory) / written);
      reads.warm(storage.reader());
    }
    var eviction = new PageCacheEviction();
    try (Storage storage = local.open(settings, new SimpleMeterRegistry())) {
      reads.cold(storage.reader(), () -> eviction.evict(directory));
    }
  }

  private static long size(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /// KiB.
  private static long status(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void write(Storage storage, long spans) {
    long began = System.nanoTime();
    long cpu = cpuNanos();
    long making = 0;
    List<SpanBatch> all = load.batches();
    for (int round = 0; written < spans; round++) {
      for (int from = 0; from < all.size() && written < spans; from += BATCHES_OF_WRITE) {
        List<SpanBatch> some = all.subList(from, Math.min(all.size(), from + BATCHES_OF_WRITE));
        long before = threadNanos();
        prepare(some, round);
        making += threadNanos() - before;
        storage.writer().write(some, outcome());
      }
    }
    awaitQuiet();
    tell(
        "spans",
        written,
        "failed",
        failed.get(),
        "spans_per_cpu_s",
        written * 1e9 / (cpuNanos() - cpu - making),
        "spans_per_s",
        written * 1e9 / (System.nanoTime() - began));
  }

  private void prepare(List<SpanBatch> some, int round) {
    for (SpanBatch batch : some) {
      if (round > 0) {
        load.renew(batch, round * 0x9E3779B97F4A7C15L, TRACES_MADE * EmbeddedLoad.STEP);
      }
      reads.note(batch.span(0));
      written += batch.size();
    }
  }

  /// Until nothing works in the background any more.
  private static void awaitQuiet() {
    long end = System.nanoTime() + LONGEST_REST;
    long before = cpuNanos();
    for (int quiet = 0; quiet < 3 && System.nanoTime() < end; ) {
      LockSupport.parkNanos(500_000_000L);
      long now = cpuNanos();
      quiet = now - before < 20_000_000 ? quiet + 1 : 0;
      before = now;
    }
  }

  private WriteOutcome outcome() {
    return new WriteOutcome() {
      @Override
      public void stored(FlatSpan span) {}

      @Override
      public void failed(FlatSpan span, StorageException.Kind reason, String detail) {
        failed.incrementAndGet();
      }
    };
  }

  /// Names and what they are, in turn.
  static void tell(Object... figures) {
    var line = new StringJoiner(", ", "{", "}");
    for (int i = 0; i < figures.length; i += 2) {
      Object value = figures[i + 1];
      String shown =
          switch (value) {
            case Double number -> String.format(Locale.ROOT, "%.4f", number);
            case Long number -> number.toString();
            case Integer number -> number.toString();
            default -> "\"" + value + "\"";
          };
      line.add("\"%s\": %s".formatted(figures[i], shown));
    }
    System.out.println(line);
  }
}
