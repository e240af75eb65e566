package io.jaegerstack.query.http;

import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.settings.SettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Headers that the user wants on every answer. They win over our own of the same name, which is
/// how a page that embeds the UI relaxes its policy.
public final class AnswerHeaders {
  private static final Pattern HEADER =
      Pattern.compile("([A-Za-z0-9!#$%&'*+.^_`|~-]+):[ \t]*([\\x20-\\x7e\\x80-\\xff\t]*)");

  private final List<Map.Entry<String, String>> headers;

  private AnswerHeaders(List<Map.Entry<String, String>> headers) {
    this.headers = List.copyOf(headers);
  }

  /// @param lines of the form `Name: value`
  /// @throws SettingException for anything else
  public static AnswerHeaders of(List<String> lines) {
    var headers = new ArrayList<Map.Entry<String, String>>();
    for (String line : lines) {
      Matcher match = HEADER.matcher(line);
      if (!match.matches()) {
        throw new SettingException(
            ("--query.additional-headers (QUERY_ADDITIONAL_HEADERS) has \"%s\","
                    + " expected \"Name: value\" in printable characters")
                .formatted(line));
      }
      headers.add(Map.entry(match.group(1), match.group(2).strip()));
    }
    return new AnswerHeaders(headers);
  }

  /// `answer` with these headers, and never to be taken for another type than it says.
  HttpAnswer over(HttpAnswer bare) {
    HttpAnswer answer = bare.with("X-Content-Type-Options", "nosniff");
    if (headers.isEmpty()) {
      return answer;
    }
    var all = new ArrayList<Map.Entry<String, String>>();
    answer.headers().stream().filter(ours -> !isReplaced(ours.getKey())).forEach(all::add);
    all.addAll(headers);
    return new HttpAnswer(answer.status(), answer.contentType(), all, answer.body());
  }

  private boolean isReplaced(String name) {
    return headers.stream().anyMatch(header -> header.getKey().equalsIgnoreCase(name));
  }
}
