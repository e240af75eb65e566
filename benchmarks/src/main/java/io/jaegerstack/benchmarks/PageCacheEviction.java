package io.jaegerstack.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes the kernel forget what it keeps of files, so that the next read is of the disk
/// (`posix_fadvise`). What was not written yet stays.
final class PageCacheEviction {
  /// `POSIX_FADV_DONTNEED` of Linux.
  private static final int DONT_NEED = 4;

  private final MethodHandle open =
      function(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private final MethodHandle advise =
      function(
          "posix_fadvise",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));
  private final MethodHandle close =
      function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find(name).orElseThrow(),
        descriptor,
        name.equals("open")
            ? new Linker.Option[] {Linker.Option.firstVariadicArg(2)}
            : new Linker.Option[0]);
  }

  /// Of all files below `directory`.
  void evict(Path directory) {
    try (var files = Files.walk(directory)) {
      files.filter(Files::isRegularFile).forEach(this::evictFile);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void evictFile(Path file) {
    try (var arena = Arena.ofConfined()) {
      int opened = (int) open.invokeExact(arena.allocateFrom(file.toString()), 0);
      if (opened < 0) {
        return; // merged away meanwhile
      }
      int failed = (int) advise.invokeExact(opened, 0L, 0L, DONT_NEED);
      int unclosed = (int) close.invokeExact(opened);
      if (failed != 0 || unclosed != 0) {
        throw new IllegalStateException("%s: posix_fadvise says %d".formatted(file, failed));
      }
    } catch (RuntimeException | Error told) {
      throw told;
    } catch (Throwable unexpected) {
      throw new IllegalStateException(unexpected);
    }
  }
}
