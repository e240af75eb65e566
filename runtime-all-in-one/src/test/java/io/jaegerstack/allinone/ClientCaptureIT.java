package io.jaegerstack.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Writes the bytes of every client program to `runtime-wire`'s test data, beside the spans that
/// they must decode to, when asked with `-Dclients.capture=true`, or of those alone whose names
/// begin with what is said instead of `true`. What is expected comes from the program's own words
/// and its rules, never from a decoder of ours.
@EnabledIfSystemProperty(named = "clients.capture", matches = ".+")
class ClientCaptureIT {
  private static final Path TARGET =
      Path.of("..", "runtime-wire", "src", "test", "resources", "testdata", "clients");

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  static Stream<TracingClient> clients() {
    String which = System.getProperty("clients.capture");
    return TracingClient.all().stream()
        .filter(client -> which.equals("true") || client.toString().startsWith(which));
  }

  @ParameterizedTest
  @MethodSource("clients")
  void keepsWhatTheClientSends(TracingClient client) throws Exception {
    capture(client);
  }

  private static void capture(TracingClient client) throws Exception {
    try (var sinks = new CaptureSinks()) {
      List<ExactSpan> spans = new ArrayList<>();
      for (JsonNode line : ClientProgram.run(client, sinks::port)) {
        spans.addAll(client.rules().sent(line));
      }
      Eventually.find("bytes of " + client, () -> sinks.taken().stream().findAny());
      write(client, sinks.taken(), spans);
    }
  }

  private static void write(TracingClient client, List<byte[]> taken, List<ExactSpan> spans)
      throws IOException {
    String name = client.name() + "-" + client.protocol();
    try (var out = new DataOutputStream(Files.newOutputStream(TARGET.resolve(name + ".bin")))) {
      for (byte[] frame : taken) {
        out.writeInt(frame.length);
        out.write(frame);
      }
    }
    ObjectNode golden = JSON.createObjectNode();
    golden.put("library", client.library()).put("protocol", client.protocol());
    golden.set("any", JSON.valueToTree(new TreeSet<>(client.rules().any())));
    golden.set("spans", JSON.valueToTree(spans));
    Files.writeString(TARGET.resolve(name + ".json"), JSON.writeValueAsString(golden) + "\n");
  }
}
