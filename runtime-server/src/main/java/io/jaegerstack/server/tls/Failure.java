package io.jaegerstack.server.tls;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/// Why a handshake came to nothing.
enum Failure {
  /// The other side does not speak TLS.
  PLAINTEXT,
  /// A certificate is missing, expired, of the wrong authority or of the wrong name: ours or
  /// theirs.
  CERTIFICATE,
  TIMEOUT,
  /// The other side left before the end.
  CLOSED,
  /// No common version, cipher suite or protocol inside.
  PROTOCOL;

  static Failure of(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof NotSslRecordException) {
        return PLAINTEXT;
      } else if (each instanceof SslHandshakeTimeoutException) {
        return TIMEOUT;
      } else if (each instanceof ClosedChannelException || isAboutTheEnd(each)) {
        return CLOSED;
      } else if (each instanceof GeneralSecurityException || isAboutCertificates(each)) {
        return CERTIFICATE;
      }
    }
    return cause instanceof SSLException ? PROTOCOL : CLOSED;
  }

  private static boolean isAboutTheEnd(Throwable cause) {
    return String.valueOf(cause.getMessage()).startsWith("Connection closed while");
  }

  /// Alerts of the other side come as their names alone: `bad_certificate`, `unknown_ca`.
  private static boolean isAboutCertificates(Throwable cause) {
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return cause instanceof SSLException
        && (message.contains("certificate") || message.contains("unknown_ca"));
  }

  /// As metrics and logs show it.
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
