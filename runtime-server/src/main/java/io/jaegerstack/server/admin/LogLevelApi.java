package io.jaegerstack.server.admin;

import io.jaegerstack.server.Logging;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpCall;
import io.jaegerstack.server.http.HttpFailure;
import io.jaegerstack.server.http.JsonText;
import io.jaegerstack.settings.AdminSettings;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
  private static final String MEMBER = "level=";
  private static final int SHOWN = 32;
  private static final Pattern JSON =
      Pattern.compile("\\s*\\{\\s*\"level\"\\s*:\\s*\"([^\"]*)\"\\s*}\\s*");

  /// No level is asked for in more.
  private static final int MOST_BYTES = 256;

  static HttpAnswer current() {
    String json = "{\"level\":%s}".formatted(JsonText.quoted(Logging.level()));
    return HttpAnswer.text(200, "application/json", json);
  }

  /// Sets the level until the process ends or it is set again.
  ///
  /// @param callersAreKnown by their certificates; otherwise only a caller on the process's own
  ///   host or in its pod may change it
  /// @throws HttpFailure 403 for others, 400 for a level that is none
  static HttpAnswer change(HttpCall call, boolean callersAreKnown) {
    refuseStrangers(call.remote().getAddress(), callersAreKnown);
    String asked = call.query("level").or(() -> inBody(call)).orElse("");
    String level = asked.toLowerCase(Locale.ROOT);
    if (!LEVELS.contains(level)) {
      throw HttpFailure.badRequest(
          "level \"%s\", expected one of %s as {\"level\":\"debug\"} or level=debug"
              .formatted(beginning(asked), String.join(", ", LEVELS)));
    }
    change(level, call.remote());
    return current();
  }

  static void refuseStrangers(InetAddress caller, boolean callersAreKnown) {
    if (!callersAreKnown && !caller.isLoopbackAddress()) {
      throw new HttpFailure(
          403,
          "caller is %s, expected one on this host or in this pod (kubectl port-forward), or a certificate (%s)"
              .formatted(caller.getHostAddress(), AdminSettings.TLS.clientCa().flag()));
    }
  }

  /// Told at whichever of the two levels tells it: nobody silences the log in silence.
  private static void change(String level, Object by) {
    String before = Logging.level();
    boolean isSilencing = level.equals("error");
    if (!isSilencing) {
      Logging.level(level);
    }
    LOG.warn("log level changed from={} to={} by={}", before, level, by);
    Logging.level(level);
  }

  private static Optional<String> inBody(HttpCall call) {
    if (call.body().length > MOST_BYTES) {
      throw new HttpFailure(
          413, "body has %d bytes, expected at most %d".formatted(call.body().length, MOST_BYTES));
    }
    String body = new String(call.body(), StandardCharsets.UTF_8);
    if (body.contains("{")) {
      Matcher found = JSON.matcher(body);
      return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
    }
    return Arrays.stream(body.split("&"))
        .filter(pair -> pair.startsWith(MEMBER))
        .map(pair -> pair.substring(MEMBER.length()).strip())
        .findFirst();
  }

  private static String beginning(String asked) {
    return asked.length() > SHOWN ? asked.substring(0, SHOWN) + "…" : asked;
  }

  private LogLevelApi() {}
}
