package io.jaegerstack.collector.policy;

import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.TagType;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA-256 of a tag's value, cut to its first half. Without the key, nobody can try out which
/// of a few possible values (a phone number, a name) a hash is of.
final class KeyedHash {
  /// Of the secret. Fewer could be guessed.
  static final int LEAST_KEY_BYTES = 16;

  /// Of the hash: 128 bits, which no two values share by chance.
  static final int BYTES = 16;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  private KeyedHash(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /// @throws IllegalArgumentException where the secret is too short; never says what it is
  static KeyedHash of(String secret) {
    byte[] key = secret.getBytes(StandardCharsets.UTF_8);
    if (key.length < LEAST_KEY_BYTES) {
      throw new IllegalArgumentException(
          "the key for hashes has %d bytes, expected at least %d"
              .formatted(key.length, LEAST_KEY_BYTES));
    }
    return new KeyedHash(key);
  }

  /// Lower-case hexadecimal digits of the hash of the tag's value: of the bytes of text and binary,
  /// else of the value as text.
  Key of(FlatTags tags, int index) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      if (tags.type(index) == TagType.STRING || tags.type(index) == TagType.BINARY) {
        mac.update(tags.source(index), tags.offset(index), tags.length(index));
      } else {
        mac.update(tags.tag(index).value().asText().getBytes(StandardCharsets.UTF_8));
      }
      return Key.of(HexFormat.of().formatHex(mac.doFinal(), 0, BYTES));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, missing);
    }
  }
}
