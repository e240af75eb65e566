package io.jaegerstack.server.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A request's path and query, decoded once. Segments are split before they are decoded, so that an
/// encoded slash stays within its segment; segments that climb (`..`) are refused however they are
/// written.
record Target(List<String> segments, Map<String, List<String>> query) {
  /// Beyond it, parameters are ignored: nobody's form is that long.
  private static final int MAX_PARAMETERS = 1_000;

  /// @throws HttpFailure 400
  static Target of(String uri) {
    String local = withoutAuthority(uri);
    int question = local.indexOf('?');
    String path = question < 0 ? local : local.substring(0, question);
    int hash = path.indexOf('#');
    path = hash < 0 ? path : path.substring(0, hash);
    if (!path.startsWith("/")) {
      throw HttpFailure.badRequest("path does not start with /");
    }
    try {
      var query = new QueryStringDecoder(local, StandardCharsets.UTF_8, true, MAX_PARAMETERS);
      return new Target(segments(path), query.parameters());
    } catch (IllegalArgumentException undecodable) {
      throw HttpFailure.badRequest("path or query is not valid percent-encoding");
    }
  }

  String path() {
    return "/" + String.join("/", segments);
  }

  private static List<String> segments(String path) {
    var segments = new ArrayList<String>();
    for (String raw : path.substring(1).split("/", -1)) {
      String segment = QueryStringDecoder.decodeComponent(raw.replace("+", "%2B"));
      if (segment.equals(".") || segment.equals("..") || segment.indexOf('\0') >= 0) {
        throw HttpFailure.badRequest("path has a segment \"" + raw + "\", expected names");
      }
      segments.add(segment);
    }
    return List.copyOf(segments);
  }

  /// Proxies send the absolute form.
  private static String withoutAuthority(String uri) {
    if (!uri.startsWith("http://") && !uri.startsWith("https://")) {
      return uri;
    }
    int slash = uri.indexOf('/', uri.indexOf("//") + 2);
    return slash < 0 ? "/" : uri.substring(slash);
  }
}
