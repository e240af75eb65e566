package io.jaegerstack.collector.maintenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jaegerstack.settings.StorageCommandSettings.Verb;
import io.jaegerstack.storage.MaintenanceResult;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Kind;
import io.jaegerstack.storage.StorageException.Trouble;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path terminationLog = Path.of("");

  @BeforeEach
  void makeTerminationLog(@TempDir Path directory) throws IOException {
    terminationLog = Files.createFile(directory.resolve("termination-log"));
  }

  private int run(String... words) {
    return new StorageCommand(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Clock.systemUTC(),
            terminationLog)
        .run(List.of(words));
  }

  private JsonNode result() throws IOException {
    assertThat(out.toString(UTF_8).lines()).hasSize(1);
    return new ObjectMapper().readTree(out.toString(UTF_8));
  }

  @Test
  void isMeantByItsWordAlone() {
    assertThat(StorageCommand.isMeant(new String[] {"storage", "clean"})).isTrue();
    assertThat(StorageCommand.isMeant(new String[] {"--span-storage.type=memory"})).isFalse();
    assertThat(StorageCommand.isMeant(new String[] {})).isFalse();
  }

  @Test
  void helpNamesEveryCommand() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(UTF_8))
        .contains("schema", "check", "clean", "rollover init", "rollover", "lookback");
  }

  @Test
  void helpOfOneCommandTellsItsFlagsAndTheStorages() {
    assertThat(run("rollover", "--help")).isZero();
    assertThat(out.toString(UTF_8))
        .contains("--conditions=", "CONDITIONS", "--es.server-urls=")
        .doesNotContain("--days=");
  }

  @Test
  void whatIsNoCommandIsRefusedWithThoseThereAre() {
    assertThat(run("cleen")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("\"cleen\" is no command", "clean", "rollover init");
  }

  @Test
  void flagsOfOtherCommandsAreRefused() {
    assertThat(run("lookback", "--days=7")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("--days is not a setting");
  }

  @Test
  void cleaningIsRefusedWithoutDays() {
    assertThat(run("clean", "--span-storage.type=elasticsearch")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("--days (DAYS) is not given");
  }

  @Test
  void aStorageOfOneProcessNeedsNothingAndIsNotOpened() throws IOException {
    assertThat(run("clean", "--days=7", "--span-storage.type=memory")).isZero();
    assertThat(result().get("needed").asBoolean()).isFalse();
    assertThat(result().get("note").asText()).contains("memory");
  }

  @Test
  void aStorageThatIsAwayIsAFailureAndLeftForKubernetes() throws IOException {
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    String server = "--es.server-urls=http://127.0.0.1:" + closed;
    assertThat(run("check", "--span-storage.type=elasticsearch", server)).isEqualTo(1);
    assertThat(result().get("ready").asBoolean()).isFalse();
    assertThat(result().get("reason").asText()).isEqualTo("Unreachable");
    assertThat(result().get("message").asText()).contains(String.valueOf(closed));
    assertThat(new ObjectMapper().readTree(Files.readString(terminationLog)).get("reason").asText())
        .isEqualTo("Unreachable");
  }

  @Test
  void aLongResultIsLeftWithCountsInPlaceOfNames() throws IOException {
    var names = Collections.nCopies(500, "prod-jaeger-span-2026-03-10");
    var result = CommandResult.of(Verb.CLEAN, "elasticsearch", MaintenanceResult.deleted(names));
    result.leave(terminationLog, Instant.EPOCH, Instant.EPOCH);
    assertThat(Files.size(terminationLog)).isLessThan(4_096);
    JsonNode left = new ObjectMapper().readTree(Files.readString(terminationLog));
    assertThat(left.get("counts").get("deleted").asInt()).isEqualTo(500);
    assertThat(left.has("deleted")).isFalse();
  }

  @Test
  void theReasonIsTheTroubleThatTheStorageNames() {
    var conflict =
        new StorageException(Kind.INVALID, Trouble.MAPPING_CONFLICT, "index x has text", null);
    var result = CommandResult.failed(Verb.SCHEMA, conflict);
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.line(Instant.EPOCH, Instant.EPOCH))
        .contains("\"ok\":false", "\"reason\":\"MappingConflict\"");
  }
}
