package io.jaegerstack.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files of the repository, seen from this module's folder.
final class Repository {
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final boolean UPDATE = Boolean.getBoolean("references.update");

  private Repository() {}

  /// Fails where `file` is not exactly `rendered`; `-Dreferences.update=true` writes it instead.
  static void assertCurrent(String file, String rendered) throws IOException {
    Path path = ROOT.resolve(file);
    if (UPDATE) {
      Files.createDirectories(path.getParent());
      Files.writeString(path, rendered);
    }
    assertThat(path)
        .as(
            file
                + " is generated: ./mvnw verify -pl architecture-tests -am -Dreferences.update=true")
        .hasContent(rendered);
  }
}
