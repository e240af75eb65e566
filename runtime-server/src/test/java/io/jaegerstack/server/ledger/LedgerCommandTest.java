package io.jaegerstack.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.admin.AdminServer;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CommandLine;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.HostPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final EventLoops loops = EventLoops.of(1);
  private final List<HttpServer> servers = new ArrayList<>();
  private final Ledger agent = new Ledger();
  private final Ledger collector = new Ledger();

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(Deadline.after(Duration.ofSeconds(5))));
    loops.stop(Deadline.after(Duration.ofSeconds(5)));
  }

  private String serve(Ledger ledger) throws IOException {
    var line = (CommandLine.Run) CommandLine.of(Catalogue.of(Component.AGENT), new String[0]);
    var server =
        AdminServer.of(
            loops, HostPort.loopback(0), line.values(), Health.notReady(), Metrics.empty(), ledger);
    server.start();
    servers.add(server);
    return "127.0.0.1:" + server.port();
  }

  private int run(String... arguments) {
    return LedgerCommand.run(
        Stream.concat(Stream.of("ledger"), Arrays.stream(arguments)).toArray(String[]::new),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Hop count(Ledger ledger, String name, long received, long forwarded) {
    Hop hop = ledger.hop(name, Counted.SPANS);
    hop.received(received);
    hop.forwarded(forwarded);
    return hop;
  }

  @Test
  void addsUpAStackThatExplainsEverything() throws Exception {
    count(agent, "agent.reporter", 1_000, 990).dropped(DropReason.QUEUE_FULL, 10);
    count(collector, "collector.pipeline", 600, 600);
    var other = new Ledger();
    count(other, "collector.pipeline", 390, 390);

    int code = run(serve(agent), "http://" + serve(collector), serve(other));

    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(code).isZero();
    assertThat(printed().lines())
        .anyMatch(line -> line.matches("all +collector.pipeline +spans +990 +990 +0 +0 +0 +0"))
        .contains("dropped by agent.reporter: queue-full 10")
        .contains("unexplained: 0 within hops, 0 between agents and collectors");
  }

  @Test
  void failsWhereAQuietHopLacksSpans() throws Exception {
    count(agent, "agent.reporter", 10, 7);
    assertThat(run(serve(agent))).isOne();
    assertThat(printed()).contains("unexplained: 3 within hops");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("expected 0");
  }

  @Test
  void failsWhereCollectorsLackWhatAgentsForwarded() throws Exception {
    count(agent, "agent.reporter", 10, 10);
    count(collector, "collector.pipeline", 8, 8);
    assertThat(run(serve(agent), serve(collector))).isOne();
    assertThat(printed()).contains("0 within hops, 2 between agents and collectors");
  }

  @Test
  void whatCollectorsGaveBackIsNotTheirsAndStillExplained() throws Exception {
    count(agent, "agent.reporter", 10, 10);
    count(collector, "collector.pipeline", 15, 10).returned(5);
    assertThat(run(serve(agent), serve(collector))).isZero();
    assertThat(printed().lines())
        .anyMatch(line -> line.matches(".* collector.pipeline +spans +15 +10 +5 +0 +0 +0"));
  }

  @Test
  void doesNotJudgeWhatIsUnderWay() throws Exception {
    count(agent, "agent.reporter", 10, 7).heldBy(() -> 2);
    assertThat(run(serve(agent))).isZero();
    assertThat(printed()).contains("under way: spans still move, held=2");
  }

  @Test
  void saysWhatIsWrongWithItsArguments() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("agent")).isEqualTo(2);
    assertThat(run("--all")).isEqualTo(2);
    assertThat(run("127.0.0.1:1")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("no address given", "\"agent\" is not the address of an admin port")
        .contains("--all is not known", "http://127.0.0.1:1/ledger: ");
  }

  @Test
  void helps() {
    assertThat(run("--help")).isZero();
    assertThat(printed())
        .startsWith("Usage: ledger [--ca=FILE] [--stack=NAMESPACE/NAME] ADDRESS...");
  }
}
