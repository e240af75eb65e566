package io.jaegerstack.server;

import io.jaegerstack.settings.HostPort;
import java.io.IOException;
import java.util.Locale;

/// An address that could not be listened on. Says which and why; [ProcessMain] knows the flag that
/// it came from.
public final class ListenException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final String IN_USE = "address already in use";

  private final transient HostPort address;

  private ListenException(HostPort address, String message, Throwable cause) {
    super(message, cause);
    this.address = address;
  }

  /// @param protocol `tcp` or `udp`
  public static ListenException of(String protocol, HostPort address, Throwable failed) {
    String where = protocol.equals("tcp") ? address.toString() : protocol + " " + address;
    return new ListenException(
        address, "cannot listen on %s: %s".formatted(where, why(failed)), failed);
  }

  /// What was asked for.
  public HostPort address() {
    return address;
  }

  /// The innermost message: libraries wrap it in the address, which is told already.
  private static String why(Throwable failed) {
    Throwable cause = failed;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text = String.valueOf(cause.getMessage());
    return text.toLowerCase(Locale.ROOT).contains(IN_USE) ? IN_USE : text;
  }
}
