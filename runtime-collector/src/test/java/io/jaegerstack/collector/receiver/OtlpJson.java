package io.jaegerstack.collector.receiver;

import java.nio.charset.StandardCharsets;

/// OTLP's requests as JSON.
final class OtlpJson {
  /// Ids of a good span, as members.
  static final String IDS =
      "\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"spanId\":\"eee19b7ec3c1b174\"";

  /// One span for each id.
  static byte[] request(long... ids) {
    var spans = new StringBuilder();
    for (long id : ids) {
      spans.append(spans.isEmpty() ? "" : "},{");
      spans.append(
          "\"traceId\":\"%032x\",\"spanId\":\"%016x\",\"name\":\"GET /\"".formatted(id, id));
    }
    return request("", spans.toString());
  }

  /// @param resource members of the resource
  /// @param span members of the span
  static byte[] request(String resource, String span) {
    String json =
        "{\"resourceSpans\":[{\"resource\":{%s},\"scopeSpans\":[{\"spans\":[{%s}]}]}]}"
            .formatted(resource, span);
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private OtlpJson() {}
}
