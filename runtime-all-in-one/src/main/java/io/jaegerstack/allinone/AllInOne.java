package io.jaegerstack.allinone;

import io.jaegerstack.collector.Collector;
import io.jaegerstack.collector.IntakeRoom;
import io.jaegerstack.collector.Receivers;
import io.jaegerstack.collector.StoragePart;
import io.jaegerstack.collector.dependencies.Dependencies;
import io.jaegerstack.collector.pipeline.HostName;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.query.Query;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Lifecycle;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.admin.AdminServer;
import io.jaegerstack.server.grpc.GrpcAdmission;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.settings.AdminSettings;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.Tenancy;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.TenantStorage;
import java.util.ArrayList;
import java.util.List;

/// apps ──UDP──▶ agent ──relay──▶ collector ──▶ storage ──▶ query, wired in one process.
final class AllInOne {
  private final Ledger ledger;
  private final HttpServer admin;
  private final Collector collector;
  private final Query query;
  private final AgentPart agent;
  private final Lifecycle lifecycle;

  private AllInOne(
      Ledger ledger,
      HttpServer admin,
      Collector collector,
      Query query,
      AgentPart agent,
      Lifecycle lifecycle) {
    this.ledger = ledger;
    this.admin = admin;
    this.collector = collector;
    this.query = query;
    this.agent = agent;
    this.lifecycle = lifecycle;
  }

  static AllInOne of(SettingValues settings) {
    var metrics = Metrics.of(Component.ALL_IN_ONE);
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
    var query = Query.of(settings, storage, metrics.registry(), loops, admission);
    var agent = new AgentPart(settings, loops, metrics, health, ledger, collector.receivers());

    List<Part> parts = new ArrayList<>(List.of(loops, admin, new StoragePart(storage, health)));
    parts.addAll(Dependencies.of(settings, storage, HostName.local(), metrics));
    parts.addAll(query.parts());
    parts.addAll(collector.parts());
    parts.add(agent);
    parts.add(health.part());
    var lifecycle = Lifecycle.of("all-in-one", ledger, parts);
    return new AllInOne(ledger, admin, collector, query, agent, lifecycle);
  }

  /// Starts and stops everything.
  Lifecycle lifecycle() {
    return lifecycle;
  }

  Ledger ledger() {
    return ledger;
  }

  int adminPort() {
    return admin.port();
  }

  Receivers receivers() {
    return collector.receivers();
  }

  Query query() {
    return query;
  }

  AgentPart agent() {
    return agent;
  }
}
