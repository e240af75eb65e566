package io.jaegerstack.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.server.http.HttpLimits;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.server.http.Routes;
import io.jaegerstack.server.logging.CapturedLog;
import io.jaegerstack.settings.AdminSettings;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessMainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StopSignal stop = new StopSignal();
  private final List<SettingValues> wired = new ArrayList<>();

  @Test
  void runsUntilAskedToStop() {
    stop.raise();
    assertThat(run("--shutdown.timeout=3s")).isEqualTo(ProcessMain.OK);
    assertThat(wired)
        .singleElement()
        .extracting(s -> s.value(AdminSettings.SHUTDOWN_TIMEOUT))
        .isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void reportsEveryProblemAndStartsNothing() {
    assertThat(run("--log-level=loud", "--processor.jaeger-compact.worker=1"))
        .isEqualTo(ProcessMain.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "jaegerstack agent: --log-level (LOG_LEVEL) is \"loud\", expected one of debug, info, warn, error",
            "jaegerstack agent: --processor.jaeger-compact.worker is not a setting of agent; did you mean --processor.jaeger-compact.workers?");
    assertThat(wired).isEmpty();
  }

  @Test
  void printsHelpAndLeaves() {
    assertThat(run("--help")).isEqualTo(ProcessMain.OK);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("JaegerStack agent: takes spans from clients");
  }

  @Test
  void failsWhenAPartDoesNotStart() {
    try (var log = CapturedLog.start()) {
      int code =
          run(
              settings -> {
                throw new IOException("no such file");
              });
      assertThat(code).isEqualTo(ProcessMain.FAILED);
      assertThat(log.lines())
          .last()
          .asString()
          .contains("start failed component=agent why=\\\"no such file\\\"")
          .doesNotContain("Exception");
    }
  }

  @Test
  void saysInOneLineWhatIsWrongWithASettingThatIsFoundWrongLate() {
    int code =
        run(
            settings -> {
              throw new SettingException("--es.index-prefix is \"-a\", expected another");
            });
    assertThat(code).isEqualTo(ProcessMain.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("jaegerstack agent: --es.index-prefix is \"-a\", expected another\n");
  }

  @Test
  void saysInOneLineWhichAddressIsTakenAndWhichFlagItIsOf() throws IOException {
    var loops = EventLoops.of(1);
    var first = server(loops, HostPort.loopback(0));
    first.start();
    var taken = HostPort.loopback(first.port());
    try (var log = CapturedLog.start()) {
      int code =
          run(
              settings -> Lifecycle.of("test", List.of(server(loops, taken))),
              "--http-server.host-port=" + taken);
      assertThat(code).isEqualTo(ProcessMain.FAILED);
      assertThat(log.lines())
          .last()
          .asString()
          .contains(
              "start failed component=agent flag=--http-server.host-port why=\\\"test http did not"
                  + " start: cannot listen on %s: address already in use".formatted(taken))
          .doesNotContain("Exception");
    } finally {
      first.stop(Deadline.after(Duration.ofSeconds(5)));
      loops.stop(Deadline.after(Duration.ofSeconds(5)));
    }
  }

  private static HttpServer server(EventLoops loops, HostPort address) {
    return HttpServer.of("test", loops, address, HttpLimits.small(), Routes.builder().build());
  }

  private int run(String... arguments) {
    return run(
        settings -> {
          wired.add(settings);
          return Lifecycle.of("test", List.of());
        },
        arguments);
  }

  private int run(ProcessMain.Wiring wiring, String... arguments) {
    return ProcessMain.run(
        Component.AGENT,
        arguments,
        wiring,
        stop,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }
}
