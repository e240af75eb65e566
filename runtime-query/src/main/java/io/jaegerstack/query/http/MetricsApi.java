package io.jaegerstack.query.http;

import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpCall;
import io.jaegerstack.server.http.HttpFailure;
import java.util.Set;

/// `/api/metrics/…`, which Jaeger's Monitor tab asks. There is no storage of metrics, so all of it
/// answers as Jaeger does without one: what is wrong with the question, else that it is disabled.
final class MetricsApi {
  private static final Set<String> SPAN_KINDS =
      Set.of("unspecified", "internal", "server", "client", "producer", "consumer");

  private static final Set<String> FLAGS =
      Set.of("1", "t", "T", "true", "TRUE", "True", "0", "f", "F", "false", "FALSE", "False");

  private MetricsApi() {}

  static void mount(Mount mount) {
    mount.get("/api/metrics/latencies", MetricsApi::latencies);
    mount.get("/api/metrics/calls", call -> disabled(new Parameters(call)));
    mount.get("/api/metrics/errors", call -> disabled(new Parameters(call)));
    mount.get(
        "/api/metrics/minstep",
        call -> {
          throw isDisabled();
        });
  }

  private static HttpAnswer latencies(HttpCall call) {
    var parameters = new Parameters(call);
    String quantile = parameters.text("quantile").orElse("");
    try {
      Double.parseDouble(quantile);
    } catch (NumberFormatException _) {
      throw Parameters.wrong("quantile", quantile, "a number such as 0.95");
    }
    return disabled(parameters);
  }

  private static HttpAnswer disabled(Parameters parameters) {
    if (parameters.texts("service").isEmpty()) {
      throw HttpFailure.badRequest(
          "unable to parse param 'service': please provide at least one service name");
    }
    parameters
        .text("groupByOperation")
        .filter(flag -> !FLAGS.contains(flag))
        .ifPresent(
            flag -> {
              throw Parameters.wrong("groupByOperation", flag, "true or false");
            });
    for (String kind : parameters.texts("spanKind")) {
      if (!SPAN_KINDS.contains(kind)) {
        throw Parameters.wrong("spanKind", kind, "one of " + SPAN_KINDS.stream().sorted().toList());
      }
    }
    parameters.millis("endTs");
    for (String duration : new String[] {"lookback", "step", "ratePer"}) {
      parameters.whole(duration, 0, Long.MAX_VALUE, "milliseconds");
    }
    throw isDisabled();
  }

  private static HttpFailure isDisabled() {
    return new HttpFailure(501, "metrics querying is currently disabled");
  }
}
