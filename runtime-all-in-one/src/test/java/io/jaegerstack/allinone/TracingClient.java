package io.jaegerstack.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A client program with one of its protocols: an entry of `e2e/apps/clients.json`.
///
/// @param app the application of `e2e/apps/build.sh` that holds it
/// @param run its command line, with `{app}` for that application's directory and `{java}`
/// @param environment what sets it up, as a user would
/// @param rules how what it sends differs from what it is told to send
record TracingClient(
    String name,
    String protocol,
    String library,
    String app,
    List<String> run,
    Map<String, String> environment,
    ClientRules rules) {
  static final Path APPS = Path.of("..", "e2e", "apps");

  static List<TracingClient> all() {
    try {
      JsonNode table = new ObjectMapper().readTree(APPS.resolve("clients.json").toFile());
      List<TracingClient> clients = new ArrayList<>();
      for (JsonNode client : table.path("clients")) {
        for (var protocol : client.path("protocols").properties()) {
          var rules =
              ClientRules.of(
                  table.path("ruleSets"), client.path("rules"), protocol.getValue().path("rules"));
          clients.add(of(client, protocol.getKey(), protocol.getValue(), rules));
        }
      }
      return clients;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TracingClient of(
      JsonNode client, String protocol, JsonNode settings, ClientRules rules) {
    Map<String, String> environment = new LinkedHashMap<>();
    client
        .path("env")
        .properties()
        .forEach(e -> environment.put(e.getKey(), e.getValue().asText()));
    settings
        .path("env")
        .properties()
        .forEach(e -> environment.put(e.getKey(), e.getValue().asText()));
    List<String> run = new ArrayList<>();
    client.path("run").forEach(word -> run.add(word.asText()));
    return new TracingClient(
        client.path("client").asText(),
        protocol,
        client.path("library").asText(),
        client.path("app").asText(),
        List.copyOf(run),
        environment,
        rules);
  }

  /// The `internal.span.format` that the collector leaves on its spans: what the client wrote, also
  /// where an agent relayed it.
  String shownFormat() {
    if (protocol.startsWith("otlp-")) {
      return "otlp";
    }
    return protocol.contains("zipkin") ? "zipkin" : "jaeger";
  }

  @Override
  public String toString() {
    return name + " " + protocol;
  }
}
