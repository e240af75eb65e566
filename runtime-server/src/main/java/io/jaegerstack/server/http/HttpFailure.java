package io.jaegerstack.server.http;

/// An answer other than success, thrown by a handler. The message goes to the caller: it says value
/// and expectation, and nothing that the caller may not know.
public final class HttpFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String text;

  public HttpFailure(int status, String message) {
    super(message, null, false, false);
    this.status = status;
    this.text = message;
  }

  public static HttpFailure badRequest(String message) {
    return new HttpFailure(400, message);
  }

  public static HttpFailure notFound(String message) {
    return new HttpFailure(404, message);
  }

  public int status() {
    return status;
  }

  /// The message, never null.
  public String text() {
    return text;
  }
}
