package io.jaegerstack.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What dashboards and alerts ask Prometheus for.
///
/// @param kind `panel`, `alert` or `metric`
record Expression(String kind, String name, String text) {
  private static final Pattern ROW = Pattern.compile("\\| ([^|]+) \\| `([^`]+)` \\|");

  /// Of a file under `prometheus/`: a line with kind and name, and the expression below it.
  static List<Expression> ofResource(String file) {
    try (InputStream stream = Expression.class.getResourceAsStream("/prometheus/" + file)) {
      List<String> lines =
          new String(stream.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .toList();
      List<Expression> all = new ArrayList<>();
      for (int i = 0; i < lines.size(); i += 2) {
        String[] head = lines.get(i).split(": ", 2);
        all.add(new Expression(head[0], head[1], lines.get(i + 1)));
      }
      return all;
    } catch (IOException failed) {
      throw new AssertionError(file, failed);
    }
  }

  /// Of the panels of a Grafana dashboard, with what Grafana would put in the place of its
  /// variables: every namespace, a minute.
  static List<Expression> ofDashboard(Path file) {
    try {
      List<Expression> all = new ArrayList<>();
      for (JsonNode panel : new ObjectMapper().readTree(file.toFile()).path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          String text = target.path("expr").asText();
          all.add(
              new Expression(
                  "panel",
                  panel.path("title").asText() + " " + target.path("refId").asText(),
                  text.replace("$namespace", ".*").replace("$__rate_interval", "1m")));
        }
      }
      return all;
    } catch (IOException failed) {
      throw new AssertionError(file.toString(), failed);
    }
  }

  /// Of the tables of a page that have two columns: what, and an expression.
  static List<Expression> ofPage(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(ROW::matcher)
          .filter(Matcher::matches)
          .map(row -> new Expression("page", row.group(1), row.group(2)))
          .toList();
    } catch (IOException failed) {
      throw new AssertionError(file.toString(), failed);
    }
  }

  /// An alert's expression without its threshold, so that it finds a value whether it fires or not.
  String withoutThreshold() {
    return text.replaceFirst("\\s(==|>|<)\\s[0-9. *]+$", "");
  }

  @Override
  public String toString() {
    return name;
  }
}
