package io.jaegerstack.query.ui;

import io.jaegerstack.server.http.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The page that starts the UI: the built one with base path and configuration filled in.
final class IndexPage {
  private static final Pattern BASE = Pattern.compile("<base href=\"[^\"]*\"");
  private static final Pattern CONFIG =
      Pattern.compile("(<script type=\"application/json\" id=\"jaegerstack-config\">)[^<]*");

  private static final String WITHOUT_UI =
      """
      <!doctype html>
      <html lang="en">
        <head><meta charset="utf-8"><title>jaegerstack</title></head>
        <body>
          <h1>This build has no UI</h1>
          <p>It was built with <code>-DskipUi</code>. The JSON API answers at <a href="api/services">api/services</a>.</p>
        </body>
      </html>
      """;

  /// @param built index.html as the build left it
  /// @param uiConfig a JSON object
  static byte[] of(byte[] built, BasePath base, String version, String uiConfig) {
    String config =
        "{\"version\":%s,\"uiConfig\":%s}".formatted(JsonText.quoted(version), uiConfig);
    String page = new String(built, StandardCharsets.UTF_8);
    page = replaced(BASE, page, "<base href=\"" + base.href() + "\"");
    page = replaced(CONFIG, page, "$1" + Matcher.quoteReplacement(inScript(config)));
    return page.getBytes(StandardCharsets.UTF_8);
  }

  /// What is served where the UI was left out of the build.
  static byte[] withoutUi(BasePath base) {
    String page = WITHOUT_UI.replace("<head>", "<head><base href=\"" + base.href() + "\">");
    return page.getBytes(StandardCharsets.UTF_8);
  }

  private static String replaced(Pattern pattern, String page, String with) {
    Matcher match = pattern.matcher(page);
    if (!match.find()) {
      throw new IllegalStateException("the built index.html has no " + pattern);
    }
    return match.replaceFirst(with);
  }

  /// `<` cannot end the script early when it is written as an escape; the other two are for readers
  /// of JavaScript older than ES2019.
  private static String inScript(String json) {
    return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
  }

  private IndexPage() {}
}
