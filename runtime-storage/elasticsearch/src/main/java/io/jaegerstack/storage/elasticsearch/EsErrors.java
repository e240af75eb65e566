package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Kind;
import io.jaegerstack.storage.StorageException.Trouble;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Elasticsearch's refusals mean for us, of whole requests and of single documents.
final class EsErrors {
  private static final int LONGEST_REASON = 300;

  private static final String BLOCKED = "cluster_block_exception";

  /// Of an index that cannot be made, above all where the cluster has all the shards that it may
  /// have; never of a document.
  private static final String NO_NEW_INDEX = "validation_exception";

  /// Of an alias that somebody has put before several indices; its type is the one of documents
  /// that are wrong, too.
  private static final String NO_WRITE_INDEX = "no write index is defined for alias";

  /// Where a document that does not fit its mapping is quoted; spans are not for logs.
  private static final String QUOTE = " Preview of field's value";

  static StorageException of(String request, int status, byte[] body) {
    Object told = told(body);
    Map<String, Object> error = Json.asObject(told);
    String said = told == null ? shortened(new String(body, StandardCharsets.UTF_8)) : said(told);
    return new StorageException(
        kind(status, error),
        trouble(status, error),
        "%s was answered %d: %s".formatted(request, status, said),
        null);
  }

  private static @Nullable Trouble trouble(int status, Map<String, Object> error) {
    if (BLOCKED.equals(error.get("type"))) {
      return Trouble.READ_ONLY;
    }
    return switch (status) {
      case 401, 403, 407 -> Trouble.UNAUTHORIZED;
      case 408, 429 -> null;
      default -> status >= 500 || isOnTheWay(status) ? Trouble.UNREACHABLE : null;
    };
  }

  /// The `error` in an answer; null where there is none, or the answer is no JSON.
  private static @Nullable Object told(byte[] body) {
    try {
      return Json.readObject(body).get("error");
    } catch (IOException notJson) {
      return null;
    }
  }

  /// @param error Elasticsearch's, with its `type` and `reason`; empty where there is none
  static Kind kind(int status, Map<String, Object> error) {
    if (isPassing(error)) {
      return Kind.UNAVAILABLE;
    }
    return switch (status) {
      case 404 -> Kind.NOT_FOUND;
      case 429 -> Kind.OVERLOADED;
      case 401, 403, 407, 408 -> Kind.UNAVAILABLE; // credentials can be put right, are read again
      default -> status >= 500 || isOnTheWay(status) ? Kind.UNAVAILABLE : Kind.INVALID;
    };
  }

  /// As when disks are full: nothing is wrong with what was sent.
  private static boolean isPassing(Map<String, Object> error) {
    Object type = error.get("type");
    return BLOCKED.equals(type)
        || NO_NEW_INDEX.equals(type)
        || String.valueOf(error.get("reason")).startsWith(NO_WRITE_INDEX);
  }

  /// Redirections, above all to a page for logging in, and a method that is always allowed: not the
  /// servers' own words, but of something before them.
  private static boolean isOnTheWay(int status) {
    return status / 100 == 3 || status == HttpURLConnection.HTTP_BAD_METHOD;
  }

  /// Type and reason of an `error` object, without what it quotes of a document.
  static String said(@Nullable Object error) {
    Map<String, Object> object = Json.asObject(error);
    if (object.isEmpty()) {
      return String.valueOf(error);
    }
    String reason = String.valueOf(object.getOrDefault("reason", ""));
    int quote = reason.indexOf(QUOTE);
    String unquoted = quote < 0 ? reason : reason.substring(0, quote);
    return object.getOrDefault("type", "error") + ": " + shortened(unquoted);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
  }

  private EsErrors() {}
}
