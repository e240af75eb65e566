package io.jaegerstack.settings.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// One block of a PEM file: what it says it is, and its bytes.
///
/// @param encrypted whether its head says that a passphrase is needed
record Pem(String type, byte[] der, boolean encrypted) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  /// Lines such as `Proc-Type: 4,ENCRYPTED`, before the bytes.
  private static final Pattern HEADERS = Pattern.compile("(?m)^[A-Za-z-]+:.*$");

  static List<Pem> blocks(String text) {
    var blocks = new ArrayList<Pem>();
    var found = BLOCK.matcher(text);
    while (found.find()) {
      String type = found.group(1);
      String body = found.group(2);
      boolean encrypted = type.startsWith("ENCRYPTED") || body.contains("ENCRYPTED");
      String base64 = HEADERS.matcher(body).replaceAll("");
      blocks.add(new Pem(type, decoded(base64), encrypted));
    }
    return blocks;
  }

  /// Nothing where it is no Base64: the reader of the bytes then says what it misses.
  private static byte[] decoded(String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException truncated) {
      return new byte[0];
    }
  }

  boolean isCertificate() {
    return type.endsWith("CERTIFICATE");
  }

  boolean isPrivateKey() {
    return type.endsWith("PRIVATE KEY");
  }
}
