package io.jaegerstack.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.settings.AdminSettings;
import io.jaegerstack.settings.Component;
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
    int code =
        ProcessMain.run(
            Component.AGENT,
            new String[0],
            settings -> {
              throw new IOException("no such file");
            },
            stop,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(code).isEqualTo(ProcessMain.FAILED);
  }

  private int run(String... arguments) {
    return ProcessMain.run(
        Component.AGENT,
        arguments,
        settings -> {
          wired.add(settings);
          return Lifecycle.of("test", List.of());
        },
        stop,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }
}
