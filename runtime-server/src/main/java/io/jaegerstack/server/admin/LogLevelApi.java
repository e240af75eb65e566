package io.jaegerstack.server.admin;

import io.jaegerstack.server.Logging;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpCall;
import io.jaegerstack.server.http.HttpFailure;
import io.jaegerstack.server.http.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log level, read and changed while the process runs. Jaeger has no such path; requests and
/// answers are those of zap's handler, the logger that Jaeger is built on, so that tools for it
/// work: `{"level":"debug"}`, or `level=debug` as a form or in the query.
final class LogLevelApi {
  private static final Logger LOG = LoggerFactory.getLogger(LogLevelApi.class);

  private static final List<String> LEVELS = List.of("debug", "info", "warn", "error");
  private static final Pattern JSON =
      Pattern.compile("\\s*\\{\\s*\"level\"\\s*:\\s*\"([^\"]*)\"\\s*}\\s*");
  private static final Pattern FORM = Pattern.compile("(?:.*&)?level=([^&]*)(?:&.*)?");

  static HttpAnswer current() {
    String json = "{\"level\":%s}".formatted(JsonText.quoted(Logging.level()));
    return HttpAnswer.text(200, "application/json", json);
  }

  /// Sets the level until the process ends or it is set again.
  ///
  /// @throws HttpFailure 400 for a level that is none
  static HttpAnswer change(HttpCall call) {
    String asked = call.query("level").or(() -> inBody(call)).orElse("");
    String level = asked.toLowerCase(Locale.ROOT);
    if (!LEVELS.contains(level)) {
      throw HttpFailure.badRequest(
          "level \"%s\", expected one of %s as {\"level\":\"debug\"} or level=debug"
              .formatted(asked, String.join(", ", LEVELS)));
    }
    String before = Logging.level();
    Logging.level(level);
    LOG.warn("log level changed from={} to={} by={}", before, level, call.remote());
    return current();
  }

  private static Optional<String> inBody(HttpCall call) {
    String body = new String(call.body(), StandardCharsets.UTF_8);
    Matcher found = (body.contains("{") ? JSON : FORM).matcher(body);
    return found.matches() ? Optional.of(found.group(1).strip()) : Optional.empty();
  }

  private LogLevelApi() {}
}
