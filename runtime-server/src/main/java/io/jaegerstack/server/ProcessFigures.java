package io.jaegerstack.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// The process as the kernel sees it, under the names that Go's client library uses, from
/// `/proc/self`; and the JVM's memory. Where there is no `/proc`, its figures read 0.
final class ProcessFigures {
  private static final Path SELF = Path.of("/proc/self");

  /// Fields of `/proc/self/stat` after the command in parentheses, counted from its end: user and
  /// system time in ticks.
  private static final int USER_TICKS = 11;

  private static final int SYSTEM_TICKS = 12;

  /// `USER_HZ`: what the kernel shows to processes, whatever its own tick is.
  private static final double TICKS_PER_SECOND = 100;

  static void bind(Metrics metrics) {
    long started =
        ProcessHandle.current().info().startInstant().map(Instant::getEpochSecond).orElse(0L);
    metrics.gauge("process_start_time_seconds", () -> started);
    metrics.gauge("process_resident_memory_bytes", () -> statusKib("VmRSS:") * 1024.0);
    metrics.gauge("process_resident_anonymous_bytes", () -> statusKib("RssAnon:") * 1024.0);
    metrics.gauge("process_threads", () -> statusKib("Threads:"));
    metrics.gauge("process_open_fds", ProcessFigures::openDescriptors);
    FunctionCounter.builder("process_cpu_seconds", SELF, self -> cpuSeconds())
        .register(metrics.registry());
    Runtime jvm = Runtime.getRuntime();
    metrics.gauge(
        "jvm_memory_used_bytes", () -> jvm.totalMemory() - jvm.freeMemory(), "area", "heap");
    metrics.gauge("jvm_memory_committed_bytes", jvm::totalMemory, "area", "heap");
    metrics.gauge("jvm_memory_max_bytes", jvm::maxMemory, "area", "heap");
    if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider buffers) {
      metrics.gauge(
          "jvm_memory_used_bytes", () -> buffers.metric().usedDirectMemory(), "area", "buffers");
    }
  }

  /// The same under the names that Jaeger 2's collector has from OpenTelemetry's, for its
  /// dashboards.
  static void bindUnderJaeger2sNames(Metrics metrics) {
    long startedNanos = System.nanoTime();
    Runtime jvm = Runtime.getRuntime();
    FunctionCounter.builder("otelcol_process_cpu_seconds", SELF, self -> cpuSeconds())
        .register(metrics.registry());
    FunctionCounter.builder(
            "otelcol_process_uptime_seconds",
            SELF,
            self -> (System.nanoTime() - startedNanos) / 1e9)
        .register(metrics.registry());
    metrics.gauge("otelcol_process_memory_rss_bytes", () -> statusKib("VmRSS:") * 1024.0);
    metrics.gauge(
        "otelcol_process_runtime_heap_alloc_bytes", () -> jvm.totalMemory() - jvm.freeMemory());
  }

  /// The number in a line of `/proc/self/status`: KiB for sizes, a plain count for threads.
  private static double statusKib(String key) {
    return lines("status").stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).replace("kB", "").strip())
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }

  private static double cpuSeconds() {
    return lines("stat").stream()
        .map(line -> line.substring(line.lastIndexOf(')') + 2).split(" "))
        .mapToDouble(
            fields -> Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]))
        .map(ticks -> ticks / TICKS_PER_SECOND)
        .findFirst()
        .orElse(0);
  }

  private static double openDescriptors() {
    try (var descriptors = Files.list(SELF.resolve("fd"))) {
      return descriptors.count();
    } catch (IOException noProc) {
      return 0;
    }
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(SELF.resolve(file));
    } catch (IOException noProc) {
      return List.of();
    }
  }

  private ProcessFigures() {}
}
