package io.jaegerstack.server.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// One method and path with its handler.
///
/// @param pattern as declared, for metrics: `/api/traces/{id}`
/// @param onLoop whether the handler runs on the event loop, where it may not wait
record Route(
    String method, String pattern, List<String> segments, boolean onLoop, HttpHandler handler) {
  /// A last segment that takes any number of segments, under this parameter name.
  static final String REST = "*";

  static Route of(String method, String pattern, boolean onLoop, HttpHandler handler) {
    if (!pattern.startsWith("/")) {
      throw new IllegalArgumentException("route \"" + pattern + "\", expected to start with /");
    }
    return new Route(
        method, pattern, List.of(pattern.substring(1).split("/", -1)), onLoop, handler);
  }

  /// The same route with its handler behind `guard`.
  Route with(UnaryOperator<HttpHandler> guard) {
    return new Route(method, pattern, segments, onLoop, guard.apply(handler));
  }

  /// The path's parameters, or empty where the path is another.
  Optional<Map<String, String>> match(List<String> path) {
    boolean open = segments.getLast().equals(REST);
    int fixed = open ? segments.size() - 1 : segments.size();
    if (open ? path.size() < fixed : path.size() != fixed) {
      return Optional.empty();
    }
    var parameters = new HashMap<String, String>();
    for (int i = 0; i < fixed; i++) {
      String segment = segments.get(i);
      if (segment.startsWith("{") && !path.get(i).isEmpty()) {
        parameters.put(segment.substring(1, segment.length() - 1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    if (open) {
      parameters.put(REST, String.join("/", path.subList(fixed, path.size())));
    }
    return Optional.of(parameters);
  }

  /// Fixed words are looked at before parameters, and those before open ends.
  int rank() {
    int rank = segments.getLast().equals(REST) ? 1_000 : 0;
    for (String segment : segments) {
      rank += segment.startsWith("{") ? 10 : 0;
    }
    return rank - segments.size();
  }
}
