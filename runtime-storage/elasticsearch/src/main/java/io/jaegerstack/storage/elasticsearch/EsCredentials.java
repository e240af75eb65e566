package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_API_KEY_FILE;
import static io.jaegerstack.settings.StorageSettings.ES_PASSWORD;
import static io.jaegerstack.settings.StorageSettings.ES_PASSWORD_FILE;
import static io.jaegerstack.settings.StorageSettings.ES_TOKEN_FILE;
import static io.jaegerstack.settings.StorageSettings.ES_USERNAME;

import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/// Who we are, as the value of an `Authorization` header. Files are read for each request, so that
/// a rotated secret is used from the next one on.
final class EsCredentials {
  private final String username;
  private final String password;
  private final String passwordFile;
  private final String tokenFile;
  private final String apiKeyFile;

  /// @throws SettingException where they contradict each other
  EsCredentials(SettingValues settings) {
    username = settings.value(ES_USERNAME);
    password = settings.value(ES_PASSWORD);
    passwordFile = settings.value(ES_PASSWORD_FILE);
    tokenFile = settings.value(ES_TOKEN_FILE);
    apiKeyFile = settings.value(ES_API_KEY_FILE);
    refuseBoth(ES_TOKEN_FILE, tokenFile, ES_API_KEY_FILE, apiKeyFile);
    refuseBoth(ES_PASSWORD, password, ES_PASSWORD_FILE, passwordFile);
  }

  private static void refuseBoth(
      Setting<String> one, String oneValue, Setting<String> other, String otherValue) {
    if (!oneValue.isEmpty() && !otherValue.isEmpty()) {
      throw new SettingException(
          "%s and %s are both set, expected one of them".formatted(one.flag(), other.flag()));
    }
  }

  /// @throws StorageException where a file cannot be read
  Optional<String> header() {
    if (!tokenFile.isEmpty()) {
      return Optional.of("Bearer " + word(tokenFile, ES_TOKEN_FILE.flag()));
    }
    if (!apiKeyFile.isEmpty()) {
      return Optional.of("ApiKey " + word(apiKeyFile, ES_API_KEY_FILE.flag()));
    }
    if (username.isEmpty()) {
      return Optional.empty();
    }
    String secret = passwordFile.isEmpty() ? password : read(passwordFile, ES_PASSWORD_FILE.flag());
    byte[] both = (username + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
  }

  /// What may stand in a header. It is a secret: never quoted.
  private static String word(String file, String flag) {
    String word = read(file, flag);
    if (word.isEmpty() || !word.chars().allMatch(one -> one > ' ' && one < 0x7f)) {
      throw new StorageException(
          StorageException.Kind.UNAVAILABLE,
          StorageException.Trouble.UNAUTHORIZED,
          "%s is %s, which has %d characters, expected one line of printable ASCII without spaces"
              .formatted(flag, file, word.length()),
          null);
    }
    return word;
  }

  private static String read(String file, String flag) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException unreadable) {
      throw new StorageException(
          StorageException.Kind.UNAVAILABLE,
          StorageException.Trouble.UNAUTHORIZED,
          "%s is %s, which cannot be read: %s".formatted(flag, file, unreadable),
          unreadable);
    }
  }
}
