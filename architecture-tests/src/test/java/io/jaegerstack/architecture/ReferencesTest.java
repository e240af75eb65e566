package io.jaegerstack.architecture;

import io.jaegerstack.settings.SettingsReference;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// The generated references are those of this very source.
class ReferencesTest {
  @Test
  void theSettingsReferenceIsCurrent() throws IOException {
    Repository.assertCurrent("docs/reference/settings.md", SettingsReference.render());
  }
}
