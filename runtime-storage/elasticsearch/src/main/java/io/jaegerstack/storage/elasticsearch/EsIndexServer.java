package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.elasticsearch.retention.IndexServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The storage's own requests, for what is done to its indices.
final class EsIndexServer implements IndexServer {
  private final EsHttp http;

  EsIndexServer(EsHttp http) {
    this.http = http;
  }

  @Override
  public Map<String, Object> call(String method, String path, Map<String, Object> body) {
    byte[] sent = body.isEmpty() ? new byte[0] : Json.write(body);
    try {
      return Json.readObject(http.call(method, path, sent));
    } catch (IOException unreadable) {
      throw SpanSearch.unreadable(path, unreadable);
    }
  }

  @Override
  public Map<String, Object> parse(String json) {
    try {
      Map<String, Object> parsed = Json.readObject(json.getBytes(StandardCharsets.UTF_8));
      if (!parsed.isEmpty() || json.replaceAll("\\s", "").matches("(\\{})?")) {
        return parsed;
      }
    } catch (IOException notJson) {
      throw notAnObject(json, notJson);
    }
    throw notAnObject(json, null);
  }

  private static StorageException notAnObject(String json, @Nullable IOException why) {
    return new StorageException(
        StorageException.Kind.INVALID,
        "conditions are \"%s\", expected a JSON object such as {\"max_age\": \"2d\"}"
            .formatted(json),
        why);
  }
}
