package io.jaegerstack.query;

import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Lifecycle;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.ProcessMain;
import io.jaegerstack.server.admin.AdminServer;
import io.jaegerstack.server.grpc.GrpcAdmission;
import io.jaegerstack.server.grpc.IntakeLimits;
import io.jaegerstack.settings.AdminSettings;
import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.Tenancy;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.TenantStorage;
import java.util.ArrayList;
import java.util.List;

/// The query process: storage, API and UI, admin port.
public final class QueryMain {
  /// Of requests that have not arrived whole; each is a few hundred bytes.
  private static final ByteSize UNFINISHED_REQUESTS = ByteSize.mib(16);

  public static void main(String[] arguments) {
    System.exit(ProcessMain.run(Component.QUERY, arguments, QueryMain::wire));
  }

  static Lifecycle wire(SettingValues settings) {
    var metrics = Metrics.of(Component.QUERY);
    var health = Health.notReady();
    var loops = EventLoops.perCore();
    var admin =
        AdminServer.of(
            loops, settings.value(AdminSettings.QUERY_HOST_PORT), settings, health, metrics);
    Storage storage = TenantStorage.open(settings, metrics.registry());
    var admission =
        GrpcAdmission.of(
            loops,
            metrics.registry(),
            IntakeLimits.of(UNFINISHED_REQUESTS.bytes()),
            Tenancy.of(settings));
    var query = Query.of(settings, storage, metrics.registry(), loops, admission);
    var parts = new ArrayList<Part>(List.of(loops, admin, new OpenStorage(storage, health)));
    parts.addAll(query.parts());
    parts.add(health.part());
    return Lifecycle.of("query", parts);
  }

  private QueryMain() {}
}
