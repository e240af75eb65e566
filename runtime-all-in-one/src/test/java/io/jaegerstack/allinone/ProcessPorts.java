package io.jaegerstack.allinone;

import io.jaegerstack.agent.chunk.ChunkPool;
import io.jaegerstack.agent.otlp.OtlpIntake;
import io.jaegerstack.agent.otlp.OtlpPorts;
import io.jaegerstack.agent.reporter.Frame;
import io.jaegerstack.agent.reporter.FrameIntake;
import io.jaegerstack.agent.reporter.FrameMaker;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Lifecycle;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.admin.AdminServer;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CommandLine;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.SettingValues;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The ports that a component has as a process of its own and not in the all-in-one, without the
/// rest of it: the admin port, and the agent's of OTLP.
record ProcessPorts(HttpServer admin, Optional<OtlpPorts> otlp, Lifecycle lifecycle)
    implements AutoCloseable {
  static ProcessPorts started(Component component, List<String> flags) throws IOException {
    var line = CommandLine.of(Catalogue.of(component), flags, Map.of());
    SettingValues settings = ((CommandLine.Run) line).values();
    var loops = EventLoops.of(1);
    var health = Health.notReady();
    var metrics = Metrics.of(component);
    var admin = AdminServer.of(loops, HostPort.loopback(0), settings, health, metrics);
    var parts = new ArrayList<Part>(List.of(loops, admin));
    Optional<OtlpPorts> otlp =
        component == Component.AGENT
            ? Optional.of(OtlpPorts.of(settings, loops, metrics, health, takingAll(metrics)))
            : Optional.empty();
    otlp.ifPresent(ports -> parts.addAll(ports.parts()));
    parts.add(health.part());
    var lifecycle = Lifecycle.of(component.word(), parts);
    lifecycle.start();
    return new ProcessPorts(admin, otlp, lifecycle);
  }

  private static OtlpIntake takingAll(Metrics metrics) {
    return new OtlpIntake(
        ChunkPool.of(new byte[2], 0), FrameMaker.Packing.BARE, new TakingAll(), metrics);
  }

  private static final class TakingAll implements FrameIntake {
    @Override
    public void report(Frame frame) {}

    @Override
    public Answer offer(Frame frame) {
      return Answer.TAKEN;
    }
  }

  @Override
  public void close() {
    lifecycle.stop(Duration.ofSeconds(5));
  }
}
