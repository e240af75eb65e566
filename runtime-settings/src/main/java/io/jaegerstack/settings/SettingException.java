package io.jaegerstack.settings;

/// A text that is not a value of a setting's type. The message says what was found and what is
/// expected; whoever knows where the text came from (flag, environment, custom resource) puts that
/// in front.
public final class SettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SettingException(String message) {
    super(message);
  }
}
