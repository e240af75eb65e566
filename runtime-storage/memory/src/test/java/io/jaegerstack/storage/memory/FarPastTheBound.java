package io.jaegerstack.storage.memory;

import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.storage.contract.RecordedOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;

/// Writes some hundred megabytes into a storage bounded at 24 MiB, and says what it holds then: the
/// newest spans on the heap, the others outside of it.
final class FarPastTheBound {
  private static final long MAX_BYTES = ByteSize.mib(24).bytes();
  private static final int TRACES = 30_000;

  public static void main(String[] arguments) {
    var storage =
        new MemoryStorage(new Bounds(MAX_BYTES, Integer.MAX_VALUE), new SimpleMeterRegistry());
    long before = usedHeap();
    int spans = 0;
    for (int i = 0; i < TRACES; i++) {
      var batches = List.of(SampleLoad.trace(i));
      var outcome = new RecordedOutcome();
      storage.writer().write(batches, outcome);
      outcome.assertAllStored(batches);
      spans += batches.getFirst().size();
    }
    long used = usedHeap() - before;
    MemoryStore.Size size = storage.size();
    System.out.printf("wrote %d spans, kept %s, heap %d%n", spans, size, used);
    boolean fits = size.bytes() <= MAX_BYTES && size.bytes() > MAX_BYTES * 8 / 10;
    System.out.println(fits && used <= MAX_BYTES / 2 ? "within bounds" : "out of bounds");
  }

  private static long usedHeap() {
    System.gc();
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private FarPastTheBound() {}
}
