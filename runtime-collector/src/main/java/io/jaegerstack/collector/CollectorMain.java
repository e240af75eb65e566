package io.jaegerstack.collector;

import io.jaegerstack.collector.dependencies.Dependencies;
import io.jaegerstack.collector.maintenance.StorageCommand;
import io.jaegerstack.collector.pipeline.HostName;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Lifecycle;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.ProcessMain;
import io.jaegerstack.server.admin.AdminServer;
import io.jaegerstack.server.grpc.GrpcAdmission;
import io.jaegerstack.settings.AdminSettings;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.Tenancy;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.TenantStorage;
import java.util.ArrayList;
import java.util.List;

/// The collector's process: receivers ──▶ pipeline ──▶ storage, and the admin port beside them; or
/// the command `storage` instead of all that.
public final class CollectorMain {
  public static void main(String[] arguments) {
    if (StorageCommand.isMeant(arguments)) {
      System.exit(StorageCommand.run(arguments, System.out, System.err));
    }
    System.exit(ProcessMain.run(Component.COLLECTOR, arguments, CollectorMain::wire));
  }

  private static Lifecycle wire(SettingValues settings) {
    var metrics = Metrics.of(Component.COLLECTOR);
    var loops = EventLoops.perCore();
    var health = Health.notReady();
    var ledger = new Ledger();
    var admin =
        AdminServer.of(
            loops,
            settings.value(AdminSettings.COLLECTOR_HOST_PORT),
            settings,
            health,
            metrics,
            ledger);
    Storage storage = TenantStorage.open(settings, metrics.registry());
    var admission =
        GrpcAdmission.of(
            loops, metrics.registry(), IntakeRoom.grpc(settings), Tenancy.of(settings));
    var collector =
        Collector.of(settings, storage.writer(), ledger, loops, admission, health, metrics);

    List<Part> parts = new ArrayList<>(List.of(loops, admin, new StoragePart(storage, health)));
    parts.addAll(Dependencies.of(settings, storage, HostName.local(), metrics));
    parts.addAll(collector.parts());
    parts.add(health.part());
    return Lifecycle.of("collector", ledger, parts);
  }

  private CollectorMain() {}
}
