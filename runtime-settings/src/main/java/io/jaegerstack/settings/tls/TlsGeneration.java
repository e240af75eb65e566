package io.jaegerstack.settings.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// What one reading of the files came to.
///
/// @param own our certificate and those between it and its authority; empty for a client that has
///   none
/// @param digest of the files' contents: the same digest is the same generation
public record TlsGeneration(SSLContext context, List<X509Certificate> own, String digest) {
  public TlsGeneration {
    own = List.copyOf(own);
  }

  /// When the first of our certificates ends.
  public Optional<Instant> expiry() {
    return own.stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Instant::compareTo);
  }

  /// As the log tells it: hexadecimal, as `openssl x509 -serial` prints it.
  public String serial() {
    return own.isEmpty() ? "none" : own.getFirst().getSerialNumber().toString(16);
  }

  /// What is valid by form and will not work all the same, one sentence each.
  public List<String> concerns(Instant now) {
    var concerns = new ArrayList<String>();
    for (X509Certificate certificate : own) {
      Instant ends = certificate.getNotAfter().toInstant();
      Instant begins = certificate.getNotBefore().toInstant();
      String name = certificate.getSubjectX500Principal().getName();
      if (ends.isBefore(now)) {
        concerns.add("certificate of %s expired at %s".formatted(name, ends));
      } else if (begins.isAfter(now)) {
        concerns.add("certificate of %s is not valid before %s".formatted(name, begins));
      }
    }
    return concerns;
  }
}
