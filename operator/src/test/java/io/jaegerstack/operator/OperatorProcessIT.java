package io.jaegerstack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.jaegerstack.crds.apiserver.ApiServer;
import io.jaegerstack.crds.apiserver.RunningApiServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The operator as a process of its own.
@ExtendWith(ApiServer.class)
class OperatorProcessIT {

  @Test
  void leaderEndsWhenAskedTo(RunningApiServer server) throws Exception {
    String namespace = server.newNamespace("process");
    Path log = Files.createTempFile("operator", ".log");
    var process = start(server, namespace, log);
    try {
      Eventually.holds(() -> assertThat(holder(server, namespace)).isEqualTo("operator-1"));
      process.destroy();
      assertThat(process.waitFor(25, TimeUnit.SECONDS)).as(Files.readString(log)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void secondReplicaTakesOverFromAKilledLeader(RunningApiServer server) throws Exception {
    String namespace = server.newNamespace("process");
    Path log = Files.createTempFile("operator", ".log");
    var first = start(server, namespace, log);
    Process second = null;
    try {
      Eventually.holds(() -> assertThat(holder(server, namespace)).isEqualTo("operator-1"));
      second = start(server, namespace, Files.createTempFile("operator", ".log"), "operator-2");
      first.destroyForcibly();
      Eventually.holds(() -> assertThat(holder(server, namespace)).isEqualTo("operator-2"));
    } finally {
      first.destroyForcibly();
      if (second != null) {
        second.destroyForcibly();
      }
    }
  }

  @Test
  void unknownFlagIsRefusedWithTheNearestName() throws Exception {
    var process =
        new ProcessBuilder(command("--watch.namespace=a")).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(said).contains("did you mean --watch.namespaces?");
  }

  private static String holder(RunningApiServer server, String namespace) {
    Lease lease =
        server.admin().leases().inNamespace(namespace).withName(StackOperator.LEASE).get();
    return lease.getSpec().getHolderIdentity();
  }

  private static Process start(RunningApiServer server, String namespace, Path log)
      throws IOException {
    return start(server, namespace, log, "operator-1");
  }

  private static Process start(RunningApiServer server, String namespace, Path log, String identity)
      throws IOException {
    var builder =
        new ProcessBuilder(
            command(
                "--watch.namespaces=" + namespace,
                "--leader-election.namespace=" + namespace,
                "--admin.http.host-port=127.0.0.1:0"));
    builder.environment().put("KUBECONFIG", server.kubeconfig().toString());
    builder.environment().put("HOSTNAME", identity);
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private static List<String> command(String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                OperatorMain.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
