package io.jaegerstack.allinone;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.admin.AdminServer;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CommandLine;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.HostPort;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The admin port of a component that is a process of its own, without the rest of it.
record AdminPort(EventLoops loops, HttpServer server) implements AutoCloseable {
  static AdminPort started(Component component, List<String> flags) throws IOException {
    var line = CommandLine.of(Catalogue.of(component), flags, Map.of());
    var loops = EventLoops.of(1);
    var health = Health.notReady();
    health.ready();
    var server =
        AdminServer.of(
            loops,
            HostPort.loopback(0),
            ((CommandLine.Run) line).values(),
            health,
            Metrics.of(component));
    server.start();
    return new AdminPort(loops, server);
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop(Deadline.after(Duration.ofSeconds(5)));
    loops.stop(Deadline.after(Duration.ofSeconds(5)));
  }
}
