package io.jaegerstack.storage.elasticsearch.retention;

import java.util.Map;

/// The servers as the storage calls them: with its credentials, and twice where the first answer
/// was lost. All methods throw [io.jaegerstack.storage.StorageException].
public interface IndexServer {
  /// The answer to a request, which is an error where it is not 2xx.
  ///
  /// @param path from the server's root, without a leading slash, percent-encoded
  /// @param body empty for none
  Map<String, Object> call(String method, String path, Map<String, Object> body);

  /// The object that `json` is.
  Map<String, Object> parse(String json);
}
