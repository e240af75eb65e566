package io.jaegerstack.storage;

import io.jaegerstack.model.SpanBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Gives each batch to the writer of the tenant that it names, and refuses the spans of strangers.
///
/// @param writer of one tenant's storage
record TenantWriter(Map<String, Storage> byTenant, Function<Storage, SpanWriter> writer)
    implements SpanWriter {
  @Override
  public void write(List<SpanBatch> batches, WriteOutcome outcome) {
    Map<String, List<SpanBatch>> owned = new TreeMap<>();
    for (SpanBatch batch : batches) {
      owned.computeIfAbsent(batch.tenant(), first -> new ArrayList<>()).add(batch);
    }
    owned.forEach((tenant, own) -> write(tenant, own, outcome));
  }

  private void write(String tenant, List<SpanBatch> batches, WriteOutcome outcome) {
    Storage storage = byTenant.get(tenant);
    if (storage != null) {
      writer.apply(storage).write(batches, outcome);
      return;
    }
    String why = TenantStorage.unknown(tenant);
    for (SpanBatch batch : batches) {
      for (int i = 0; i < batch.size(); i++) {
        outcome.failed(batch.span(i), StorageException.Kind.INVALID, why);
      }
    }
  }

  /// Each tenant's storage serves its own writes.
  @Override
  public WritePace pace() {
    List<WritePace> paces = byTenant.values().stream().map(writer).map(SpanWriter::pace).toList();
    long atOnce = paces.stream().mapToLong(WritePace::atOnce).sum();
    return new WritePace(
        (int) Math.clamp(atOnce, 1, Integer.MAX_VALUE),
        paces.stream().map(WritePace::linger).max(Duration::compareTo).orElse(Duration.ZERO));
  }
}
