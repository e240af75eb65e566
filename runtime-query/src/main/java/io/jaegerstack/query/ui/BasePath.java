package io.jaegerstack.query.ui;

import io.jaegerstack.settings.SettingException;
import java.util.regex.Pattern;

/// The path under which UI and API live, for proxies that give each application a path of its own.
///
/// @param prefix empty, or `/jaeger`: starts with a slash and does not end with one
public record BasePath(String prefix) {
  private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)*");

  public BasePath {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new SettingException(
          ("--query.base-path (QUERY_BASE_PATH) is \"%s\", expected / or a path such as /jaeger,"
                  + " starting and not ending with a slash")
              .formatted(prefix));
    }
  }

  /// Of the setting, where `/` means none.
  public static BasePath of(String setting) {
    return new BasePath(setting.equals("/") ? "" : setting);
  }

  /// What goes into `<base href>`; always ends with a slash.
  String href() {
    return prefix + "/";
  }
}
