package io.jaegerstack.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.sampling.SamplingStrategy.Probabilistic;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.Metrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStrategiesTest {
  @TempDir private Path folder;
  private final Metrics metrics = Metrics.empty();

  @Test
  void answersJaegersDefaultWithoutAFile() throws IOException {
    var strategies = new FileStrategies("", Duration.ZERO, metrics);
    strategies.file().start();
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
    strategies.file().stop(Deadline.after(Duration.ofSeconds(1)));
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

  @Test
  void readsStrategiesFromAnAddressAndKeepsTheLastGoodOnes() throws IOException {
    var answer = new AtomicReference<>(new Answer(503, ""));
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/strategies", exchange -> answer.get().to(exchange));
    server.start();
    try {
      String address = "http://127.0.0.1:%d/strategies".formatted(server.getAddress().getPort());
      var strategies = new FileStrategies(address, Duration.ZERO, metrics);
      strategies.file().start();
      assertThat(strategies.strategy("shop").rate())
          .as("503: none yet")
          .isEqualTo(new Probabilistic(0.001));

      answer.set(new Answer(200, text("0.25")));
      strategies.reload();
      assertThat(strategies.strategy("shop").rate()).isEqualTo(new Probabilistic(0.25));

      answer.set(new Answer(404, "gone"));
      strategies.reload();
      assertThat(strategies.strategy("shop").rate()).isEqualTo(new Probabilistic(0.25));
      assertThat(metrics.scrape())
          .contains("jaegerstack_collector_sampling_reloads_total{result=\"err\"} 1.0");

      assertThatThrownBy(() -> new FileStrategies(address, Duration.ZERO, metrics).file().start())
          .hasMessage(
              "--sampling.strategies-file=%s: cannot be read: java.io.IOException: answered 404, expected 200"
                  .formatted(address));
    } finally {
      server.stop(0);
    }
  }

  private record Answer(int status, String body) {
    void to(HttpExchange exchange) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    }
  }

  private static String text(String share) {
    return "{\"default_strategy\": {\"type\": \"probabilistic\", \"param\": %s}}".formatted(share);
  }

  private Path write(String share) throws IOException {
    return Files.writeString(folder.resolve("strategies.json"), text(share));
  }

  private FileStrategies started(Path file, Duration interval) throws IOException {
    var strategies = new FileStrategies(file.toString(), interval, metrics);
    strategies.file().start();
    return strategies;
  }
}
