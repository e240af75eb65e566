package io.jaegerstack.faults.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jaegerstack.faults.traffic.SpanKey;
import io.jaegerstack.faults.traffic.TestSpan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/// Reads traces back as everyone would: `GET /api/traces/{id}`, with `raw=true`, so that no
/// adjuster hides a copy.
public final class QueryReader implements StoredTraces {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /// A tag that the collector adds.
  private static final String FORMAT = "internal.span.format";

  private final IntSupplier port;

  /// @param port of the query API
  public QueryReader(IntSupplier port) {
    this.port = port;
  }

  @Override
  public List<StoredSpan> trace(String traceId) {
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/api/traces/%s?raw=true"
                        .formatted(port.getAsInt(), traceId)))
            .build();
    try {
      var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        return switch (answer.statusCode()) {
          case 200 -> spans(JSON.readTree(body));
          case 404 -> List.of();
          default ->
              throw new AssertionError(
                  "%s answers %d, expected 200 or 404: %s"
                      .formatted(
                          request.uri(),
                          answer.statusCode(),
                          new String(body.readAllBytes(), StandardCharsets.UTF_8)));
        };
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(request.uri().toString(), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private static List<StoredSpan> spans(JsonNode answer) {
    if (!answer.path("errors").isNull() && !answer.path("errors").isMissingNode()) {
      throw new AssertionError("an answer with errors: " + answer.path("errors"));
    }
    var spans = new ArrayList<StoredSpan>();
    for (JsonNode trace : answer.path("data")) {
      JsonNode processes = trace.path("processes");
      for (JsonNode span : trace.path("spans")) {
        spans.add(span(span, processes));
      }
    }
    return spans;
  }

  private static StoredSpan span(JsonNode span, JsonNode processes) {
    var tags = new TreeMap<String, String>();
    for (JsonNode tag : span.path("tags")) {
      if (!tag.path("key").asText().equals(FORMAT)) {
        tags.put(tag.path("key").asText(), tag.path("value").asText());
      }
    }
    JsonNode process = processes.path(span.path("processID").asText());
    long digest =
        TestSpan.digest(
            parent(span),
            process.path("serviceName").asText(),
            span.path("operationName").asText(),
            span.path("startTime").asLong(),
            span.path("duration").asLong(),
            tags);
    return new StoredSpan(key(span), digest);
  }

  private static long parent(JsonNode span) {
    JsonNode reference = span.path("references").path(0);
    return reference.isMissingNode()
        ? 0
        : Long.parseUnsignedLong(reference.path("spanID").asText(), 16);
  }

  private static SpanKey key(JsonNode span) {
    String trace = span.path("traceID").asText();
    int split = Math.max(0, trace.length() - 16);
    return new SpanKey(
        split == 0 ? 0 : Long.parseUnsignedLong(trace.substring(0, split), 16),
        Long.parseUnsignedLong(trace.substring(split), 16),
        Long.parseUnsignedLong(span.path("spanID").asText(), 16));
  }
}
