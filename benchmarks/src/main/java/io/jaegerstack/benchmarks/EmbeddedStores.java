package io.jaegerstack.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.LocalSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.FoundTraces;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageFactory;
import io.jaegerstack.storage.TraceQuery;
import io.jaegerstack.storage.WriteOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What the embedded storages cost: spans written per CPU-second, bytes kept per span, memory of
/// the process, and how long searches and reads of one trace take. Arguments: `local` or `memory`,
/// the number of spans, and for `local` an empty directory.
final class EmbeddedStores {
  private static final int TRACES_MADE = 2_000;
  private static final int BATCHES_OF_WRITE = 100;
  private static final int SAMPLES = 400;
  private static final int SAMPLED_TRACES = 4_000;

  private final Storage storage;
  private final EmbeddedLoad load = new EmbeddedLoad(TRACES_MADE);
  private final SplittableRandom random = new SplittableRandom(7);
  private final List<TraceId> known = new ArrayList<>();
  private final List<String> requestIds = new ArrayList<>();
  private final AtomicLong failed = new AtomicLong();
  private long written;
  private long end;

  private EmbeddedStores(Storage storage) {
    this.storage = storage;
  }

  public static void main(String[] arguments) throws Exception {
    String type = arguments[0];
    long spans = Long.parseLong(arguments[1]);
    SettingValues settings =
        SettingValues.defaults(Catalogue.of(Component.ALL_IN_ONE))
            .with(StorageSettings.MEMORY_MAX_BYTES, ByteSize.mib(4096));
    if (type.equals("local")) {
      settings = settings.with(LocalSettings.DIRECTORY, arguments[2]);
    }
    var registry = new SimpleMeterRegistry();
    try (Storage storage = StorageFactory.of(type).open(settings, registry)) {
      var run = new EmbeddedStores(storage);
      run.write(spans);
      if (type.equals("local")) {
        System.out.printf("disk: %.1f B/span%n", (double) size(Path.of(arguments[2])) / spans);
      } else {
        double bytes = registry.get("jaegerstack_memory_bytes").gauge().value();
        System.out.printf("memory: %.1f B/span%n", bytes / spans);
      }
      run.read();
      System.out.println(status());
    }
  }

  private static long size(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static String status() throws IOException {
    return String.join(
        ", ",
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM") || line.startsWith("VmRSS"))
            .map(line -> line.replaceAll("\\s+", " "))
            .toList());
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void write(long spans) {
    long began = System.nanoTime();
    long cpu = cpuNanos();
    long making = 0;
    long marked = 0;
    long markedCpu = cpu;
    for (int round = 0; written < spans; round++) {
      for (int from = 0;
          from < load.batches().size() && written < spans;
          from += BATCHES_OF_WRITE) {
        List<SpanBatch> some =
            load.batches().subList(from, Math.min(load.batches().size(), from + BATCHES_OF_WRITE));
        long before = threadNanos();
        prepare(some, round);
        making += threadNanos() - before;
        storage.writer().write(some, outcome());
        if (written - marked >= 1_000_000) {
          System.out.printf(
              "  %d spans, the last million at %.0f per CPU-second, making them included%n",
              written, (written - marked) * 1e9 / (cpuNanos() - markedCpu));
          marked = written;
          markedCpu = cpuNanos();
        }
      }
    }
    awaitQuiet();
    long used = cpuNanos() - cpu - making;
    System.out.printf(
        "written: %d spans, %d failed, %.0f per CPU-second, %.0f per second (making them: %.2f us a"
            + " span)%n",
        written,
        failed.get(),
        written * 1e9 / used,
        written * 1e9 / (System.nanoTime() - began),
        making / 1e3 / written);
  }

  private void prepare(List<SpanBatch> some, int round) {
    for (SpanBatch batch : some) {
      if (round > 0) {
        load.renew(batch, round * 0x9E3779B97F4A7C15L, TRACES_MADE * EmbeddedLoad.STEP);
      }
      FlatSpan first = batch.span(0);
      end = Math.max(end, first.startNanos);
      if (random.nextInt(2_500) == 0 && known.size() < SAMPLED_TRACES) {
        known.add(first.traceId());
        requestIds.add(first.process.serviceName().text() + " " + first.tags.text(0));
      }
      written += batch.size();
    }
  }

  /// Until nothing works in the background any more.
  private static void awaitQuiet() {
    long before = cpuNanos();
    for (int quiet = 0; quiet < 3; ) {
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

  private interface Asking {
    void ask(int sample);
  }

  private void read() {
    for (int pass = 0; pass < 2; pass++) {
      boolean isTold = pass == 1;
      measure(isTold, "service, 20", i -> find(service(), null, Map.of(), null, 20));
      measure(isTold, "service and operation, 20", i -> findOperation());
      measure(isTold, "tag of 1 %, 20", i -> find(service(), null, code(), null, 20));
      measure(isTold, "tag of one span", i -> findId(requestIds.get(any())));
      measure(
          isTold,
          "tag of none",
          i -> find(service(), null, Map.of("http.request.id", "none" + i), null, 20));
      measure(
          isTold,
          "long ones, 20",
          i -> find(service(), null, Map.of(), Duration.ofMillis(700), 20));
      measure(isTold, "trace by id", i -> storage.reader().trace(known.get(any()), Room.UNBOUNDED));
    }
  }

  private int any() {
    return random.nextInt(known.size());
  }

  private String service() {
    return "service-" + random.nextInt(10);
  }

  private static Map<String, String> code() {
    return Map.of("http.status_code", "503");
  }

  private void findOperation() {
    int service = random.nextInt(10);
    int operation = service * 20 + random.nextInt(20);
    String method = List.of("GET", "POST", "PUT", "DELETE", "PATCH").get(operation % 5);
    find(
        "service-" + service,
        "HTTP " + method + " /api/v1/resource-" + operation,
        Map.of(),
        null,
        20);
  }

  private void findId(String serviceAndId) {
    String[] both = serviceAndId.split(" ");
    find(both[0], null, Map.of("http.request.id", both[1]), null, 20);
  }

  private void find(
      String service,
      @Nullable String operation,
      Map<String, String> tags,
      @Nullable Duration atLeast,
      int limit) {
    SpanReader reader = storage.reader();
    var query =
        new TraceQuery(
            service,
            operation,
            tags,
            Instant.EPOCH,
            Instant.ofEpochSecond(0, end).plusSeconds(3_600),
            atLeast,
            null,
            limit);
    try (FoundTraces found = reader.findTraces(query, Room.UNBOUNDED)) {
      found.rest();
    }
  }

  /// On a busy machine the time on the wall says little: the thread's CPU time is beside it.
  private static void measure(boolean isTold, String what, Asking asking) {
    double[] took = new double[SAMPLES];
    double[] worked = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      long began = System.nanoTime();
      long cpu = threadNanos();
      asking.ask(i);
      worked[i] = (threadNanos() - cpu) / 1e6;
      took[i] = (System.nanoTime() - began) / 1e6;
    }
    Arrays.sort(took);
    Arrays.sort(worked);
    if (isTold) {
      System.out.printf(
          "%-28s p50 %.3f ms, p95 %.3f ms; CPU p50 %.3f ms, p95 %.3f ms%n",
          what,
          took[SAMPLES / 2],
          took[SAMPLES * 95 / 100],
          worked[SAMPLES / 2],
          worked[SAMPLES * 95 / 100]);
    }
  }
}
