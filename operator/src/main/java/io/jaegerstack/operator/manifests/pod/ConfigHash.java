package io.jaegerstack.operator.manifests.pod;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// A digest of the configuration that a pod reads once at start, so that a change of it rolls the
/// pods.
public final class ConfigHash {
  static final String ANNOTATION = "jaegerstack.io/config-hash";

  /// Hexadecimal digits kept: 64 bits, enough to tell two configurations of one stack apart.
  private static final int DIGITS = 16;

  public static String of(Map<String, String> configuration) {
    var digest = sha256();
    new TreeMap<>(configuration)
        .forEach(
            (key, value) -> {
              digest.update(key.getBytes(StandardCharsets.UTF_8));
              digest.update((byte) 0);
              digest.update(value.getBytes(StandardCharsets.UTF_8));
              digest.update((byte) 0);
            });
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private ConfigHash() {}
}
