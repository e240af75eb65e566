package io.jaegerstack.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.agent.Await;
import io.jaegerstack.agent.RunningAgent;
import io.jaegerstack.agent.TestCollector;
import io.jaegertracing.api_v2.Sampling.OperationSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.PerOperationSamplingStrategies;
import io.jaegertracing.api_v2.Sampling.ProbabilisticSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.RateLimitingSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SamplingTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private TestCollector collector;
  private RunningAgent agent;

  @BeforeEach
  void start() throws IOException {
    collector = TestCollector.start();
    agent = RunningAgent.start(collector.address());
    collector.strategies(
        service ->
            service.equals("limited")
                ? SamplingStrategyResponse.newBuilder()
                    .setStrategyType(SamplingStrategyType.RATE_LIMITING)
                    .setRateLimitingSampling(
                        RateLimitingSamplingStrategy.newBuilder().setMaxTracesPerSecond(7))
                    .build()
                : probabilistic(0.42).build());
  }

  @AfterEach
  void stop() {
    client.close();
    agent.close();
    collector.close();
  }

  @Test
  void answersWhatTheCollectorSays() throws Exception {
    assertThat(get("/sampling?service=shop").body())
        .isEqualTo(
            "{\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":0.42}}");
    assertThat(get("/sampling?service=limited").body())
        .isEqualTo(
            "{\"strategyType\":\"RATE_LIMITING\",\"rateLimitingSampling\":{\"maxTracesPerSecond\":7}}");
  }

  @Test
  void answersOldClientsWithNumbers() throws Exception {
    assertThat(get("/?service=shop").body())
        .isEqualTo("{\"strategyType\":0,\"probabilisticSampling\":{\"samplingRate\":0.42}}");
    assertThat(get("/?service=limited").body())
        .isEqualTo("{\"strategyType\":1,\"rateLimitingSampling\":{\"maxTracesPerSecond\":7}}");
  }

  @Test
  void writesStrategiesPerOperation() {
    var perOperation =
        PerOperationSamplingStrategies.newBuilder()
            .setDefaultSamplingProbability(0.5)
            .setDefaultLowerBoundTracesPerSecond(0.1)
            .addPerOperationStrategies(
                OperationSamplingStrategy.newBuilder()
                    .setOperation("GET \"/\"")
                    .setProbabilisticSampling(
                        ProbabilisticSamplingStrategy.newBuilder().setSamplingRate(1)));
    assertThat(StrategyJson.numbers(probabilistic(0.5).setOperationSampling(perOperation).build()))
        .isEqualTo(
            "{\"strategyType\":0,\"probabilisticSampling\":{\"samplingRate\":0.5},\"operationSampling\":{\"defaultSamplingProbability\":0.5,\"defaultLowerBoundTracesPerSecond\":0.1,\"perOperationStrategies\":[{\"operation\":\"GET \\\"/\\\"\",\"probabilisticSampling\":{\"samplingRate\":1.0}}],\"defaultUpperBoundTracesPerSecond\":0.0}}");
  }

  @Test
  void answersTheLastKnownStrategyWithoutACollector() throws Exception {
    get("/sampling?service=shop");
    collector.close();
    assertThat(get("/sampling?service=shop").body()).contains("\"samplingRate\":0.42");
    assertThat(get("/sampling?service=never-seen").body()).contains("\"samplingRate\":0.001");
    Await.until(
        () ->
            agent
                    .scrape()
                    .contains(
                        "jaeger_agent_collector_proxy_total{endpoint=\"sampling\",result=\"err\"} 2.0")
                && agent
                    .scrape()
                    .contains("jaeger_agent_http_server_requests_total{type=\"sampling\"} 3.0"),
        agent::scrape);
  }

  @Test
  void answersEveryQuestionWithoutACollectorEverThere() throws Exception {
    collector.close();
    assertThat(get("/sampling?service=shop").body())
        .isEqualTo(
            "{\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":0.001}}");
    assertThat(get("/?service=shop").body())
        .isEqualTo("{\"strategyType\":0,\"probabilisticSampling\":{\"samplingRate\":0.001}}");
    assertThat(get("/baggageRestrictions?service=shop").body()).isEqualTo("[]");
  }

  @Test
  void tellsWhereItsAnswersCameFrom() throws Exception {
    get("/sampling?service=shop");
    collector.close();
    get("/sampling?service=shop");
    get("/sampling?service=shop");
    get("/sampling?service=never-seen");
    assertThat(agent.scrape())
        .contains("jaegerstack_agent_sampling_answers_total{from=\"collector\"} 1.0")
        .contains("jaegerstack_agent_sampling_answers_total{from=\"last-known\"} 2.0")
        .contains("jaegerstack_agent_sampling_answers_total{from=\"default\"} 1.0")
        .contains("jaegerstack_agent_sampling_known_services 1.0");
  }

  @Test
  void hasNoRestrictionsOnBaggage() throws Exception {
    assertThat(get("/baggageRestrictions?service=shop").body()).isEqualTo("[]");
  }

  @Test
  void wantsExactlyOneService() throws Exception {
    for (String path :
        new String[] {
          "/sampling", "/", "/baggageRestrictions", "/sampling?service=a&service=b", "/?service="
        }) {
      var response = get(path);
      assertThat(response.statusCode()).as(path).isEqualTo(400);
      assertThat(response.body()).isEqualTo("'service' parameter must be provided once\n");
    }
    assertThat(agent.scrape())
        .contains("jaeger_agent_http_server_errors_total{source=\"all\",status=\"4xx\"} 5.0");
  }

  private static SamplingStrategyResponse.Builder probabilistic(double rate) {
    return SamplingStrategyResponse.newBuilder()
        .setStrategyType(SamplingStrategyType.PROBABILISTIC)
        .setProbabilisticSampling(ProbabilisticSamplingStrategy.newBuilder().setSamplingRate(rate));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + agent.samplingPort() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
