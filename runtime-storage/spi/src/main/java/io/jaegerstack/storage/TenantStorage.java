package io.jaegerstack.storage;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.settings.CurrentTenant;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.settings.Tenancy;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The storages of several tenants as one: writes go to the tenant that a batch names, reads to the
/// tenant of the call that reads. What names nobody, or somebody unknown, goes nowhere.
public final class TenantStorage implements Storage {
  private final Map<String, Storage> byTenant;

  private TenantStorage(Map<String, Storage> byTenant) {
    this.byTenant = Map.copyOf(byTenant);
  }

  /// The storage that `settings` describe: of one type, and one for each tenant where tenants are
  /// told apart.
  ///
  /// @throws io.jaegerstack.settings.SettingException where settings contradict each other
  public static Storage open(SettingValues settings, MeterRegistry registry) {
    var factory = StorageFactory.of(settings.value(StorageSettings.TYPE));
    Tenancy tenancy = Tenancy.of(settings);
    if (!tenancy.isOn()) {
      return factory.open(settings, registry);
    }
    Map<String, Storage> byTenant = new TreeMap<>();
    try {
      for (String tenant : tenancy.tenants()) {
        byTenant.put(tenant, factory.open(settings, registry, tenant, tenancy.tenants().size()));
      }
    } catch (RuntimeException unusable) {
      byTenant.values().forEach(Storage::close);
      throw unusable;
    }
    return new TenantStorage(byTenant);
  }

  @Override
  public SpanWriter writer() {
    return new TenantWriter(byTenant, Storage::writer);
  }

  static String unknown(String tenant) {
    return "tenant is \"%s\", expected one of --multi-tenancy.tenants".formatted(tenant);
  }

  @Override
  public SpanReader reader() {
    return new CallersReader();
  }

  @Override
  public DependencyReader dependencies() {
    return (Instant end, Duration lookback) -> callers().dependencies().dependencies(end, lookback);
  }

  /// All tenants have an archive, or none has: they share their settings.
  @Override
  public Optional<ArchiveStorage> archive() {
    return byTenant.values().stream().allMatch(each -> each.archive().isPresent())
        ? Optional.of(new CallersArchive())
        : Optional.empty();
  }

  @Override
  public Map<String, Storage> tenants() {
    return byTenant;
  }

  private static ArchiveStorage archiveOf(Storage storage) {
    return storage.archive().orElseThrow();
  }

  private Storage callers() {
    String tenant = CurrentTenant.name();
    Storage storage = byTenant.get(tenant);
    if (storage == null) {
      throw new StorageException(StorageException.Kind.INVALID, unknown(tenant));
    }
    return storage;
  }

  @Override
  public void check() {
    byTenant.values().forEach(Storage::check);
  }

  /// All at once, because each may take as long.
  @Override
  public long close(Duration atMost) {
    List<Long> unanswered = new ArrayList<>();
    List<Thread> closing =
        byTenant.values().stream()
            .map(
                storage ->
                    Thread.ofVirtual()
                        .name("storage-close")
                        .start(
                            () -> {
                              long left = storage.close(atMost);
                              synchronized (unanswered) {
                                unanswered.add(left);
                              }
                            }))
            .toList();
    for (Thread each : closing) {
      try {
        each.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    synchronized (unanswered) {
      return unanswered.stream().mapToLong(Long::longValue).sum();
    }
  }

  /// Reads for whoever calls, each time anew.
  private final class CallersReader implements SpanReader {
    @Override
    public SpanReader ofCaller() {
      return callers().reader();
    }

    @Override
    public Optional<Trace> trace(TraceId id, Room room) {
      return ofCaller().trace(id, room);
    }

    @Override
    public FoundTraces findTraces(TraceQuery query, Room room) {
      return ofCaller().findTraces(query, room);
    }

    @Override
    public List<TraceId> findTraceIds(TraceQuery query) {
      return ofCaller().findTraceIds(query);
    }

    @Override
    public List<String> services() {
      return ofCaller().services();
    }

    @Override
    public List<Operation> operations(String service) {
      return ofCaller().operations(service);
    }
  }

  /// The archive of whoever calls, each time anew.
  private final class CallersArchive implements ArchiveStorage {
    @Override
    public SpanWriter writer() {
      return new TenantWriter(byTenant, storage -> archiveOf(storage).writer());
    }

    @Override
    public ArchiveStorage ofCaller() {
      return archiveOf(callers());
    }

    @Override
    public Optional<Trace> trace(TraceId id, Room room) {
      return ofCaller().trace(id, room);
    }
  }
}
