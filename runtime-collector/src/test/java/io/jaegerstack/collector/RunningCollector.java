package io.jaegerstack.collector;

import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Lifecycle;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.grpc.GrpcAdmission;
import io.jaegerstack.server.grpc.IntakeLimits;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.SpanWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// A whole collector in this JVM, on free ports of the loopback address.
public final class RunningCollector implements AutoCloseable {
  private final Metrics metrics = Metrics.empty();
  private final Ledger ledger = new Ledger();
  private final Collector collector;
  private final Lifecycle lifecycle;

  private RunningCollector(
      SettingValues settings, SpanWriter writer, UnaryOperator<IntakeLimits> limits) {
    var loops = EventLoops.of(2);
    var health = Health.notReady();
    var admission =
        GrpcAdmission.of(loops, metrics.registry(), limits.apply(IntakeRoom.grpc(settings)));
    this.collector = Collector.of(settings, writer, ledger, loops, admission, health, metrics);
    var parts = new ArrayList<Part>(List.of(loops));
    parts.addAll(collector.parts());
    parts.add(health.part());
    this.lifecycle = Lifecycle.of("collector", ledger, parts);
  }

  public static SettingValues settings() {
    var anyPort = HostPort.loopback(0);
    return SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
        .with(CollectorSettings.GRPC_HOST_PORT, anyPort)
        .with(CollectorSettings.HTTP_HOST_PORT, anyPort)
        .with(CollectorSettings.TCHANNEL_HOST_PORT, anyPort)
        .with(CollectorSettings.RELAY_HOST_PORT, anyPort)
        .with(CollectorSettings.OTLP_GRPC_HOST_PORT, anyPort)
        .with(CollectorSettings.OTLP_HTTP_HOST_PORT, anyPort);
  }

  public static RunningCollector start(SettingValues settings, SpanWriter writer)
      throws IOException {
    return start(settings, writer, UnaryOperator.identity());
  }

  /// @param limits from those that follow from the settings to those of the test
  public static RunningCollector start(
      SettingValues settings, SpanWriter writer, UnaryOperator<IntakeLimits> limits)
      throws IOException {
    var running = new RunningCollector(settings, writer, limits);
    running.lifecycle.start();
    return running;
  }

  public Receivers receivers() {
    return collector.receivers();
  }

  public Hop hop() {
    return ledger.hop(Collector.HOP, Counted.SPANS);
  }

  public String scrape() {
    return metrics.scrape();
  }

  @Override
  public void close() {
    lifecycle.stop(Duration.ofSeconds(15));
  }
}
