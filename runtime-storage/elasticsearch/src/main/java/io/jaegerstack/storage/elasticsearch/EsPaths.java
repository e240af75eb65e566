package io.jaegerstack.storage.elasticsearch;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Names in the path of a request.
public final class EsPaths {
  /// `name` percent-encoded, its commas and stars left as they are: a list of indices is one.
  public static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("%2C", ",").replace("%2A", "*");
  }

  private EsPaths() {}
}
