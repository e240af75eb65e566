package io.jaegerstack.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.sampling.SamplingStrategy.Probabilistic;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStrategiesTest {
  @TempDir private Path folder;
  private final Metrics metrics = Metrics.empty();

  @Test
  void answersJaegersDefaultWithoutAFile() throws IOException {
    var strategies = new FileStrategies("", Duration.ZERO, metrics);
    strategies.start();
    assertThat(strategies.strategy("shop").rate()).isEqualTo(new Probabilistic(0.001));
  }

  @Test
  void keepsTheLastGoodStrategiesWhenTheFileGoesWrong() throws IOException {
    Path file = write("0.25");
    var strategies = started(file, Duration.ZERO);

    Files.writeString(file, "{\"default_strategy\": {\"type\": \"probab");
    strategies.reload();
    assertThat(strategies.strategy("shop").rate()).isEqualTo(new Probabilistic(0.25));

    Files.delete(file);
    strategies.reload();
    assertThat(strategies.strategy("shop").rate()).isEqualTo(new Probabilistic(0.25));
    assertThat(metrics.scrape())
        .contains("jaegerstack_collector_sampling_reloads_total{result=\"err\"} 2.0");

    write("0.75");
    strategies.reload();
    assertThat(strategies.strategy("shop").rate()).isEqualTo(new Probabilistic(0.75));
  }

  @Test
  void reportsAWrongFileOnceAndNotAtEveryLook() throws IOException {
    Path file = write("0.25");
    var strategies = started(file, Duration.ZERO);
    Files.writeString(file, "{");
    strategies.reload();
    strategies.reload();
    strategies.reload();
    assertThat(metrics.scrape())
        .contains("jaegerstack_collector_sampling_reloads_total{result=\"err\"} 1.0");
  }

  @Test
  void looksAtTheFileAgainByItself() throws IOException {
    Path file = write("0.25");
    var strategies = started(file, Duration.ofMillis(5));
    write("0.5");
    Eventually.await(
        "new strategies", () -> strategies.strategy("shop").rate().equals(new Probabilistic(0.5)));
    strategies.stop(Deadline.after(Duration.ofSeconds(1)));
  }

  @Test
  void doesNotStartWithAWrongFileAndSaysWhichFlagNamedIt() throws IOException {
    Path file = write("7");
    assertThatThrownBy(() -> started(file, Duration.ZERO))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "--sampling.strategies-file=%s: default_strategy.param is 7, expected a share from 0 to 1"
                .formatted(file));
  }

  @Test
  void doesNotStartWithoutTheFileThatItWasGiven() {
    assertThatThrownBy(() -> started(folder.resolve("absent.json"), Duration.ZERO))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("absent.json");
  }

  private Path write(String share) throws IOException {
    return Files.writeString(
        folder.resolve("strategies.json"),
        "{\"default_strategy\": {\"type\": \"probabilistic\", \"param\": %s}}".formatted(share));
  }

  private FileStrategies started(Path file, Duration interval) throws IOException {
    var strategies = new FileStrategies(file.toString(), interval, metrics);
    strategies.start();
    return strategies;
  }
}
