package io.jaegerstack.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.collector.sampling.SamplingStrategy.OperationStrategy;
import io.jaegerstack.collector.sampling.SamplingStrategy.Probabilistic;
import io.jaegerstack.collector.sampling.SamplingStrategy.RateLimiting;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategiesFileTest {
  private static final String ALL =
      """
      {"default_strategy": {"type": "probabilistic", "param": 0.5, "operation_strategies": [
          {"operation": "/health", "type": "probabilistic", "param": 0},
          {"operation": "op1", "type": "probabilistic", "param": 0.9}]},
       "service_strategies": [
          {"service": "shop", "type": "probabilistic", "param": 0.8, "operation_strategies": [
            {"operation": "op1", "type": "probabilistic", "param": 0.2}]},
          {"service": "till", "type": "ratelimiting", "param": 5},
          {"service": "plain", "type": "probabilistic", "param": 1}]}
      """;

  @Test
  void readsTheDefaultStrategyWithItsOperations() {
    assertThat(read(ALL).strategy("anyone"))
        .isEqualTo(
            new SamplingStrategy(
                new Probabilistic(0.5),
                List.of(operation("/health", 0), operation("op1", 0.9)),
                0.5));
  }

  @Test
  void addsTheDefaultsOperationsToAServicesOwnWhichWin() {
    assertThat(read(ALL).strategy("shop"))
        .isEqualTo(
            new SamplingStrategy(
                new Probabilistic(0.8),
                List.of(operation("op1", 0.2), operation("/health", 0)),
                0.8));
  }

  @Test
  void givesAServiceWithoutOperationsThoseOfTheDefault() {
    var ofDefault = List.of(operation("/health", 0), operation("op1", 0.9));
    assertThat(read(ALL).strategy("plain"))
        .isEqualTo(new SamplingStrategy(new Probabilistic(1), ofDefault, 1));
    assertThat(read(ALL).strategy("till"))
        .isEqualTo(new SamplingStrategy(new RateLimiting(5), ofDefault, 0.5));
  }

  @Test
  void hasJaegersDefaultWhereTheFileHasNone() {
    assertThat(read("{}").strategy("anyone")).isEqualTo(SamplingStrategy.byDefault());
    assertThat(read("{\"service_strategies\": null, \"default_strategy\": null}").strategy("x"))
        .isEqualTo(SamplingStrategy.byDefault());
  }

  @Test
  void warnsOfWhatJaegerTakesWithoutEffect() {
    var contents =
        StrategiesFile.parse(
            """
            {"service_strategies": [{"service": "a", "operation_strategies": [
              {"operation": "op", "type": "ratelimiting", "param": 9}]}]}
            """);
    assertThat(contents.warnings())
        .containsExactly(
            "service_strategies[0] has no type: probabilistic 0.001 is used",
            "service_strategies[0].operation_strategies[0] is ratelimiting, which clients support for services only: it has no effect");
    assertThat(contents.strategies().strategy("a")).isEqualTo(SamplingStrategy.byDefault());
  }

  @Test
  void namesEveryFaultWithItsPlaceValueAndExpectation() {
    assertThatThrownBy(
            () ->
                StrategiesFile.parse(
                    """
                    {"default_strategy": {"type": "sometimes", "param": 0.1},
                     "service_strategies": [
                       {"service": "", "type": "probabilistic", "param": 5},
                       {"service": "a", "type": "ratelimiting", "param": -1},
                       {"service": "a", "type": "probabilistic", "param": "0.1",
                        "operation_strategies": [{"type": "probabilistic", "param": 0.1}]}]}
                    """))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "default_strategy.type is \"sometimes\", expected \"probabilistic\" or \"ratelimiting\"",
            "service_strategies[0].service is \"\", expected a name",
            "service_strategies[0].param is 5, expected a share from 0 to 1",
            "service_strategies[1].param is -1, expected traces per second, 0 or more",
            "service_strategies[2].service is \"a\" again, expected each service once",
            "service_strategies[2].param is \"0.1\", expected a share from 0 to 1",
            "service_strategies[2].operation_strategies[0].operation is absent, expected a name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | the file is absent, expected an object",
        "{ | not JSON",
        "{} {} | not JSON",
        "{\"default_strategy\": {}, \"default_strategy\": {}} | not JSON",
        "[] | the file is [], expected an object",
        "null | the file is null, expected an object",
        "{\"service_strategies\": {}} | service_strategies is {}, expected a list",
        "{\"service_strategies\": [7]} | service_strategies[0] is 7, expected an object",
        "{\"default_strategy\": 7} | default_strategy is 7, expected an object",
        "{\"default_strategy\": {\"type\":\"probabilistic\",\"param\":1e999}} | expected a share from 0 to 1",
      })
  void refusesWhatIsNoStrategiesFile(String text, String message) {
    assertThatThrownBy(() -> StrategiesFile.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static Strategies read(String text) {
    return StrategiesFile.parse(text).strategies();
  }

  private static OperationStrategy operation(String name, double share) {
    return new OperationStrategy(name, share);
  }
}
