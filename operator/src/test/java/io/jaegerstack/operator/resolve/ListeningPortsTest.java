package io.jaegerstack.operator.resolve;

import static io.jaegerstack.operator.resolve.StackResolverTest.problems;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListeningPortsTest {
  private static final String DISTRIBUTED =
      """
      strategy: Distributed
      storage: {type: Elasticsearch, elasticsearch: {urls: ['http://es:9200']}}
      """;

  @Test
  void zipkinOnAnotherPortOfTheCollectorIsRefused() {
    assertThat(problems(zipkin("collector", ":14250")))
        .containsExactly(
            "spec.collector.options: --collector.zipkin.host-port is \":14250\", expected another port than 14250 of --collector.grpc-server.host-port");
    assertThat(problems(zipkin("allInOne", "0.0.0.0:16686")))
        .containsExactly(
            "spec.allInOne.options: --collector.zipkin.host-port is \"0.0.0.0:16686\", expected another port than 16686 of --query.http-server.host-port");
    assertThat(problems(zipkin("collector", ":5778")))
        .containsExactly(
            "spec.collector.options: --collector.zipkin.host-port is \":5778\", expected another port than 5778 of --http-server.host-port");
  }

  @Test
  void portsOfOtherPodsAndClosedOnesAreFree() {
    assertThat(problems(DISTRIBUTED + zipkin("collector", ":16686"))).isEmpty();
    assertThat(problems(DISTRIBUTED + zipkin("collector", ":5778"))).isEmpty();
    assertThat(
            problems(
                "collector: {options: {collector.otlp.enabled: 'false', collector.zipkin.host-port: ':4317'}}"))
        .isEmpty();
    assertThat(problems("agent: {options: {agent.otlp.grpc.host-port: ':0'}}")).isEmpty();
    assertThat(problems(zipkin("collector", ""))).isEmpty();
  }

  @Test
  void optionWithTheScrapePortIsRefused() {
    assertThat(
            problems(
                "monitoring: {prometheus: {scrapePort: 9999}}\n" + zipkin("collector", ":9999")))
        .containsExactly(
            "spec.collector.options: --collector.zipkin.host-port is \":9999\", expected another port than 9999 of health and metrics");
    assertThat(problems("agent: {options: {http-server.host-port: ':14271'}}"))
        .containsExactly(
            "spec.agent.options: --http-server.host-port is \":14271\", expected another port than 14271 of health and metrics");
  }

  /// Where pods are probed that overlap, which `spec.agent.update` may ask for at any time.
  @Test
  void portOfTheAgentsProbesIsRefused() {
    assertThat(problems("agent: {options: {http-server.host-port: ':14272'}}"))
        .containsExactly(
            "spec.agent.options: --http-server.host-port is \":14272\", expected another port than 14272 of --agent.probe.host-port");
    assertThat(problems(DISTRIBUTED + "monitoring: {prometheus: {scrapePort: 14272}}\n"))
        .containsExactly(
            "spec.monitoring.prometheus.scrapePort: is 14272, expected another port than 14272 of --agent.probe.host-port");
  }

  /// Past a CRD of another version.
  @Test
  void scrapePortOfTheStacksOwnIsRefused() {
    assertThat(problems(DISTRIBUTED + "monitoring: {prometheus: {scrapePort: 14277}}\n"))
        .containsExactly(
            "spec.monitoring.prometheus.scrapePort: is 14277, expected another port than 14277 of --collector.relay.host-port");
    assertThat(problems(DISTRIBUTED + "monitoring: {prometheus: {scrapePort: 16685}}\n"))
        .containsExactly(
            "spec.monitoring.prometheus.scrapePort: is 16685, expected another port than 16685 of --query.grpc-server.host-port");
  }

  @Test
  void twoListenersOfAnAgentOnOnePortAreRefused() {
    assertThat(
            problems(
                """
                agent:
                  options:
                    agent.otlp.enabled: "true"
                    agent.otlp.grpc.host-port: ":4318"
                    processor.jaeger-binary.server-host-port: ":7000"
                    processor.jaeger-compact.server-host-port: ":7000"
                """))
        .containsExactly(
            "spec.agent.options: --processor.jaeger-binary.server-host-port is \":7000\", expected another port than 7000 of --processor.jaeger-compact.server-host-port",
            "spec.agent.options: --agent.otlp.grpc.host-port is \":4318\", expected another port than 4318 of --agent.otlp.http.host-port");
  }

  @Test
  void twoListenersOfAnAgentMayChangePlaces() {
    assertThat(
            problems(
                """
                agent:
                  options:
                    agent.otlp.enabled: "true"
                    agent.otlp.grpc.host-port: ":4318"
                    agent.otlp.http.host-port: ":4317"
                """))
        .isEmpty();
  }

  @Test
  void udpAndTcpDoNotMeet() {
    assertThat(problems("agent: {options: {processor.zipkin-compact.server-host-port: ':5778'}}"))
        .isEmpty();
  }

  @Test
  void anyFreePortIsRefused() {
    assertThat(problems(zipkin("collector", ":0")))
        .containsExactly(
            "spec.collector.options: --collector.zipkin.host-port is \":0\", expected a port from 1 to 65535");
    assertThat(
            problems(
                "agent: {options: {agent.otlp.enabled: 'true', agent.otlp.http.host-port: ':0'}}"))
        .containsExactly(
            "spec.agent.options: --agent.otlp.http.host-port is \":0\", expected a port from 1 to 65535");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:9411",
        "127.8.8.8:9411",
        "localhost:9411",
        "LocalHost.:9411",
        "[::1]:9411",
        "[::ffff:127.0.0.1]:9411"
      })
  void loopbackIsRefused(String address) {
    assertThat(problems(zipkin("collector", address)))
        .containsExactly(
            "spec.collector.options: --collector.zipkin.host-port is \"%s\", expected an address that is reached from outside the pod, such as :9411"
                .formatted(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {":9412", "0.0.0.0:9412", "[::]:9412"})
  void everyAddressOfThePodIsTaken(String address) {
    assertThat(problems(zipkin("collector", address))).isEmpty();
  }

  private static String zipkin(String section, String address) {
    return "%s: {options: {collector.zipkin.host-port: '%s'}}\n".formatted(section, address);
  }
}
