package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/clients.md` shows what `ClientsIT` runs: its blocks name a client and protocol of
/// `clients.json`, or a file of a program, and say nothing that is not there.
class ClientsPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w+) (.+)\\n((?:(?!```).*\\n)*)^```$", Pattern.MULTILINE);
  private static final Pattern OF_CLIENT = Pattern.compile("client=(\\S+) protocol=(\\S+)");
  private static final Pattern OF_FILE = Pattern.compile("from=(\\S+)");

  private record Block(String of, List<String> lines) {}

  @Test
  void everySettingIsOneThatATestRuns() throws IOException {
    for (Block block : blocks()) {
      var named = OF_CLIENT.matcher(block.of());
      if (named.matches()) {
        TracingClient client = client(named.group(1) + " " + named.group(2));
        List<String> settings =
            client.environment().entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .toList();
        assertThat(settings).as(block.of()).containsAll(block.lines());
      }
    }
  }

  @Test
  void everyLineOfCodeIsOneOfAProgram() throws IOException {
    for (Block block : blocks()) {
      var named = OF_FILE.matcher(block.of());
      if (named.matches()) {
        String program = stripped(Files.readAllLines(ROOT.resolve(named.group(1))));
        assertThat(program).as(block.of()).contains(stripped(block.lines()));
      }
    }
  }

  @Test
  void everyBlockSaysWhereItIsFrom() throws IOException {
    assertThat(blocks())
        .hasSizeGreaterThan(20)
        .allMatch(
            block ->
                OF_CLIENT.matcher(block.of()).matches() || OF_FILE.matcher(block.of()).matches());
    assertThat(page().lines().filter(line -> line.startsWith("```")).count())
        .isEqualTo(2L * blocks().size());
  }

  @Test
  void everyClientIsThereInEachOfItsProtocols() throws IOException {
    var shown = new TreeSet<String>();
    for (Block block : blocks()) {
      var named = OF_CLIENT.matcher(block.of());
      if (named.matches()) {
        shown.add(named.group(1) + " " + named.group(2));
      }
    }
    assertThat(shown)
        .containsExactlyInAnyOrderElementsOf(
            TracingClient.all().stream().map(TracingClient::toString).toList());
  }

  private static TracingClient client(String name) {
    return TracingClient.all().stream()
        .filter(client -> client.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("clients.json has no " + name));
  }

  private static List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    var found = BLOCK.matcher(page());
    while (found.find()) {
      blocks.add(new Block(found.group(2), found.group(3).lines().toList()));
    }
    return blocks;
  }

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs").resolve("clients.md"));
  }

  private static String stripped(List<String> lines) {
    return String.join("\n", lines.stream().map(String::strip).toList());
  }
}
