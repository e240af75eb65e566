package io.jaegerstack.storage.elasticsearch.real;

import java.nio.file.Files;
import java.nio.file.Path;

/// Whose server is unpacked somewhere, and how it differs from the other.
///
/// @param word in the names of its program and of its settings
/// @param environment before the names of its variables
enum Distribution {
  ELASTICSEARCH("elasticsearch", "ES"),
  OPENSEARCH("opensearch", "OPENSEARCH");

  private final String word;
  private final String environment;

  Distribution(String word, String environment) {
    this.word = word;
    this.environment = environment;
  }

  static Distribution of(Path home) {
    return Files.exists(home.resolve("bin/opensearch")) ? OPENSEARCH : ELASTICSEARCH;
  }

  String type() {
    return word;
  }

  Path program(Path home) {
    return home.resolve("bin/" + word);
  }

  Path settings(Path run) {
    return run.resolve("config/" + word + ".yml");
  }

  String variable(String name) {
    return environment + "_" + name;
  }
}
