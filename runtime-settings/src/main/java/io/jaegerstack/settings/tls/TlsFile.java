package io.jaegerstack.settings.tls;

import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.SettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// A PEM file, and the setting that names it.
///
/// @param expected what should be in it, for messages
record TlsFile(Setting<String> setting, Path path, String expected) {
  /// More is not what anybody calls a certificate; the largest bundles of authorities have 250 KB.
  private static final long MOST_BYTES = 4L << 20;

  static final String CERTIFICATES = "a PEM file with certificates";
  static final String KEY = "a PEM file with an unencrypted private key";

  /// @throws SettingException where it cannot be read
  byte[] read() {
    try {
      if (Files.isRegularFile(path) && Files.size(path) > MOST_BYTES) {
        throw unusable("which is larger than %d bytes".formatted(MOST_BYTES));
      }
      return Files.readAllBytes(path);
    } catch (NoSuchFileException missing) {
      throw unusable("which does not exist");
    } catch (AccessDeniedException denied) {
      throw unusable("which may not be read");
    } catch (IOException unreadable) {
      throw unusable("which cannot be read: " + unreadable.getMessage());
    }
  }

  List<Pem> blocks(byte[] content) {
    return Pem.blocks(new String(content, StandardCharsets.ISO_8859_1));
  }

  /// @param why goes on from the file's name: `which does not exist`
  SettingException unusable(String why) {
    return new SettingException(
        "%s (%s) is \"%s\", %s, expected %s"
            .formatted(setting.flag(), setting.environmentName(), path, why, expected));
  }
}
