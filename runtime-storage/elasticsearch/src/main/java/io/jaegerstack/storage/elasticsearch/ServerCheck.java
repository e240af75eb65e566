package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_VERSION;

import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.HiddenStateException;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Kind;
import io.jaegerstack.storage.StorageException.Trouble;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whose servers these are, and whether they can be used: there, of a version that we know, without
/// a red index.
public final class ServerCheck {
  /// Versions below are OpenSearch's, those above Elasticsearch's: neither will meet soon.
  private static final int NEWEST_OPENSEARCH_MAJOR = 5;

  private static final Pattern VERSION = Pattern.compile("(\\d+)\\..*");

  private final EsHttp http;
  private final Product unasked;
  private final boolean isGiven;
  private volatile @Nullable Product found;

  /// @param unasked what the servers are where they are not asked or do not say
  ServerCheck(EsHttp http, SettingValues settings, Product unasked) {
    this.http = http;
    int major = settings.value(ES_VERSION);
    this.isGiven = major != 0;
    // Jaeger's users give OpenSearch as 7, which it descends from.
    this.unasked =
        isGiven && major < Product.ELASTICSEARCH.oldestMajor() ? Product.OPENSEARCH : unasked;
  }

  /// Whose servers these are; asked once.
  ///
  /// @throws StorageException where they cannot be asked now
  Product product() {
    Product known = found;
    if (known != null || isGiven) {
      return known == null ? unasked : known;
    }
    try {
      Product asked = productOf(version());
      found = asked;
      return asked;
    } catch (HiddenStateException unseen) {
      return unasked;
    }
  }

  private static Product productOf(String version) {
    return major(version) > NEWEST_OPENSEARCH_MAJOR ? Product.ELASTICSEARCH : Product.OPENSEARCH;
  }

  private static int major(String version) {
    Matcher match = VERSION.matcher(version);
    if (match.matches()) {
      return Integer.parseInt(match.group(1));
    }
    throw new StorageException(
        Kind.UNAVAILABLE, Trouble.UNREACHABLE, "no node tells its version", null);
  }

  /// @throws StorageException saying what is wrong
  void status() {
    Object status = answer("_cluster/health?filter_path=status").get("status");
    if ("red".equals(status)) {
      throw new StorageException(
          Kind.UNAVAILABLE,
          Trouble.UNREACHABLE,
          "the cluster is red, expected yellow or green: some shards are lost",
          null);
    }
  }

  /// @throws StorageException where the servers are older than what we know
  void age() {
    if (isGiven) {
      return;
    }
    String version = version();
    Product product = productOf(version);
    if (major(version) < product.oldestMajor()) {
      throw new StorageException(
          Kind.INVALID,
          Trouble.UNREACHABLE,
          "the servers are %s %s, expected %d or newer"
              .formatted(product.label(), version, product.oldestMajor()),
          null);
    }
    found = product;
  }

  /// From the nodes, because `GET /` is not there in every distribution, and may be told to claim
  /// an older version.
  private String version() {
    var nodes = Json.at(answer("_nodes/_local/none?filter_path=nodes.*.version"), "nodes");
    return nodes.values().stream()
        .map(node -> String.valueOf(Json.asObject(node).get("version")))
        .findFirst()
        .orElse("");
  }

  private Map<String, Object> answer(String path) {
    try {
      return Json.readObject(http.look(path));
    } catch (IOException unreadable) {
      throw SpanSearch.unreadable(path, unreadable);
    }
  }
}
